import { ts } from '../../../i18n/shared.ts';
import type { FieldText } from '../type.ts';

export const text: FieldText = { wrong: () => ts('wrongEmail'), answer: String };
