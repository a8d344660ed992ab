import type { Custody } from '@motcua/shared/api/types.ts';
import { expect, test } from 'vitest';
import { stretchesOf } from './holders.ts';

const link = (sequence: number, unit: string, officer_name: string | null, since: string): Custody => ({
	sequence, unit: { code: unit, name: unit }, officer_name, since, submission_sha256: '0'.repeat(64), hash: '0'.repeat(64),
});

test('joins what stayed in the same hands', () => {
	const stretches = stretchesOf([
		link(1, 'Phường', null, '08:00'), link(2, 'Phường', null, '09:00'), link(3, 'Phường', 'Một', '10:00'),
		link(4, 'Sở', null, '11:00'), link(5, 'Phường', 'Một', '12:00'),
	]);
	expect(stretches).toEqual([
		{ key: 5, unit: 'Phường', officer: 'Một', since: '12:00', until: null },
		{ key: 4, unit: 'Sở', officer: null, since: '11:00', until: '12:00' },
		{ key: 3, unit: 'Phường', officer: 'Một', since: '10:00', until: '11:00' },
		{ key: 1, unit: 'Phường', officer: null, since: '08:00', until: '10:00' },
	]);
	expect(stretchesOf([])).toEqual([]);
});
