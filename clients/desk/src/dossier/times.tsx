// What was promised and whether it was kept, and to whom the working time was booked, to the minute.
import type { DossierTimes } from '@motcua/shared/api/types.ts';
import { formatTime } from '@motcua/shared/i18n/format.ts';
import { pick } from '@motcua/shared/i18n/index.ts';
import { promiseEnds } from '@motcua/shared/vocabulary/promise-ends.ts';
import { promiseKinds } from '@motcua/shared/vocabulary/promise-kinds.ts';
import { timeCauses } from '@motcua/shared/vocabulary/time-causes.ts';
import { partnerName as nameOf } from '@motcua/shared/words/partners.ts';
import { t } from '../messages.ts';

type PromiseMade = DossierTimes['promises'][number];

const spent = (minutes: number) => t('timeSpent', Math.floor(minutes / 60), minutes % 60);

function ended(promise: PromiseMade): string {
	if (!promise.ended_why) return t('promiseOpen');
	const { vi, en } = promiseEnds[promise.ended_why];
	if (promise.ended_why !== 'kept') return pick(vi, en);
	return promise.late_minutes ? t('promiseLate', spent(promise.late_minutes)) : t('promiseInTime');
}

/** The minutes of each cause and unit, or partner, in the order in which they came. */
export function bookedOf(entries: DossierTimes['entries']): { name: string; unit: string; minutes: number }[] {
	const sums = new Map<string, { name: string; unit: string; minutes: number }>();
	for (const { cause, unit, partner, minutes } of entries) {
		const whose = cause === 'partner' && partner ? { code: partner.code, name: nameOf(partner) } : unit;
		const key = `${cause} ${whose.code}`;
		const sum = sums.get(key) ?? { name: pick(timeCauses[cause].vi, timeCauses[cause].en), unit: whose.name, minutes: 0 };
		sum.minutes += minutes;
		sums.set(key, sum);
	}
	return [...sums.values()];
}

export function Times({ times }: { times: DossierTimes }) {
	return (
		<>
			<dl>
				{times.promises.map((promise) => (
					<div class="fact" key={`${promise.kind} ${promise.made_at} ${promise.due_at}`}>
						<dt>
							{pick(promiseKinds[promise.kind].vi, promiseKinds[promise.kind].en)}
							{promise.partner && <span class="fact__more">{nameOf(promise.partner)}</span>}
						</dt>
						<dd>
							{formatTime(promise.due_at)}
							<span class="fact__more">{ended(promise)}</span>
						</dd>
					</div>
				))}
			</dl>
			{times.entries.length > 0 && (
				<table class="money">
					<caption class="small">{t('timeBooked')}</caption>
					<tbody>
						{bookedOf(times.entries).map(({ name, unit, minutes }) => (
							<tr key={`${name} ${unit}`}>
								<th scope="row">
									{name}
									<span class="fact__more">{unit}</span>
								</th>
								<td class="number nowrap">{spent(minutes)}</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
		</>
	);
}
