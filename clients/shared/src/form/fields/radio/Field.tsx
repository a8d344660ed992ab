import { RadioField } from '../../../components/Field.tsx';
import { choosing } from '../asked.ts';
import type { AskProps, FieldType } from '../type.ts';
import { rules } from './rules.ts';
import { text } from './text.ts';

function Field(props: AskProps) {
	return <RadioField {...choosing(props)} />;
}

export const fieldType: FieldType = { Field, rules, text };
