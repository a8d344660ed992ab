// Checks answers against the form's JSON Schema before they are sent, for the keywords that forms use. The service checks
// again and decides; a keyword not known here is left to it.

import { pointerOf } from '../base/pointer.ts';

export type Schema = boolean | { [keyword: string]: unknown };

export interface Fault {
	/** JSON pointer into the answers, e.g. /mother_address/commune_code */
	pointer: string;
	keyword: string;
	/** What the keyword wanted: a length, a limit, a pattern. */
	wanted: unknown;
}

const DEEPEST = 32;

/** All faults of a value; none means that it is valid as far as this checker can tell. */
export function faultsOf(schema: Schema, value: unknown): Fault[] {
	return new Checker(schema).check(schema, value, '', 0);
}

class Checker {
	private readonly root: Schema;
	constructor(root: Schema) {
		this.root = root;
	}

	check(schema: Schema, value: unknown, at: string, depth: number): Fault[] {
		if (schema === true || depth > DEEPEST) return [];
		if (schema === false) return [{ pointer: at, keyword: 'false', wanted: null }];
		const faults: Fault[] = [];
		const fault = (keyword: string, pointer = at) => faults.push({ pointer, keyword, wanted: schema[keyword] });
		const holds = (part: unknown) => this.check(part as Schema, value, at, depth + 1).length === 0;

		if (typeof schema['$ref'] === 'string') faults.push(...this.check(this.resolve(schema['$ref']), value, at, depth + 1));
		if (schema['type'] !== undefined && !ofType(schema['type'], value)) {
			fault('type');
			return faults;
		}
		if ('const' in schema && !same(schema['const'], value)) fault('const');
		if (Array.isArray(schema['enum']) && !schema['enum'].some((entry) => same(entry, value))) fault('enum');
		if (typeof value === 'string') this.text(schema, value, fault);
		if (typeof value === 'number') this.number(schema, value, fault);
		if (isObject(value)) faults.push(...this.object(schema, value, at, depth));

		for (const part of list(schema['allOf'])) faults.push(...this.check(part, value, at, depth + 1));
		if (Array.isArray(schema['anyOf']) && !schema['anyOf'].some(holds)) fault('anyOf');
		if (Array.isArray(schema['oneOf']) && schema['oneOf'].filter(holds).length !== 1) fault('oneOf');
		if (schema['not'] !== undefined && holds(schema['not'])) fault('not');
		if (schema['if'] !== undefined) {
			const branch = holds(schema['if']) ? schema['then'] : schema['else'];
			if (branch !== undefined) faults.push(...this.check(branch as Schema, value, at, depth + 1));
		}
		return faults;
	}

	private text(schema: Record<string, unknown>, value: string, fault: (keyword: string) => void): void {
		const length = [...value].length;
		if (typeof schema['minLength'] === 'number' && length < schema['minLength']) fault('minLength');
		if (typeof schema['maxLength'] === 'number' && length > schema['maxLength']) fault('maxLength');
		if (typeof schema['pattern'] === 'string' && !new RegExp(schema['pattern'], 'u').test(value)) fault('pattern');
		if (schema['format'] === 'date' && !isDate(value)) fault('format');
		if (schema['format'] === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) fault('format');
	}

	private number(schema: Record<string, unknown>, value: number, fault: (keyword: string) => void): void {
		if (typeof schema['minimum'] === 'number' && value < schema['minimum']) fault('minimum');
		if (typeof schema['maximum'] === 'number' && value > schema['maximum']) fault('maximum');
		if (typeof schema['exclusiveMinimum'] === 'number' && value <= schema['exclusiveMinimum']) fault('exclusiveMinimum');
		if (typeof schema['exclusiveMaximum'] === 'number' && value >= schema['exclusiveMaximum']) fault('exclusiveMaximum');
		if (typeof schema['multipleOf'] === 'number' && value % schema['multipleOf'] !== 0) fault('multipleOf');
	}

	private object(schema: Record<string, unknown>, value: Record<string, unknown>, at: string, depth: number): Fault[] {
		const faults: Fault[] = [];
		for (const name of list<string>(schema['required']))
			if (!Object.hasOwn(value, name)) faults.push({ pointer: at + pointerOf([name]), keyword: 'required', wanted: name });
		const properties = isObject(schema['properties']) ? schema['properties'] : {};
		for (const [name, member] of Object.entries(value)) {
			const pointer = at + pointerOf([name]);
			if (Object.hasOwn(properties, name))
				faults.push(...this.check(properties[name] as Schema, member, pointer, depth + 1));
			else if (schema['additionalProperties'] === false)
				faults.push({ pointer, keyword: 'additionalProperties', wanted: false });
		}
		return faults;
	}

	private resolve(ref: string): Schema {
		if (!ref.startsWith('#')) return true;
		let at: unknown = this.root;
		for (const step of ref.split('/').slice(1)) {
			const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
			at = isObject(at) ? at[name] : undefined;
		}
		return (at ?? true) as Schema;
	}
}

const list = <T = Schema>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : []);

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ofType(type: unknown, value: unknown): boolean {
	if (Array.isArray(type)) return type.some((entry) => ofType(entry, value));
	switch (type) {
		case 'integer': return Number.isInteger(value);
		case 'object': return isObject(value);
		case 'array': return Array.isArray(value);
		case 'null': return value === null;
		default: return typeof value === type;
	}
}

function same(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((entry, i) => same(entry, b[i]));
	if (!isObject(a) || !isObject(b)) return false;
	const names = Object.keys(a);
	return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name]));
}

/** A day that exists: 2026-02-30 does not. */
export function isDate(text: string): boolean {
	const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
	if (!match) return false;
	const date = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
