import { formatDate } from '../../../i18n/format.ts';
import { ts } from '../../../i18n/shared.ts';
import type { FieldText } from '../type.ts';

export const text: FieldText = { wrong: () => ts('wrongDate'), answer: (answer) => formatDate(String(answer)) };
