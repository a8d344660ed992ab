import { TextField } from '../../../components/Field.tsx';
import { oneBox } from '../asked.ts';
import type { AskProps, FieldType } from '../type.ts';
import { rules } from './rules.ts';
import { text } from './text.ts';

function Field(props: AskProps) {
	return (
		<TextField
			{...oneBox(props)}
			kind="phone"
			type="tel"
			inputMode="tel"
			autocomplete={props.field.autocomplete ?? 'tel'}
		/>
	);
}

export const fieldType: FieldType = { Field, rules, text };
