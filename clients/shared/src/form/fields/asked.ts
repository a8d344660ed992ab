// What every question hands on to its boxes.
import type { FieldProps } from '../../components/Field.tsx';
import { pick } from '../../i18n/index.ts';
import { labelOf } from '../model.ts';
import type { AskProps, Typed } from './type.ts';

export function asked({ field, required, errors }: AskProps): FieldProps & { required: boolean } {
	return {
		name: field.name,
		label: labelOf(field),
		hint: field.hint ? pick(field.hint, field.hint_en) : undefined,
		error: errors.find((error) => error.part === '')?.message,
		optional: !required,
		required,
	};
}

/** For a question with one box: the box, and what goes on in it. */
export function oneBox(props: AskProps) {
	return { ...asked(props), value: inBox(props.typed), onInput: props.onType, onBlur: props.onLeave };
}

/** For a question with choices: what is chosen is read at once. */
export function choosing(props: AskProps) {
	const { required: _, ...rest } = asked(props);
	const onInput = (choice: string) => {
		props.onType(choice);
		props.onLeave();
	};
	const choices = (props.field.options ?? []).map((option) => ({
		value: String(option.value),
		label: pick(option.label, option.label_en),
	}));
	return { ...rest, value: inBox(props.typed), choices, onInput };
}

export const inBox = (typed: Typed): string => (typeof typed === 'string' ? typed : '');
