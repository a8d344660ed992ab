// How urgent a deadline is, as a word and a shape: "Còn 2 ngày", "Quá hạn 1 ngày". Colour alone would say nothing.
import { serverNow } from '../base/clock.ts';
import { today } from '../i18n/format.ts';
import { catalogue } from '../i18n/index.ts';

export type DueShape = 'late' | 'soon' | 'fine' | 'none';

export interface Due {
	shape: DueShape;
	text: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const words = catalogue(
	{
		none: 'Không có hạn',
		left: (amount: number, unit: 'day' | 'hour' | 'minute') =>
			`Còn ${amount} ${{ day: 'ngày', hour: 'giờ', minute: 'phút' }[unit]}`,
		late: (amount: number, unit: 'day' | 'hour' | 'minute') =>
			`Quá hạn ${amount} ${{ day: 'ngày', hour: 'giờ', minute: 'phút' }[unit]}`,
	},
	{
		none: 'No due date',
		left: (amount, unit) => `${amount} ${unit}${amount === 1 ? '' : 's'} left`,
		late: (amount, unit) => `${amount} ${unit}${amount === 1 ? '' : 's'} late`,
	},
);

/** Days on the calendar of Việt Nam between two moments, whatever the hour. */
function calendarDays(from: Date, to: Date): number {
	return Math.round((Date.parse(`${today(to)}T00:00:00Z`) - Date.parse(`${today(from)}T00:00:00Z`)) / DAY);
}

function span(length: number): [number, 'day' | 'hour' | 'minute'] {
	if (length >= DAY) return [Math.floor(length / DAY), 'day'];
	if (length >= HOUR) return [Math.floor(length / HOUR), 'hour'];
	return [Math.max(1, Math.floor(length / MINUTE)), 'minute'];
}

/** at: when it is due (RFC 3339), or nothing when it has no due date. Soon means within a day. */
export function dueOf(at: string | null | undefined, now: Date = serverNow()): Due {
	const due = at ? new Date(at) : null;
	if (!due || Number.isNaN(due.getTime())) return { shape: 'none', text: words('none') };
	const rest = due.getTime() - now.getTime();
	if (rest < 0) return { shape: 'late', text: words('late', ...span(-rest)) };
	if (rest < DAY) return { shape: 'soon', text: words('left', ...span(rest)) };
	return { shape: 'fine', text: words('left', Math.max(1, calendarDays(now, due)), 'day') };
}
