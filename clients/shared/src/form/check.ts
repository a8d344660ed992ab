// From faults and problems to one plain message per field.
import type { ProblemError } from '../api/problem.ts';
import { stepsOf } from '../base/pointer.ts';
import { ts } from '../i18n/shared.ts';
import { typeOf } from './fields/index.ts';
import type { FieldError } from './fields/type.ts';
import type { Filling } from './filling.ts';
import { labelOf, type Answers, type Field, type Page } from './model.ts';
import { faultsOf, type Fault } from './schema.ts';

/** One fault in words: the field's own, else those that all fields share. */
function message(field: Field, part: string, fault: Fault): string {
	const label = labelOf(field).replace(/[?.:\s]+$/, '');
	const { text } = typeOf(field);
	const own = text.fault?.(fault, label, part);
	if (own !== undefined) return own;
	switch (fault.keyword) {
		case 'required': return ts('fieldMissing', label);
		case 'minLength': return fault.wanted === 1 ? ts('fieldMissing', label) : ts('tooShort', Number(fault.wanted));
		case 'maxLength': return ts('tooLong', Number(fault.wanted));
		case 'minimum': return ts('tooSmall', Number(fault.wanted));
		case 'maximum': return ts('tooBig', Number(fault.wanted));
		default: return text.wrong();
	}
}

function split(pointer: string): { name: string; part: string } {
	const [name = '', part = ''] = stepsOf(pointer);
	return { name, part };
}

/** An empty address or a blank text counts as not given, as it does for the person who left it. */
export function cleaned(answers: Answers): Answers {
	const kept: Answers = {};
	for (const [name, value] of Object.entries(answers)) {
		if (value === '' || value === undefined || value === null) continue;
		if (typeof value === 'object') {
			const filled = Object.fromEntries(Object.entries(value).filter(([, text]) => text));
			if (Object.keys(filled).length > 0) kept[name] = filled;
		} else kept[name] = value;
	}
	return kept;
}

function fieldErrors(field: Field, faults: Fault[]): FieldError[] {
	const { parts } = typeOf(field);
	const error = (part: string, fault: Fault) => ({ name: field.name, part, message: message(field, part, fault) });
	const whole = faults.find((fault) => split(fault.pointer).part === '');
	if (!parts) return faults[0] ? [error('', faults[0])] : [];
	const wrong = new Set(whole ? parts : faults.map((fault) => split(fault.pointer).part));
	return [...wrong].map((part) => error(part, faults.find((fault) => split(fault.pointer).part === part) ?? whole!));
}

/** What is wrong on one page. Each field, or each of its parts, has at most one message. */
export function pageErrors({ form, answers, strays }: Pick<Filling, 'form' | 'answers' | 'strays'>, page: Page): FieldError[] {
	const faults = faultsOf(form.schema, cleaned(answers.value));
	return page.fields.flatMap((field) => {
		// what stands in the box is no answer: that it lacks one is not what is wrong
		if (strays.value.some((stray) => stray.name === field.name))
			return [{ name: field.name, part: '', message: message(field, '', { pointer: '', keyword: 'type', wanted: null }) }];
		return fieldErrors(field, faults.filter((fault) => split(fault.pointer).name === field.name));
	});
}

/** The name of the question that an error is about; nothing for one of another page. */
export function labelIn(page: Page, error: Pick<FieldError, 'name'>): string | undefined {
	const field = page.fields.find((entry) => entry.name === error.name);
	return field && labelOf(field);
}

/** What is said before anybody asks to go on: what was left in a box and is no answer. */
export function strayErrors(filling: Filling, page: Page): FieldError[] {
	const stray = new Set(filling.strays.value.map((field) => field.name));
	return pageErrors(filling, page).filter((error) => stray.has(error.name));
}

/** The service's items for the answers, by field. Pointers look like /answers/child_name or /child_name. */
export function serverErrors(problem: ProblemError): FieldError[] {
	return problem.items.map((item) => {
		const { name, part } = split(item.pointer.replace(/^\/answers(?=\/)/, ''));
		return { name, part, message: item.detail };
	});
}
