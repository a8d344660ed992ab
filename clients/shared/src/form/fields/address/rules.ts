// An address: two codes that were chosen, and the rest in words.
import { asText } from '../../../base/as-typed.ts';
import type { Rules } from '../type.ts';

export const PARTS = ['province_code', 'commune_code', 'detail'];

export const rules: Rules = {
	read: (typed) => {
		if (typeof typed === 'string') return undefined;
		const filled = PARTS.map((part): [string, string] => [part, asText(typed[part] ?? '')]).filter(([, text]) => text);
		return filled.length > 0 ? Object.fromEntries(filled) : undefined;
	},
	show: (answer) => (typeof answer === 'object' ? { ...answer } : {}),
};
