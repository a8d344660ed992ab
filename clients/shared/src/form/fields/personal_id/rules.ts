import { asPersonalId, asText } from '../../../base/as-typed.ts';
import { inBox } from '../asked.ts';
import { rules as oneLine } from '../text/rules.ts';
import type { Rules } from '../type.ts';

export const rules: Rules = {
	// what is no such number is kept as it is, for the check to say so
	read: (typed) => asPersonalId(inBox(typed)) ?? (asText(inBox(typed)) || undefined),
	show: oneLine.show,
};
