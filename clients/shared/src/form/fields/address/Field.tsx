import { asked } from '../asked.ts';
import type { AskProps, FieldType } from '../type.ts';
import { AddressBoxes } from './AddressBoxes.tsx';
import { AddressText } from './AddressText.tsx';
import { PARTS, rules } from './rules.ts';
import { text } from './text.ts';

function Field(props: AskProps) {
	const { required: _, error: __, ...rest } = asked(props);
	return (
		<AddressBoxes
			{...rest}
			value={typeof props.typed === 'object' ? props.typed : {}}
			errors={Object.fromEntries(props.errors.map((error) => [error.part, error.message]))}
			onInput={(typed) => props.onType(typed as Record<string, string>)}
			onLeave={props.onLeave}
		/>
	);
}

export const fieldType: FieldType = {
	Field,
	rules,
	text,
	parts: PARTS,
	Shown: ({ answer }) => (typeof answer === 'object' ? <AddressText value={answer} /> : null),
};
