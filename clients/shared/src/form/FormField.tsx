// One question of a form, by its widget.
import { AddressField } from './fields/address/Field.tsx';
import { DateField } from './fields/date/Field.tsx';
import { CheckboxField, RadioField, SelectField, TextAreaField, TextField } from '../components/Field.tsx';
import { pick } from '../i18n/index.ts';
import type { FieldError } from './check.ts';
import { labelOf, type Address, type Answer, type Field } from './model.ts';
import type { Schema } from './schema.ts';

interface Props {
	field: Field;
	/** The property's schema, for lengths. */
	schema: Schema | undefined;
	required: boolean;
	value: Answer | undefined;
	errors: FieldError[];
	onChange: (value: Answer | undefined) => void;
}

const text = (value: Answer | undefined): string => (value === undefined || typeof value === 'object' ? '' : String(value));

function maxLength(schema: Schema | undefined): number | undefined {
	const limit = typeof schema === 'object' ? schema['maxLength'] : undefined;
	return typeof limit === 'number' ? limit : undefined;
}

/** "2" is a number, "hai" stays what it is, so that the check can say what is wrong with it. */
function numberOf(typed: string): Answer | undefined {
	const digits = typed.trim();
	if (digits === '') return undefined;
	return /^-?\d{1,12}$/.test(digits) ? Number(digits) : typed;
}

export function FormField({ field, schema, required, value, errors, onChange }: Props) {
	const whole = errors.find((error) => error.part === '')?.message;
	const common = {
		name: field.name,
		label: labelOf(field),
		hint: field.hint ? pick(field.hint, field.hint_en) : undefined,
		error: whole,
		optional: !required && field.widget !== 'checkbox',
	};
	const choices = (field.options ?? []).map((option) => ({ value: option.value, label: pick(option.label, option.label_en) }));
	switch (field.widget) {
		case 'address':
			return (
				<AddressField
					{...common}
					value={typeof value === 'object' ? value : {}}
					errors={Object.fromEntries(errors.map((error) => [error.part, error.message]))}
					onInput={(address: Partial<Address>) => onChange(address)}
				/>
			);
		case 'date':
			return <DateField {...common} value={text(value)} birthday={field.autocomplete === 'bday'} onInput={(date) => onChange(date || undefined)} />;
		case 'radio':
			return <RadioField {...common} value={text(value)} choices={choices} onInput={onChange} />;
		case 'select':
			return <SelectField {...common} value={text(value)} choices={choices} onInput={(choice) => onChange(choice || undefined)} />;
		case 'checkbox':
			return <CheckboxField {...common} checked={value === true} onInput={onChange} />;
		case 'textarea':
			return <TextAreaField {...common} value={text(value)} maxLength={maxLength(schema)} onInput={(typed) => onChange(typed || undefined)} />;
		case 'number':
			return <TextField {...common} kind="number" inputMode="numeric" required={required} value={text(value)} maxLength={13} onInput={(typed) => onChange(numberOf(typed))} />;
		case 'phone':
			return (
				<TextField
					{...common} kind="phone" type="tel" inputMode="tel" autocomplete={field.autocomplete ?? 'tel'} required={required}
					value={text(value)} maxLength={20} onInput={(typed) => onChange(typed.replace(/[\s.()-]/g, '').replace(/^\+84/, '0') || undefined)}
				/>
			);
		case 'personal_id':
			return (
				<TextField
					{...common} kind="personal_id" inputMode="numeric" autocomplete={field.autocomplete} required={required}
					value={text(value)} maxLength={16} onInput={(typed) => onChange(typed.replace(/[\s.-]/g, '') || undefined)}
				/>
			);
		case 'email':
			return (
				<TextField
					{...common} kind="email" type="email" inputMode="email" autocomplete={field.autocomplete ?? 'email'} required={required}
					value={text(value)} maxLength={maxLength(schema)} onInput={(typed) => onChange(typed.trim() || undefined)}
				/>
			);
		case 'text':
			return (
				<TextField
					{...common} autocomplete={field.autocomplete} required={required} value={text(value)} maxLength={maxLength(schema)}
					onInput={(typed) => onChange(typed || undefined)}
				/>
			);
	}
}
