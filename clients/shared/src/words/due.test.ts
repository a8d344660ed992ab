import { expect, test } from 'vitest';
import { dueOf } from './due.ts';
import { setLanguage } from '../i18n/index.ts';

const now = new Date('2026-11-23T03:00:00Z'); // 10:00 in Việt Nam

test.each([
	['2026-11-25T10:00:00Z', 'fine', 'Còn 2 ngày'],
	['2026-11-24T03:00:00Z', 'fine', 'Còn 1 ngày'],
	['2026-11-23T10:00:00Z', 'soon', 'Còn 7 giờ'],
	['2026-11-23T03:20:00Z', 'soon', 'Còn 20 phút'],
	['2026-11-23T03:00:20Z', 'soon', 'Còn 1 phút'],
	['2026-11-23T02:00:00Z', 'late', 'Quá hạn 1 giờ'],
	['2026-11-22T02:00:00Z', 'late', 'Quá hạn 1 ngày'],
	['2026-10-01T02:00:00Z', 'late', 'Quá hạn 53 ngày'],
])('%s is %s: %s', (at, shape, text) => {
	expect(dueOf(at, now)).toEqual({ shape, text });
});

test('no deadline, or one that is no time, has no due date', () => {
	expect(dueOf(null, now)).toEqual({ shape: 'none', text: 'Không có hạn' });
	expect(dueOf('tomorrow', now).shape).toBe('none');
});

test('counts days on the calendar of Việt Nam', () => {
	// 23:30 here, due at 01:00 the day after the next: two days by the calendar although 25.5 hours
	expect(dueOf('2026-11-24T18:00:00Z', new Date('2026-11-23T16:30:00Z')).text).toBe('Còn 2 ngày');
});

test('speaks English too', () => {
	setLanguage('en');
	expect(dueOf('2026-11-24T03:00:00Z', now).text).toBe('1 day left');
	expect(dueOf('2026-11-20T03:00:00Z', now).text).toBe('3 days late');
	setLanguage('vi');
});
