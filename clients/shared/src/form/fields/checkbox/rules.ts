// Ticked or not.
import { rules as oneLine } from '../text/rules.ts';
import type { Rules } from '../type.ts';

export const rules: Rules = { read: (typed) => (typed === '' ? undefined : typed === 'true'), show: oneLine.show };
