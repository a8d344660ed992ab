import { expect, test } from 'vitest';
import { messageText } from './messages.ts';

const at = '2026-11-23T03:20:00.000Z';

test('what became of a message is said in words', () => {
	expect(messageText({ channel: 'sms', state: 'waiting', at, cause: null })).toBe('Đang chờ gửi tin nhắn');
	expect(messageText({ channel: 'mail', state: 'sent', at, cause: null })).toMatch(/^Đã gửi thư điện tử lúc .*10:20/);
	expect(messageText({ channel: 'sms', state: 'delivered', at, cause: null })).toMatch(/^Đã gửi tin nhắn, đến máy lúc .*10:20/);
	expect(messageText({ channel: 'sms', state: 'failed', at, cause: 'number_blocked' })).toBe(
		'Chưa gửi được tin nhắn: số điện thoại không nhận tin',
	);
});
