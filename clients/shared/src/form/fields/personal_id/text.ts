import { ts } from '../../../i18n/shared.ts';
import type { FieldText } from '../type.ts';

export const text: FieldText = {
	fault: (fault) => (fault.keyword === 'required' ? undefined : ts('wrongPersonalId')),
	wrong: () => ts('wrongPersonalId'),
	answer: String,
};
