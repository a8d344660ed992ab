// One of several. The answer is the option's own value, whatever its type.
import { rules as oneLine } from '../text/rules.ts';
import type { Rules } from '../type.ts';

export const rules: Rules = {
	read: (typed, field) => {
		if (typed === '') return undefined;
		return field.options?.find((option) => String(option.value) === typed)?.value ?? null;
	},
	show: oneLine.show,
};
