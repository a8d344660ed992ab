// A date in three boxes: nobody has to find 1952 in a calendar. The value is yyyy-mm-dd, or whatever was typed so far in
// that order, which no check takes for a date.
import { useState } from 'preact/hooks';
import { ts } from '../../../i18n/shared.ts';
import { describedBy, fieldId, FieldNotes, Label, type FieldProps } from '../../../components/Field.tsx';

interface Props extends FieldProps {
	value: string;
	onInput: (value: string) => void;
	birthday?: boolean;
}

function parts(value: string): [string, string, string] {
	const [year = '', month = '', day = ''] = value.split('-');
	return [day.replace(/^0+(?=.)/, ''), month.replace(/^0+(?=.)/, ''), year];
}

const join = (day: string, month: string, year: string) =>
	day || month || year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : '';

export function DateField(props: Props) {
	const id = fieldId(props.name);
	const [typed, setTyped] = useState(() => parts(props.value));
	// another value came from outside (a prefill, another tab): show that
	const current = join(...typed) === props.value ? typed : parts(props.value);
	const change = (index: number, text: string) => {
		const next = [...current] as [string, string, string];
		next[index] = text.replace(/\D/g, '');
		setTyped(next);
		props.onInput(join(...next));
	};
	const box = (index: 0 | 1 | 2, label: string, length: number, fill: string) => (
		<label class={index === 2 ? 'date__part date__part--year' : 'date__part'}>
			{label}
			<input
				class="input"
				id={index === 0 ? id : `${id}-${index}`}
				inputMode="numeric"
				autocomplete={(props.birthday ? fill : 'off') as AutoFill}
				maxLength={length}
				value={current[index]}
				aria-invalid={props.error ? 'true' : undefined}
				onInput={(event) => change(index, event.currentTarget.value)}
			/>
		</label>
	);
	const hint = props.hint ? `${props.hint} ${ts('dateExample')}` : ts('dateExample');
	return (
		<fieldset class={props.error ? 'field field--wrong' : 'field'} aria-describedby={describedBy(id, hint, props.error)}>
			<legend class="field__label">
				<Label label={props.label} optional={props.optional} />
			</legend>
			<FieldNotes id={id} hint={hint} error={props.error} />
			<div class="date">
				{box(0, ts('day'), 2, 'bday-day')}
				{box(1, ts('month'), 2, 'bday-month')}
				{box(2, ts('year'), 4, 'bday-year')}
			</div>
		</fieldset>
	);
}
