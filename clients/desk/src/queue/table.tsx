// The table. On a narrow screen each row becomes a card; the markup stays one table.
import type { InboxItem, PaymentState, WorkingTime } from '@motcua/shared/api/types.ts';
import { StateTag } from '@motcua/shared/components/StateTag.tsx';
import { useHours } from '@motcua/shared/components/working-time.ts';
import { formatClock, formatDate, formatMoney } from '@motcua/shared/i18n/format.ts';
import { feeStateName, feeSum } from '@motcua/shared/words/fees.ts';
import { promisedDate } from '@motcua/shared/words/promised.ts';
import { isOpen } from '@motcua/shared/words/states.ts';
import { Link, navigate } from '@motcua/shared/router/place.tsx';
import { DueTag } from '../due-tag.tsx';
import { t } from '../messages.ts';
import { to } from '../to.ts';

/** The links of the rows, in order; the keyboard goes from one to the next. */
export const rowLinks = (): HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>('.rows .row__link')];

function FeeCell({ payment }: { payment: PaymentState | undefined }) {
	if (!payment || payment.state === 'none') return <span class="soft">{feeStateName('none')}</span>;
	return (
		<>
			<span class="row__line">{feeStateName(payment.state)}</span>{' '}
			<span class="row__line">{formatMoney(feeSum(payment))}</span>
		</>
	);
}

function Row({ item, hours, opens }: { item: InboxItem; hours: WorkingTime | undefined; opens: boolean }) {
	const path = to.dossier(item.id);
	return (
		<tr
			class={`row${item.overdue ? ' row--late' : ''}${opens ? '' : ' row--shut'}`}
			onClick={(event) => {
				// the whole row leads to the dossier, but marking text in it must not
				if (!opens || (event.target as Element).closest('a') || getSelection()?.toString()) return;
				navigate(path);
			}}
		>
			<td class="row__due" data-label={t('due')}>
				<DueTag
					at={item.step_due_at}
					hours={hours}
					stands={item.clock_stands}
					quiet={!isOpen(item.state)}
				/>
				{isOpen(item.state) && item.due_at && (
					<span class="row__promise">{t('promised', promisedDate(item.due_at, item.due_estimated))}</span>
				)}
			</td>
			<th class="row__code" scope="row">
				{opens ? (
					<Link to={path} class="row__link code">
						{item.code}
					</Link>
				) : (
					<span class="code">{item.code}</span>
				)}
			</th>
			<td class="row__applicant" data-label={t('applicant')}>
				{item.applicant_name}
				{item.withdrawal_requested && <span class="flag">⚑ {t('withdrawalFlag')}</span>}
			</td>
			<td class="row__procedure" data-label={t('procedure')}>
				{item.procedure.title}
				{!item.passed_on && <span class="row__unit">{item.unit.name}</span>}
			</td>
			<td class="row__state" data-label={t('state')}>
				<StateTag state={item.state} ended={item.ended_why} />
				{item.alerted_at && <span class="flag">⚑ {t('alertedFlag')}</span>}
			</td>
			<td class="row__holder" data-label={t('holder')}>
				{item.passed_on && <span class="flag">⇢ {t('passedOnFlag')}</span>}
				{item.passed_on ? item.unit.name : (item.holder_name ?? <span class="soft">{t('nobody')}</span>)}
			</td>
			<td class="row__fee" data-label={t('fee')}>
				<FeeCell payment={item.payment} />
			</td>
			<td class="row__time" data-label={t('submitted')}>
				<time dateTime={item.submitted_at}>
					<span class="row__line">{formatDate(item.submitted_at)}</span>{' '}
					<span class="row__line soft">{formatClock(item.submitted_at)}</span>
				</time>
			</td>
		</tr>
	);
}

/** opens: whether rows lead to their dossiers. */
export function QueueTable({ items, opens }: { items: InboxItem[]; opens: boolean }) {
	const hours = useHours(items.map((item) => item.unit.code));
	return (
		<table class="rows">
			<thead>
				<tr>
					<th scope="col">{t('due')}</th>
					<th scope="col">{t('code')}</th>
					<th scope="col">{t('applicant')}</th>
					<th scope="col">{t('procedure')}</th>
					<th scope="col">{t('state')}</th>
					<th scope="col">{t('holder')}</th>
					<th scope="col">{t('fee')}</th>
					<th scope="col">{t('submitted')}</th>
				</tr>
			</thead>
			<tbody>
				{items.map((item) => (
					<Row key={item.id} item={item} hours={hours.get(item.unit.code)} opens={opens} />
				))}
			</tbody>
		</table>
	);
}
