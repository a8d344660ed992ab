import { ts } from '../../../i18n/shared.ts';
import type { FieldText } from '../type.ts';
import { rules } from './rules.ts';

export const text: FieldText = { wrong: () => ts('wrongNumber'), answer: (answer) => String(rules.show(answer)) };
