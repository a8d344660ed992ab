// A procedure's form: a JSON Schema of the answers and pages of at most four fields. Rules only, no display.
import type { Account } from '../api/types.ts';
import { pick } from '../i18n/index.ts';
import type { widgets } from '../vocabulary/widgets.ts';
import { faultsOf, type Schema } from './schema.ts';

export type Widget = keyof typeof widgets;

export interface Option {
	value: string | number | boolean;
	label: string;
	label_en?: string;
}

export interface Field {
	name: string;
	label: string;
	label_en?: string;
	hint?: string;
	hint_en?: string;
	widget: Widget;
	autocomplete?: string;
	prefill?: string;
	options?: Option[];
	show_if?: { field: string; equals: unknown };
}

export interface Page {
	id: string;
	title: string;
	title_en?: string;
	intro?: string;
	intro_en?: string;
	fields: Field[];
}

export interface Address {
	province_code: string;
	commune_code: string;
	detail: string;
}

export type Answer = string | number | boolean | Partial<Address>;
export type Answers = Record<string, Answer>;

export interface FormDefinition {
	procedure_code?: string;
	version: number;
	schema: Schema;
	ui: { pages: Page[] };
	example: Answers;
}

export const labelOf = (field: Field): string => pick(field.label, field.label_en);
export const titleOf = (page: Page): string => pick(page.title, page.title_en);

export const allFields = (form: FormDefinition): Field[] => form.ui.pages.flatMap((page) => page.fields);

/** Whether a field is asked, given the answers. A field that depends on one not asked is not asked either. */
export function isShown(form: FormDefinition, field: Field, answers: Answers): boolean {
	const seen = new Set<string>();
	let at: Field | undefined = field;
	while (at?.show_if) {
		if (seen.has(at.name)) return false;
		seen.add(at.name);
		const condition: NonNullable<Field['show_if']> = at.show_if;
		if (answers[condition.field] !== condition.equals) return false;
		at = allFields(form).find((other) => other.name === condition.field);
	}
	return true;
}

/** The pages that have something to ask, each with the fields it asks. */
export function shownPages(form: FormDefinition, answers: Answers): Page[] {
	return form.ui.pages
		.map((page) => ({ ...page, fields: page.fields.filter((field) => isShown(form, field, answers)) }))
		.filter((page) => page.fields.length > 0);
}

/** What the account already tells, so that nobody types it twice. Given answers win. */
export function prefilled(form: FormDefinition, answers: Answers, me: Account | null | undefined): Answers {
	if (!me) return answers;
	const known: Record<string, string | null | undefined> = {
		'me.full_name': me.full_name,
		'me.phone': me.phone?.replace(/^\+84/, '0'),
		'me.email': me.email,
		'me.personal_id': me.personal_id,
	};
	const filled: Answers = {};
	for (const field of allFields(form)) {
		const value = field.prefill ? known[field.prefill] : null;
		if (value && readable(form, field.name, value)) filled[field.name] = value;
	}
	return { ...filled, ...answers };
}

/** The page on which a question stands, by its name; -1 when it is not asked. */
export function pageOf(pages: Page[], fieldName: string): number {
	return pages.findIndex((page) => page.fields.some((field) => field.name === fieldName));
}

/** The schema of one property. */
export function propertySchema(form: FormDefinition, name: string): Schema | undefined {
	if (typeof form.schema !== 'object') return undefined;
	const properties = form.schema['properties'] as Record<string, Schema> | undefined;
	return properties?.[name];
}

/** Whether leaving the question blank is a mistake, given the other answers. */
export function isRequired(form: FormDefinition, field: Field, answers: Answers): boolean {
	const without = Object.fromEntries(Object.entries(answers).filter(([name]) => name !== field.name));
	return faultsOf(form.schema, without).some((fault) => fault.keyword === 'required' && fault.pointer === `/${field.name}`);
}

/** Whether the service would take the answer into a draft: the type and the format must be right, all else may come later. */
export function readable(form: FormDefinition, name: string, value: Answer): boolean {
	const schema = propertySchema(form, name);
	const faults = schema === undefined ? [] : faultsOf(withDefinitions(form, schema), value);
	return !faults.some((fault) => fault.pointer === '' && (fault.keyword === 'type' || fault.keyword === 'format'));
}

function withDefinitions(form: FormDefinition, schema: Schema): Schema {
	const definitions = typeof form.schema === 'object' ? form.schema['$defs'] : undefined;
	return typeof schema === 'object' && definitions ? { ...schema, $defs: definitions } : schema;
}
