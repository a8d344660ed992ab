import type { DossierSummary } from '@motcua/shared/api/types.ts';
import { expect, test } from 'vitest';
import { mostPressing } from './home.tsx';

const item = (id: string, state: DossierSummary['state'], fee: 'none' | 'due' = 'none') =>
	({ id, state, payment: { state: fee, total: 0, paid: 0, to_refund: 0 } }) as DossierSummary;

test('what asks something of the person comes first, three at most, closed ones not at all', () => {
	const items = [
		item('working', 'processing'),
		item('closed', 'returned'),
		item('draft', 'draft', 'due'),
		item('unpaid', 'received', 'due'),
		item('asked', 'supplement_requested'),
	];
	expect(mostPressing(items).map((entry) => entry.id)).toEqual(['asked', 'unpaid', 'draft']);
	expect(mostPressing([])).toEqual([]);
});
