// From faults and problems to one plain message per field.
import type { ProblemError } from '../api/problem.ts';
import { ts } from '../i18n/shared.ts';
import { labelOf, type Answers, type Field, type FormDefinition, type Page } from './model.ts';
import { faultsOf, type Fault } from './schema.ts';

/** Messages by field name, in the order of the page. For an address the pointer's rest says which part. */
export interface FieldError {
	name: string;
	/** Part of an address: province_code, commune_code or detail; empty otherwise. */
	part: string;
	message: string;
}

const CHOICES = new Set(['radio', 'select']);

function message(field: Field, part: string, fault: Fault): string {
	const label = labelOf(field).replace(/[?.:\s]+$/, '');
	if (field.widget === 'address') {
		if (part === 'province_code') return ts('fieldChoose', ts('province').toLowerCase());
		if (part === 'commune_code') return ts('fieldChoose', ts('commune').toLowerCase());
		if (part === 'detail' && fault.keyword !== 'maxLength') return ts('fieldMissing', ts('addressDetail').toLowerCase());
	}
	if (field.widget === 'checkbox') return ts('mustAgree');
	if (fault.keyword === 'required') return CHOICES.has(field.widget) ? ts('fieldChoose', label) : ts('fieldMissing', label);
	if (CHOICES.has(field.widget)) return ts('wrongChoice');
	switch (fault.keyword) {
		case 'minLength': return fault.wanted === 1 ? ts('fieldMissing', label) : ts('tooShort', Number(fault.wanted));
		case 'maxLength': return ts('tooLong', Number(fault.wanted));
		case 'minimum': return ts('tooSmall', Number(fault.wanted));
		case 'maximum': return ts('tooBig', Number(fault.wanted));
		default:
	}
	switch (field.widget) {
		case 'number': return ts('wrongNumber');
		case 'date': return ts('wrongDate');
		case 'email': return ts('wrongEmail');
		case 'phone': return ts('wrongPhone');
		case 'personal_id': return ts('wrongPersonalId');
		default: return ts('wrongFormat');
	}
}

function split(pointer: string): { name: string; part: string } {
	const [name = '', part = ''] = pointer.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
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

/** What is wrong on one page. Each field, or each part of an address, has at most one message. */
export function pageErrors(form: FormDefinition, page: Page, answers: Answers): FieldError[] {
	const faults = faultsOf(form.schema, cleaned(answers));
	return page.fields.flatMap((field) => {
		const own = faults.filter((fault) => split(fault.pointer).name === field.name);
		if (field.widget !== 'address') {
			const first = own[0];
			return first ? [{ name: field.name, part: '', message: message(field, '', first) }] : [];
		}
		const whole = own.find((fault) => split(fault.pointer).part === '');
		const parts = whole ? ['province_code', 'commune_code', 'detail'] : own.map((fault) => split(fault.pointer).part);
		return [...new Set(parts)].map((part) => ({
			name: field.name,
			part,
			message: message(field, part, own.find((fault) => split(fault.pointer).part === part) ?? whole!),
		}));
	});
}

/** The service's items for the answers, by field. Pointers look like /answers/child_name or /child_name. */
export function serverErrors(problem: ProblemError): FieldError[] {
	return problem.items.map((item) => {
		const { name, part } = split(item.pointer.replace(/^\/answers(?=\/)/, ''));
		return { name, part, message: item.detail };
	});
}
