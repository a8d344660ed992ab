// An answer as a person reads it.
import { ts } from '../i18n/shared.ts';
import { AddressText } from './fields/address/AddressText.tsx';
import { typeOf } from './fields/index.ts';
import type { Answer, Field } from './model.ts';

/** field: null for an answer that the form does not ask any more. */
export function AnswerText({ field, answer }: { field: Field | null; answer: Answer | undefined }) {
	if (answer === undefined || answer === '') return <span class="soft">{ts('notAnswered')}</span>;
	if (!field) {
		if (typeof answer === 'object') return <AddressText value={answer} />;
		return <>{typeof answer === 'boolean' ? ts(answer ? 'yes' : 'no') : String(answer)}</>;
	}
	const { Shown, text } = typeOf(field);
	return Shown ? <Shown answer={answer} /> : <>{text.answer(answer, field)}</>;
}
