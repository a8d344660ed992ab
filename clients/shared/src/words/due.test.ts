import { expect, test } from 'vitest';
import { dueOf, standing } from './due.ts';
import { setLanguage } from '../i18n/index.ts';

/** From Friday 20 November 2026; Tuesday the 24th is a holiday. */
const HOURS = { day_minutes: 480, from: '2026-11-20', hours: [[[420, 690], [810, 1020]], []], days: '01101001100000' };
const now = new Date('2026-11-25T13:42:00Z'); // Wednesday, 20:42 in Việt Nam

test.each([
	['2026-11-26T10:00:00Z', 'fine', 'Còn 1 ngày làm việc'], // by the clock 20 hours, and all of them amber
	['2026-11-26T02:30:00Z', 'soon', 'Còn 2 giờ làm việc'],
	['2026-11-26T00:20:00Z', 'soon', 'Còn 20 phút làm việc'],
	['2026-11-26T00:00:20Z', 'soon', 'Còn 1 phút làm việc'],
	['2026-11-30T10:00:00Z', 'fine', 'Còn 3 ngày làm việc'], // by the clock 5 days
	['2026-11-25T09:00:00Z', 'late', 'Quá hạn 1 giờ làm việc'],
	['2026-11-23T09:00:00Z', 'late', 'Quá hạn 1 ngày làm việc'],
])('%s is %s: %s', (at, shape, text) => {
	expect(dueOf(at, HOURS, now)).toEqual({ shape, text });
});

test('without the hours, or beyond them, it says the moment', () => {
	expect(dueOf('2026-11-26T10:00:00Z', undefined, now)).toEqual({ shape: 'fine', text: 'Hạn 17:00 ngày 26/11/2026' });
	expect(dueOf('2026-11-24T10:00:00Z', undefined, now)).toEqual({ shape: 'late', text: 'Quá hạn từ 17:00 ngày 24/11/2026' });
	expect(dueOf('2027-11-24T10:00:00Z', HOURS, now).text).toBe('Hạn 17:00 ngày 24/11/2027');
});

test('no deadline, or one that is no time, has no due date', () => {
	expect(dueOf(null, HOURS, now)).toEqual({ shape: 'none', text: 'Không có hạn' });
	expect(dueOf('tomorrow', HOURS, now).shape).toBe('none');
	expect(standing()).toEqual({ shape: 'none', text: 'Đang chờ, thời hạn tạm dừng' });
});

test('speaks English too', () => {
	setLanguage('en');
	expect(dueOf('2026-11-26T10:00:00Z', HOURS, now).text).toBe('1 working day left');
	expect(dueOf('2026-11-23T02:00:00Z', HOURS, now).text).toBe('1 working day late');
	expect(dueOf('2026-11-26T00:20:00Z', HOURS, now).text).toBe('20 working minutes left');
	setLanguage('vi');
});
