import { TextField } from '../../../components/Field.tsx';
import { oneBox } from '../asked.ts';
import type { AskProps, FieldType } from '../type.ts';
import { rules } from './rules.ts';
import { text as words } from './text.ts';

function Field(props: AskProps) {
	return <TextField {...oneBox(props)} autocomplete={props.field.autocomplete} />;
}

export const text: FieldType = { Field, rules, text: words };
