import { expect, test } from 'vitest';
import { workingMinutes } from './working-time.ts';

/** From Friday 20 November 2026; Tuesday the 24th is a holiday. */
const TIME = { day_minutes: 480, from: '2026-11-20', hours: [[[420, 690], [810, 1020]], []], days: '0110100110' };

test.each([
	['2026-11-23T00:00:00Z', '2026-11-23T10:00:00Z', 480], // Monday 7:00 to 17:00: the noon does not count
	['2026-11-23T13:30:00Z', '2026-11-25T10:00:00Z', 480], // in the evening, until Wednesday: the holiday does not count
	['2026-11-20T08:00:00Z', '2026-11-23T02:00:00Z', 240], // over the weekend
	['2026-11-23T04:45:00Z', '2026-11-23T06:15:00Z', 0],
	['2026-11-23T03:00:00Z', '2026-11-23T03:00:59Z', 0],
])('from %s to %s: %d minutes', (from, to, minutes) => {
	expect(workingMinutes(TIME, new Date(from), new Date(to))).toBe(minutes);
});

test('says nothing of days that it does not know', () => {
	expect(workingMinutes(TIME, new Date('2026-11-19T03:00:00Z'), new Date('2026-11-23T03:00:00Z'))).toBeNull();
	expect(workingMinutes(TIME, new Date('2026-11-23T03:00:00Z'), new Date('2026-11-30T03:00:00Z'))).toBeNull();
});
