import { pick } from '../../../i18n/index.ts';
import { ts } from '../../../i18n/shared.ts';
import type { FieldText } from '../type.ts';

export const text: FieldText = {
	fault: (fault, label) => (fault.keyword === 'required' ? ts('fieldChoose', label) : ts('wrongChoice')),
	wrong: () => ts('wrongChoice'),
	answer: (answer, field) => {
		const option = field.options?.find((entry) => entry.value === answer);
		return option ? pick(option.label, option.label_en) : String(answer);
	},
};
