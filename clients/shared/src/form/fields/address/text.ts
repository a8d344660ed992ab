import { ts } from '../../../i18n/shared.ts';
import type { FieldText } from '../type.ts';

export const text: FieldText = {
	fault: (fault, _, part) => {
		if (part === 'province_code') return ts('fieldChoose', ts('province').toLowerCase());
		if (part === 'commune_code') return ts('fieldChoose', ts('commune').toLowerCase());
		return part === 'detail' && fault.keyword !== 'maxLength'
			? ts('fieldMissing', ts('addressDetail').toLowerCase())
			: undefined;
	},
	wrong: () => ts('wrongFormat'),
	answer: (answer) => (typeof answer === 'object' ? (answer.detail ?? '') : String(answer)),
};
