// Text on several lines.
import { asLines } from '../../../base/as-typed.ts';
import { inBox } from '../asked.ts';
import { rules as oneLine } from '../text/rules.ts';
import type { Rules } from '../type.ts';

export const rules: Rules = { read: (typed) => asLines(inBox(typed)) || undefined, show: oneLine.show };
