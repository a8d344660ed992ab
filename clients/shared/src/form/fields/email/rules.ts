import { asText } from '../../../base/as-typed.ts';
import { inBox } from '../asked.ts';
import { rules as oneLine } from '../text/rules.ts';
import type { Rules } from '../type.ts';

export const rules: Rules = {
	// no address has a blank in it
	read: (typed) => asText(inBox(typed)).replaceAll(' ', '') || undefined,
	show: oneLine.show,
};
