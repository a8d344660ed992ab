import { expect, test } from 'vitest';
import { formatDate, formatTime } from '../i18n/format.ts';
import { promisedDate, promisedTime } from './promised.ts';

const at = '2027-02-05T10:00:00.000Z';

test('what rests on days off that are not published is an estimate, and says so', () => {
	expect(promisedTime(at, true)).toBe(`${formatTime(at)} (dự kiến)`);
	expect(promisedDate(at, true)).toBe(`${formatDate(at)} (dự kiến)`);
	expect(promisedTime(at, false)).toBe(formatTime(at));
	expect(promisedDate(at, undefined)).toBe(formatDate(at));
});
