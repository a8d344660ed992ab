import type { DossierTimes } from '@motcua/shared/api/types.ts';
import { expect, test } from 'vitest';
import { bookedOf } from './times.tsx';

type Entry = DossierTimes['entries'][number];

const at = '2026-11-23T03:00:00.000Z';
const entry = (cause: Entry['cause'], code: string, minutes: number): Entry => ({
	cause, clock_stands: false, state: 'received', unit: { code, name: code }, from: at, until: at, minutes,
});

test('the minutes of each cause and unit are added up', () => {
	const entries = [
		entry('office', 'H99.31', 60),
		entry('agency', 'H99.32', 5),
		entry('citizen', 'H99.31', 960),
		entry('office', 'H99.31', 30),
	];
	expect(bookedOf(entries)).toEqual([
		{ name: 'Cơ quan giải quyết', unit: 'H99.31', minutes: 90 },
		{ name: 'Cơ quan khác', unit: 'H99.32', minutes: 5 },
		{ name: 'Chờ công dân', unit: 'H99.31', minutes: 960 },
	]);
});

test('the minutes of a partner stand under its own name', () => {
	const partner = { code: 'thue', name: 'Cơ quan thuế' };
	const waited = (code: string, minutes: number) => ({ ...entry('partner', code, minutes), partner });
	const entries = [waited('H99.31', 30), waited('H99.32', 5), entry('office', 'H99.31', 7)];
	expect(bookedOf(entries)).toEqual([
		{ name: 'Cơ quan đối tác', unit: 'Cơ quan thuế', minutes: 35 },
		{ name: 'Cơ quan giải quyết', unit: 'H99.31', minutes: 7 },
	]);
});
