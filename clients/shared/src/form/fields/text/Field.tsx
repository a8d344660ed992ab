import { TextField } from '../../../components/Field.tsx';
import { oneBox } from '../asked.ts';
import type { AskProps, FieldType } from '../type.ts';
import { rules } from './rules.ts';
import { text } from './text.ts';

function Field(props: AskProps) {
	return <TextField {...oneBox(props)} autocomplete={props.field.autocomplete} />;
}

export const fieldType: FieldType = { Field, rules, text };
