import { TextField } from '../../../components/Field.tsx';
import { oneBox } from '../asked.ts';
import type { AskProps, FieldType } from '../type.ts';
import { rules } from './rules.ts';
import { text } from './text.ts';

function Field(props: AskProps) {
	return <TextField {...oneBox(props)} kind="number" inputMode="numeric" />;
}

export const fieldType: FieldType = { Field, rules, text };
