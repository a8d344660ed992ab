// One page of a form: at most four questions, the list of mistakes above, the button below.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../components/Button.tsx';
import { ErrorSummary } from '../components/ErrorSummary.tsx';
import { fieldId } from '../components/Field.tsx';
import { pageErrors, type FieldError } from './check.ts';
import { FormField } from './FormField.tsx';
import { isRequired, propertySchema, type Answer, type Answers, type FormDefinition, type Page } from './model.ts';

interface Props {
	form: FormDefinition;
	page: Page;
	answers: Answers;
	/** The service's own findings, shown until the answer changes. */
	found?: FieldError[];
	onChange: (name: string, value: Answer | undefined) => void;
	onNext: () => void;
	next: string;
	/** Beside the button: back, save state. */
	children?: ComponentChildren;
}

/** Where the summary's entry for an error leads. */
const targetOf = (error: FieldError) => fieldId(error.name, error.part);

export function FormPage({ form, page, answers, found = [], onChange, onNext, next, children }: Props) {
	const [attempt, setAttempt] = useState(0);
	const [settled, setSettled] = useState<ReadonlySet<string>>(new Set());
	const own = attempt > 0 ? pageErrors(form, page, answers) : [];
	const theirs = found.filter((error) => !settled.has(error.name) && !own.some((other) => other.name === error.name));
	const errors = [...own, ...theirs].filter((error) => page.fields.some((field) => field.name === error.name));
	// the list is that of the last press of the button; it does not grow while somebody types
	const [listed, setListed] = useState<FieldError[]>([]);

	const submit = (event: Event) => {
		event.preventDefault();
		const now = pageErrors(form, page, answers);
		setListed(now);
		setAttempt(attempt + 1);
		if (now.length === 0) onNext();
	};
	const summary = attempt === 0 ? errors : listed.filter((old) => errors.some((error) => targetOf(error) === targetOf(old)));

	return (
		<form onSubmit={submit} noValidate>
			<ErrorSummary attempt={attempt} items={summary.map((error) => ({ id: targetOf(error), message: error.message }))} />
			{page.fields.map((field) => (
				<FormField
					key={field.name}
					field={field}
					schema={propertySchema(form, field.name)}
					required={isRequired(form, field, answers)}
					value={answers[field.name]}
					errors={errors.filter((error) => error.name === field.name)}
					onChange={(value) => {
						setSettled(new Set([...settled, field.name]));
						onChange(field.name, value);
					}}
				/>
			))}
			<div class="buttons">
				<Button type="submit">{next}</Button>
				{children}
			</div>
		</form>
	);
}
