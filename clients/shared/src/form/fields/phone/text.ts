import { formatPhone } from '../../../i18n/format.ts';
import { ts } from '../../../i18n/shared.ts';
import type { FieldText } from '../type.ts';

export const text: FieldText = {
	fault: (fault) => (fault.keyword === 'required' ? undefined : ts('wrongPhone')),
	wrong: () => ts('wrongPhone'),
	answer: (answer) => formatPhone(String(answer)),
};
