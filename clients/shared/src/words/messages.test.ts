import { expect, test } from 'vitest';
import { messageText } from './messages.ts';

const at = '2026-11-23T03:20:00.000Z';

test('what became of a message is said in words', () => {
	expect(messageText({ channel: 'sms', state: 'waiting', at, next_at: null, cause: null })).toBe('Đang chờ gửi tin nhắn');
	const next_at = '2026-11-23T03:35:00.000Z';
	expect(messageText({ channel: 'mail', state: 'waiting', at, next_at, cause: null })).toMatch(
		/^Chưa gửi được thư điện tử, sẽ tự gửi lại chậm nhất lúc .*10:35/,
	);
	const told = { at, next_at: null, cause: null };
	expect(messageText({ channel: 'mail', state: 'sent', ...told })).toMatch(/^Đã gửi thư điện tử lúc .*10:20/);
	expect(messageText({ channel: 'sms', state: 'delivered', ...told })).toMatch(/^Đã gửi tin nhắn, đến máy lúc .*10:20/);
	expect(messageText({ channel: 'sms', state: 'failed', at, next_at: null, cause: 'number_blocked' })).toBe(
		'Chưa gửi được tin nhắn: số điện thoại không nhận tin',
	);
});
