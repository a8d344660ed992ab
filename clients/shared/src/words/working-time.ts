// How much working time lies between two moments, by the hours of a unit as the service gives them. Which days are worked, and
// when, is the service's to say; here minutes are only added up.
import type { WorkingTime } from '../api/types.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const VIETNAM = 7 * 60 * MINUTE;

/** Working minutes from one moment to a later one; null where the hours given do not reach. */
export function workingMinutes(time: WorkingTime, from: Date, to: Date): number | null {
	const first = Date.parse(`${time.from}T00:00:00Z`) - VIETNAM;
	const at = Math.floor((from.getTime() - first) / DAY);
	const last = Math.floor((to.getTime() - first) / DAY);
	if (at < 0 || last >= time.days.length) return null;
	let sum = 0;
	for (let day = at; day <= last; day++) {
		const midnight = first + day * DAY;
		for (const [start, end] of time.hours[Number(time.days[day])]!) {
			const begin = Math.max(from.getTime(), midnight + start! * MINUTE);
			sum += Math.max(0, Math.min(to.getTime(), midnight + end! * MINUTE) - begin);
		}
	}
	return Math.floor(sum / MINUTE);
}
