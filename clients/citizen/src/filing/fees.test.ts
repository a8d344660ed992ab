import { expect, test } from 'vitest';
import type { Fee } from '@motcua/shared/api/types.ts';
import { feeLines, feeTotal } from './fees.ts';

const copies: Fee = { code: 'B', name: 'Bản sao', kind: 'fee', amount: 8000, per: 'quantity', quantity_field: 'copies' };
const once: Fee = { code: 'A', name: 'Lệ phí', kind: 'charge', amount: 15000, per: 'dossier' };

test('by dossier and by quantity', () => {
	const lines = feeLines([once, copies], { copies: 3 });
	expect(lines.map((line) => line.amount)).toEqual([15000, 24000]);
	expect(feeTotal(lines)).toBe(39000);
});

test('a quantity that is not a number yet costs nothing yet', () => {
	expect(feeTotal(feeLines([copies], {}))).toBe(0);
	expect(feeTotal(feeLines([copies], { copies: 'hai' }))).toBe(0);
});
