// The page says of each rule what it holds, what for and until when.
import { cleanup, render, screen } from '@testing-library/preact';
import { retention } from '@motcua/shared/vocabulary/retention.ts';
import { afterEach, expect, test, vi } from 'vitest';
import Kept from './Kept.tsx';

vi.mock('./Contacts.tsx', () => ({ Contacts: () => null }));
afterEach(cleanup);

test('every rule about persons has its row, with its period or why there is none', () => {
	render(<Kept />);
	const rows = screen.getAllByRole('row').slice(1);
	expect(rows).toHaveLength(Object.keys(retention).length);
	for (const [i, rule] of Object.values(retention).entries()) {
		const text = rows[i]!.textContent!;
		expect(text).toContain(rule.vi);
		expect(text).toContain(rule.purpose.vi);
		expect(text).toContain(
			'days' in rule ? (rule.days % 365 === 0 ? `${rule.days / 365} năm` : `${rule.days} ngày`) : rule.why.vi,
		);
	}
});
