import { asPhone, asText } from '../../../base/as-typed.ts';
import { formatPhone } from '../../../i18n/format.ts';
import { inBox } from '../asked.ts';
import type { Rules } from '../type.ts';

export const rules: Rules = {
	// what is no phone number is kept as it is, for the check to say so
	read: (typed) => asPhone(inBox(typed)) ?? (asText(inBox(typed)) || undefined),
	show: (answer) => (typeof answer === 'string' ? formatPhone(answer) : ''),
};
