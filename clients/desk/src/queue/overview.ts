// Counts over the dossiers that are loaded, and nothing else: a figure about what is not on the screen would be a guess.
import { serverNow } from '@motcua/shared/base/clock.ts';
import type { InboxItem, UnitName } from '@motcua/shared/api/types.ts';
import type { Hours } from '@motcua/shared/components/working-time.ts';
import { dueOf } from '@motcua/shared/words/due.ts';
import { isOpen } from '@motcua/shared/words/states.ts';

export interface UnitCount {
	unit: UnitName;
	count: number;
	late: number;
	soon: number;
}

export interface Overview {
	late: number;
	soon: number;
	fresh: number;
	withdrawals: number;
	unpaid: number;
	/** The units with the most late dossiers first. */
	units: UnitCount[];
}

export function overviewOf(items: readonly InboxItem[], hours: Hours, now: Date = serverNow()): Overview {
	const units = new Map<string, UnitCount>();
	const sum: Overview = { late: 0, soon: 0, fresh: 0, withdrawals: 0, unpaid: 0, units: [] };
	for (const item of items) {
		const unit = units.get(item.unit.code) ?? { unit: item.unit, count: 0, late: 0, soon: 0 };
		units.set(item.unit.code, unit);
		const counts = isOpen(item.state) && !item.overdue && !item.clock_stands;
		const soon = counts && dueOf(item.step_due_at, hours.get(item.unit.code), now).shape === 'soon';
		unit.count++;
		if (item.overdue) unit.late++;
		if (soon) unit.soon++;
		if (item.overdue) sum.late++;
		if (soon) sum.soon++;
		if (item.state === 'registered') sum.fresh++;
		if (item.withdrawal_requested) sum.withdrawals++;
		if (item.payment?.state === 'due') sum.unpaid++;
	}
	sum.units = [...units.values()].sort(
		(a, b) => b.late - a.late || b.count - a.count || a.unit.code.localeCompare(b.unit.code),
	);
	return sum;
}
