// A whole number: a count, or an amount in đồng.
import { asNumber, asText } from '../../../base/as-typed.ts';
import { formatNumber } from '../../../i18n/format.ts';
import { inBox } from '../asked.ts';
import type { Rules } from '../type.ts';

/** Below it groups would make a year look odd. */
const GROUPED = 10_000;

export const rules: Rules = {
	read: (typed) => {
		if (asText(inBox(typed)) === '') return undefined;
		const digits = asNumber(inBox(typed));
		return digits !== null && Number.isSafeInteger(Number(digits)) ? Number(digits) : null;
	},
	show: (answer) => {
		if (typeof answer !== 'number') return answer === undefined ? '' : String(answer);
		return Math.abs(answer) < GROUPED ? String(answer) : formatNumber(answer);
	},
};
