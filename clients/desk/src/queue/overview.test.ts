import type { InboxItem } from '@motcua/shared/api/types.ts';
import { expect, test } from 'vitest';
import { overviewOf } from './overview.ts';

const now = new Date('2026-11-23T03:00:00Z');
const HOURS = { day_minutes: 480, from: '2026-11-20', hours: [[[420, 690], [810, 1020]], []], days: '01100001100' };

function item(more: Partial<InboxItem>): InboxItem {
	return {
		id: '1', code: 'H99.31-261123-0001', state: 'received', procedure: { code: '1', title: '' },
		unit: { code: 'H99.31', name: 'Phường' }, applicant_name: 'A', submitted_at: '2026-11-20T03:00:00Z',
		step_due_at: '2026-11-30T03:00:00Z', overdue: false, payment: { state: 'none', total: 0, paid: 0, to_refund: 0 },
		withdrawal_requested: false, passed_on: false, ...more,
	};
}

test('counts what is loaded', () => {
	const overview = overviewOf(
		[
			item({ overdue: true, step_due_at: '2026-11-22T03:00:00Z' }),
			item({ step_due_at: '2026-11-23T10:00:00Z', state: 'registered' }),
			item({ withdrawal_requested: true, payment: { state: 'due', total: 8000, paid: 0, to_refund: 0 } }),
			item({ unit: { code: 'H99.01', name: 'Sở' }, state: 'finished', step_due_at: '2026-11-23T10:00:00Z' }),
		],
		new Map([['H99.31', HOURS]]),
		now,
	);
	expect(overview).toMatchObject({ late: 1, soon: 1, fresh: 1, withdrawals: 1, unpaid: 1 });
	expect(overview.units).toEqual([
		{ unit: { code: 'H99.31', name: 'Phường' }, count: 3, late: 1, soon: 1 },
		{ unit: { code: 'H99.01', name: 'Sở' }, count: 1, late: 0, soon: 0 },
	]);
});

test('nothing loaded counts nothing', () => {
	expect(overviewOf([], new Map(), now)).toEqual({ late: 0, soon: 0, fresh: 0, withdrawals: 0, unpaid: 0, units: [] });
});
