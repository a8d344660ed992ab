import { CheckboxField } from '../../../components/Field.tsx';
import { choosing } from '../asked.ts';
import type { AskProps, FieldType } from '../type.ts';
import { rules } from './rules.ts';
import { text } from './text.ts';

function Field(props: AskProps) {
	const { value, onInput, choices: _, ...rest } = choosing(props);
	return (
		<CheckboxField
			{...rest}
			optional={false}
			checked={value === 'true'}
			onInput={(checked) => onInput(String(checked))}
		/>
	);
}

export const fieldType: FieldType = { Field, rules, text };
