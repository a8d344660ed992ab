// Counts above the table, always said to be of what is shown; for leaders by unit as well.
import type { InboxItem } from '@motcua/shared/api/types.ts';
import { useHours } from '@motcua/shared/components/working-time.ts';
import { t } from '../messages.ts';
import { overviewOf, type UnitCount } from './overview.ts';

function UnitTable({ units }: { units: UnitCount[] }) {
	return (
		<details class="overview__units">
			<summary>{t('byUnit')}</summary>
			<table>
				<thead>
					<tr>
						<th scope="col">{t('unit')}</th>
						<th scope="col" class="number">{t('count')}</th>
						<th scope="col" class="number">{t('late')}</th>
						<th scope="col" class="number">{t('soon')}</th>
					</tr>
				</thead>
				<tbody>
					{units.map((entry) => (
						<tr key={entry.unit.code}>
							<th scope="row">{entry.unit.name}</th>
							<td class="number">{entry.count}</td>
							<td class="number">{entry.late}</td>
							<td class="number">{entry.soon}</td>
						</tr>
					))}
				</tbody>
			</table>
		</details>
	);
}

export function OverviewStrip({ items, more, leader }: { items: readonly InboxItem[]; more: boolean; leader: boolean }) {
	const sum = overviewOf(items, useHours(items.map((item) => item.unit.code)));
	const facts = [
		sum.late ? { key: 'late', text: t('overviewLate', sum.late) } : null,
		sum.soon ? { key: 'soon', text: t('overviewSoon', sum.soon) } : null,
		sum.fresh ? { key: 'fresh', text: t('overviewNew', sum.fresh) } : null,
		sum.withdrawals ? { key: 'withdrawal', text: t('overviewWithdrawal', sum.withdrawals) } : null,
		sum.unpaid ? { key: 'unpaid', text: t('overviewFees', sum.unpaid) } : null,
	].filter((fact) => fact !== null);
	if (facts.length === 0 && !leader) return null;
	return (
		<section class="overview" aria-label={t('overview')}>
			<p class="overview__line">
				<span class="soft">
					{t('overview')} ({t('shown', items.length, more).toLowerCase()}):
				</span>{' '}
				{facts.map((fact) => (
					<span key={fact.key} class={`overview__fact overview__fact--${fact.key}`}>
						{fact.text}
					</span>
				))}
			</p>
			{leader && sum.units.length > 1 && <UnitTable units={sum.units} />}
		</section>
	);
}
