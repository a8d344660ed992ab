import { ts } from '../../../i18n/shared.ts';
import type { FieldText } from '../type.ts';

export const text: FieldText = {
	fault: () => ts('mustAgree'),
	wrong: () => ts('mustAgree'),
	answer: (answer) => ts(answer === true ? 'yes' : 'no'),
};
