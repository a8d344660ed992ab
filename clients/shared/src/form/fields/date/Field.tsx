import { asked } from '../asked.ts';
import type { AskProps, FieldType } from '../type.ts';
import { DateBoxes } from './DateBoxes.tsx';
import { rules } from './rules.ts';
import { text } from './text.ts';

function Field(props: AskProps) {
	const { required: _, ...rest } = asked(props);
	return (
		<DateBoxes
			{...rest}
			typed={props.typed}
			birthday={props.field.autocomplete === 'bday'}
			onInput={props.onType}
			onLeave={props.onLeave}
		/>
	);
}

export const fieldType: FieldType = { Field, rules, text };
