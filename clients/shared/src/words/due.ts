// How urgent a deadline is, as a word and a shape: "Còn 3 ngày làm việc", "Quá hạn 2 giờ làm việc". Nights, noons and days off
// do not count. Colour alone would say nothing.
import type { WorkingTime } from '../api/types.ts';
import { serverNow } from '../base/clock.ts';
import { formatTime } from '../i18n/format.ts';
import { catalogue } from '../i18n/index.ts';
import { spanText } from './spans.ts';
import { workingMinutes } from './working-time.ts';

export type DueShape = 'late' | 'soon' | 'fine' | 'none';

export interface Due {
	shape: DueShape;
	text: string;
}

const words = catalogue(
	{
		none: 'Không có hạn',
		stands: 'Đang chờ, thời hạn tạm dừng',
		minutes: (amount: number) => `${amount} phút làm việc`,
		left: (span: string) => `Còn ${span}`,
		late: (span: string) => `Quá hạn ${span}`,
		until: (time: string) => `Hạn ${time}`,
		since: (time: string) => `Quá hạn từ ${time}`,
	},
	{
		none: 'No due date',
		stands: 'Waiting; the time limit does not run',
		minutes: (amount) => `${amount} working minute${amount === 1 ? '' : 's'}`,
		left: (span) => `${span} left`,
		late: (span) => `${span} late`,
		until: (time) => `Due ${time}`,
		since: (time) => `Late since ${time}`,
	},
);

function span(minutes: number, day: number): string {
	if (minutes >= day) return spanText(Math.floor(minutes / day), 'working_day');
	if (minutes >= 60) return spanText(Math.floor(minutes / 60), 'working_hour');
	return words('minutes', Math.max(1, minutes));
}

/**
 * at: when it is due (RFC 3339), or nothing when it has no due date. hours: of the unit that works on it; without them the
 * moment itself is said. Soon means within a working day.
 */
export function dueOf(at: string | null | undefined, hours: WorkingTime | undefined, now: Date = serverNow()): Due {
	const due = at ? new Date(at) : null;
	if (!due || Number.isNaN(due.getTime())) return { shape: 'none', text: words('none') };
	const late = due < now;
	const minutes = hours ? workingMinutes(hours, late ? due : now, late ? now : due) : null;
	if (!hours || minutes === null) {
		return { shape: late ? 'late' : 'fine', text: words(late ? 'since' : 'until', formatTime(at!)) };
	}
	const text = words(late ? 'late' : 'left', span(minutes, hours.day_minutes));
	return { shape: late ? 'late' : minutes < hours.day_minutes ? 'soon' : 'fine', text };
}

/** While the time limit does not run nobody is late. */
export const standing = (): Due => ({ shape: 'none', text: words('stands') });
