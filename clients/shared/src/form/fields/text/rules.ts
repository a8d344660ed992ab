// One line of text. Where the form wants a certain way of writing, other usual ways are read as that one.
import { asDecimal, asText } from '../../../base/as-typed.ts';
import type { Schema } from '../../schema.ts';
import { inBox } from '../asked.ts';
import type { Rules } from '../type.ts';

/** The ways in which a text may have been meant, the plainest first. */
const READINGS: ((text: string) => string | null)[] = [
	(text) => text,
	asDecimal,
	(text) => text.toUpperCase(),
	(text) => text.replace(/[ .-]/g, ''),
	(text) => text.replace(/[ .-]/g, '').toUpperCase(),
	// 8h30, 8:30, 8 giờ 30
	(text) =>
		text.replace(
			/^(\d{1,2}) ?(?:[:.hg]|giờ) ?(\d{1,2})(?: ?(?:ph|p|phút))?$/iu,
			(_, hour: string, minute: string) => `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`,
		),
];

/** The first reading that fits what the form wants; when none does, the text as it is, for the check to say so. */
function fitting(text: string, schema: Schema | undefined): string {
	const pattern = typeof schema === 'object' ? schema['pattern'] : undefined;
	if (typeof pattern !== 'string') return text;
	const fits = new RegExp(pattern, 'u');
	for (const read of READINGS) {
		const found = read(text);
		if (found !== null && fits.test(found)) return found;
	}
	return text;
}

export const rules: Rules = {
	read: (typed, _, schema) => fitting(asText(inBox(typed)), schema) || undefined,
	show: (answer) => (answer === undefined || typeof answer === 'object' ? '' : String(answer)),
};
