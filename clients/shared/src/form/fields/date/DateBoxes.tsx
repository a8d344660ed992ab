// A date in three boxes: nobody has to find 1952 in a calendar. A whole date that is pasted into one of them fills all.
import { ts } from '../../../i18n/shared.ts';
import { describedBy, fieldId, FieldNotes, Label, leaving, type FieldProps } from '../../../components/Field.tsx';
import type { Typed } from '../type.ts';
import { boxesOf, wholeDate, type DateTyped } from './rules.ts';

interface Props extends FieldProps {
	typed: Typed;
	onInput: (typed: DateTyped) => void;
	onLeave: () => void;
	birthday?: boolean;
}

const BOXES = [
	{ part: 'day', fill: 'bday-day' },
	{ part: 'month', fill: 'bday-month' },
	{ part: 'year', fill: 'bday-year' },
] as const;

export function DateBoxes(props: Props) {
	const id = fieldId(props.name);
	const boxes = boxesOf(props.typed);
	const hint = props.hint ? `${props.hint} ${ts('dateExample')}` : ts('dateExample');
	const paste = (event: ClipboardEvent) => {
		const whole = wholeDate(event.clipboardData?.getData('text') ?? '');
		if (!whole) return;
		event.preventDefault();
		props.onInput(whole);
	};
	return (
		<fieldset
			class={props.error ? 'field field--wrong' : 'field'}
			aria-describedby={describedBy(id, hint, props.error)}
			onFocusOut={leaving(props.onLeave)}
		>
			<legend class="field__label">
				<Label label={props.label} optional={props.optional} />
			</legend>
			<FieldNotes id={id} hint={hint} error={props.error} />
			<div class="date">
				{BOXES.map(({ part, fill }, i) => (
					<label key={part} class={part === 'year' ? 'date__part date__part--year' : 'date__part'}>
						{ts(part)}
						<input
							class="input"
							id={i === 0 ? id : `${id}-${i}`}
							inputMode="numeric"
							autocomplete={(props.birthday ? fill : 'off') as AutoFill}
							value={boxes[part]}
							aria-invalid={props.error ? 'true' : undefined}
							onPaste={paste}
							onInput={(event) =>
								props.onInput({ ...boxes, [part]: event.currentTarget.value })
							}
						/>
					</label>
				))}
			</div>
		</fieldset>
	);
}
