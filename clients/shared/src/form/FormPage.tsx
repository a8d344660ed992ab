// One page of a form: at most four questions, the list of mistakes above, the button below.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../components/Button.tsx';
import { ErrorSummary } from '../components/ErrorSummary.tsx';
import { fieldId } from '../components/Field.tsx';
import { labelIn, pageErrors, strayErrors } from './check.ts';
import type { FieldError } from './fields/type.ts';
import type { Filling } from './filling.ts';
import { Question } from './Question.tsx';
import type { Page } from './model.ts';

interface Props {
	filling: Filling;
	page: Page;
	onNext: () => void;
	next: string;
	/** Beside the button: back, save state. */
	children?: ComponentChildren;
}

/** Where the summary's entry for an error leads. */
const targetOf = (error: FieldError) => fieldId(error.name, error.part);

export function FormPage({ filling, page, onNext, next, children }: Props) {
	const [attempt, setAttempt] = useState(0);
	const errors = attempt > 0 ? pageErrors(filling, page) : strayErrors(filling, page);
	// the list is that of the last press of the button; it does not grow while somebody types
	const [listed, setListed] = useState<FieldError[]>([]);

	const submit = (event: Event) => {
		event.preventDefault();
		filling.leaveAll();
		const now = pageErrors(filling, page);
		setListed(now);
		setAttempt(attempt + 1);
		if (now.length === 0) onNext();
	};
	const summary = listed.filter((old) => errors.some((error) => targetOf(error) === targetOf(old)));

	return (
		<form onSubmit={submit} noValidate>
			<ErrorSummary
				attempt={attempt}
				items={summary.map((error) => ({ id: targetOf(error), label: labelIn(page, error), message: error.message }))}
			/>
			{page.fields.map((field) => (
				<Question
					key={field.name}
					filling={filling}
					field={field}
					errors={errors.filter((error) => error.name === field.name)}
				/>
			))}
			<div class="buttons">
				<Button type="submit">{next}</Button>
				{children}
			</div>
		</form>
	);
}
