// Fields: label, hint, error and input, tied together for assistive technology. The id is `f-` and the name, so that an
// error summary can lead there.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { ts } from '../i18n/shared.ts';

export interface FieldProps {
	name: string;
	label: string;
	hint?: string | undefined;
	error?: string | undefined;
	optional?: boolean | undefined;
	required?: boolean | undefined;
}

export const fieldId = (name: string, part = '') => `f-${name}${part ? `-${part}` : ''}`;

/** For a group of boxes: tells that the focus has left all of them. */
export function leaving(onLeave: (() => void) | undefined): (event: FocusEvent) => void {
	return (event) => {
		const group = event.currentTarget as HTMLElement;
		if (!(event.relatedTarget instanceof Node && group.contains(event.relatedTarget))) onLeave?.();
	};
}

/** The ids of hint and error, for aria-describedby. */
export function describedBy(id: string, hint: unknown, error: unknown): string | undefined {
	const ids = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
	return ids || undefined;
}

export function FieldNotes({ id, hint, error }: { id: string; hint?: string | undefined; error?: string | undefined }) {
	return (
		<>
			{hint && (
				<p class="field__hint" id={`${id}-hint`}>
					{hint}
				</p>
			)}
			{error && (
				<p class="field__error" id={`${id}-error`}>
					{error}
				</p>
			)}
		</>
	);
}

/** Labels that already say it in their own words. */
const SAYS_SO = /\(.*(nếu có|không bắt buộc|if any|optional).*\)/i;

export function Label({ label, optional }: { label: string; optional?: boolean | undefined }) {
	return (
		<>
			{label}
			{optional && !SAYS_SO.test(label) && <span class="soft"> ({ts('optional')})</span>}
		</>
	);
}

/** Preact's types want the type of an input to be one known word; ours are all kinds of text box. */
const asText = (type: string | undefined) => (type ?? 'text') as 'text';

const wrong = (error: string | undefined) => (error ? 'field field--wrong' : 'field');

interface TextProps extends FieldProps {
	value: string;
	onInput: (value: string) => void;
	onBlur?: () => void;
	type?: 'text' | 'email' | 'tel' | 'search';
	kind?: 'text' | 'number' | 'phone' | 'personal_id' | 'email';
	inputMode?: 'text' | 'numeric' | 'tel' | 'email' | 'search';
	autocomplete?: string | undefined;
	spellcheck?: boolean;
}

export function TextField(props: TextProps) {
	const id = fieldId(props.name);
	return (
		<div class={wrong(props.error)}>
			<label class="field__label" for={id}>
				<Label label={props.label} optional={props.optional} />
			</label>
			<FieldNotes id={id} hint={props.hint} error={props.error} />
			<input
				class={props.kind ? `input input--${props.kind}` : 'input'}
				id={id}
				name={props.name}
				type={asText(props.type)}
				inputMode={props.inputMode}
				autocomplete={(props.autocomplete ?? 'off') as AutoFill}
				spellcheck={props.spellcheck ?? false}
				autocapitalize={props.type === 'email' ? 'none' : undefined}
				value={props.value}
				aria-invalid={props.error ? 'true' : undefined}
				aria-required={props.required ? 'true' : undefined}
				aria-describedby={describedBy(id, props.hint, props.error)}
				onInput={(event) => props.onInput(event.currentTarget.value)}
				onBlur={props.onBlur}
			/>
		</div>
	);
}

export function PasswordField(props: FieldProps & { value: string; onInput: (value: string) => void; autocomplete: string }) {
	const id = fieldId(props.name);
	const [shown, setShown] = useState(false);
	return (
		<div class={wrong(props.error)}>
			<label class="field__label" for={id}>
				{props.label}
			</label>
			<FieldNotes id={id} hint={props.hint} error={props.error} />
			<div class="field__with-button">
				<input
					class="input"
					id={id}
					name={props.name}
					type={asText(shown ? 'text' : 'password')}
					autocomplete={props.autocomplete as AutoFill}
					autocapitalize="none"
					spellcheck={false}
					value={props.value}
					aria-invalid={props.error ? 'true' : undefined}
					aria-describedby={describedBy(id, props.hint, props.error)}
					onInput={(event) => props.onInput(event.currentTarget.value)}
				/>
				<button
					type="button"
					class="button button--quiet nowrap"
					aria-controls={id}
					onClick={() => setShown(!shown)}
				>
					{shown ? ts('hidePassword') : ts('showPassword')}
				</button>
			</div>
		</div>
	);
}

export function TextAreaField(
	props: FieldProps & { value: string; onInput: (value: string) => void; onBlur?: () => void; rows?: number },
) {
	const id = fieldId(props.name);
	return (
		<div class={wrong(props.error)}>
			<label class="field__label" for={id}>
				<Label label={props.label} optional={props.optional} />
			</label>
			<FieldNotes id={id} hint={props.hint} error={props.error} />
			<textarea
				class="input"
				id={id}
				name={props.name}
				rows={props.rows ?? 4}
				aria-required={props.required ? 'true' : undefined}
				onBlur={props.onBlur}
				value={props.value}
				aria-invalid={props.error ? 'true' : undefined}
				aria-describedby={describedBy(id, props.hint, props.error)}
				onInput={(event) => props.onInput(event.currentTarget.value)}
			/>
		</div>
	);
}

export interface Choice {
	value: string;
	label: string;
	note?: ComponentChildren;
}

export function SelectField(
	props: FieldProps & {
		value: string;
		choices: Choice[];
		onInput: (value: string) => void;
		placeholder?: string;
		autocomplete?: string;
	},
) {
	const id = fieldId(props.name);
	return (
		<div class={wrong(props.error)}>
			<label class="field__label" for={id}>
				<Label label={props.label} optional={props.optional} />
			</label>
			<FieldNotes id={id} hint={props.hint} error={props.error} />
			<select
				class="input"
				id={id}
				name={props.name}
				value={props.value}
				aria-invalid={props.error ? 'true' : undefined}
				aria-describedby={describedBy(id, props.hint, props.error)}
				onChange={(event) => props.onInput(event.currentTarget.value)}
			>
				<option value="">{props.placeholder ?? ts('chooseOne')}</option>
				{props.choices.map((choice) => (
					<option key={choice.value} value={choice.value} selected={choice.value === props.value}>
						{choice.label}
					</option>
				))}
			</select>
		</div>
	);
}

export function RadioField(props: FieldProps & { value: string; choices: Choice[]; onInput: (value: string) => void }) {
	const id = fieldId(props.name);
	return (
		<fieldset class={wrong(props.error)} aria-describedby={describedBy(id, props.hint, props.error)}>
			<legend class="field__label">
				<Label label={props.label} optional={props.optional} />
			</legend>
			<FieldNotes id={id} hint={props.hint} error={props.error} />
			{props.choices.map((choice, i) => (
				<label class="choice" key={choice.value}>
					<input
						type="radio"
						id={i === 0 ? id : `${id}-${i}`}
						name={props.name}
						value={choice.value}
						checked={props.value === choice.value}
						onChange={() => props.onInput(choice.value)}
					/>
					<span>
						{choice.label}
						{choice.note && <span class="choice__note">{choice.note}</span>}
					</span>
				</label>
			))}
		</fieldset>
	);
}

export function CheckboxField(props: FieldProps & { checked: boolean; onInput: (checked: boolean) => void }) {
	const id = fieldId(props.name);
	return (
		<div class={wrong(props.error)}>
			<FieldNotes id={id} hint={props.hint} error={props.error} />
			<label class="choice">
				<input
					type="checkbox"
					id={id}
					name={props.name}
					checked={props.checked}
					aria-invalid={props.error ? 'true' : undefined}
					aria-describedby={describedBy(id, props.hint, props.error)}
					onChange={(event) => props.onInput(event.currentTarget.checked)}
				/>
				<span>{props.label}</span>
			</label>
		</div>
	);
}
