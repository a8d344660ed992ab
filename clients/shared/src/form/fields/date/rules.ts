// A day of the calendar in three boxes. The answer is yyyy-mm-dd.
import { asText } from '../../../base/as-typed.ts';
import { isDate } from '../../schema.ts';
import type { Rules, Typed } from '../type.ts';

export interface DateTyped extends Record<string, string> {
	day: string;
	month: string;
	year: string;
}

const two = (digits: string) => digits.padStart(2, '0');

/** A whole date in one text, as it is pasted: 14/03/1996, 14-3-1996, 1996-03-14, 14031996, ngày 14 tháng 3 năm 1996. */
export function wholeDate(typed: string): DateTyped | null {
	const text = asText(typed).toLowerCase();
	const ours =
		/^(?:ngày )?(\d{1,2})(?: ?[/.-] ?| tháng | )(\d{1,2})(?: ?[/.-] ?| năm | )(\d{4})$/.exec(text) ??
		/^(\d{2})(\d{2})(\d{4})$/.exec(text);
	if (ours) return { day: ours[1]!, month: ours[2]!, year: ours[3]! };
	const iso = /^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})$/.exec(text);
	return iso && { day: iso[3]!, month: iso[2]!, year: iso[1]! };
}

/** The three boxes, whatever was kept of them. */
export function boxesOf(typed: Typed): DateTyped {
	const { day = '', month = '', year = '' } = typeof typed === 'string' ? {} : typed;
	return { day, month, year };
}

export const rules: Rules = {
	read: (typed) => {
		const boxes = boxesOf(typed);
		const filled = Object.values(boxes).filter((box) => asText(box) !== '');
		if (filled.length === 0) return undefined;
		// all of it may stand in one box
		const { day, month, year } = (filled.length === 1 && wholeDate(filled[0]!)) || boxes;
		const iso = `${asText(year)}-${two(asText(month))}-${two(asText(day))}`;
		return isDate(iso) ? iso : null;
	},
	show: (answer) => {
		const [year = '', month = '', day = ''] = typeof answer === 'string' ? answer.split('-') : [];
		return { day: day.replace(/^0/, ''), month: month.replace(/^0/, ''), year };
	},
};
