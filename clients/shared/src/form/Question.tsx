// One question of a form, as its type asks it.
import { typeOf } from './fields/index.ts';
import type { FieldError } from './fields/type.ts';
import type { Filling } from './filling.ts';
import { isRequired, type Field } from './model.ts';

export function Question({ filling, field, errors }: { filling: Filling; field: Field; errors: FieldError[] }) {
	const { Field: Asked } = typeOf(field);
	return (
		<Asked
			field={field}
			required={isRequired(filling.form, field, filling.answers.value)}
			typed={filling.box(field)}
			errors={errors}
			onType={(typed) => filling.type(field, typed)}
			onLeave={() => filling.leave(field)}
		/>
	);
}
