// The rules of forms, on a small form and on every form of the sample province.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ProblemError } from '../api/problem.ts';
import type { Account } from '../api/types.ts';
import { cleaned, pageErrors, serverErrors } from './check.ts';
import {
	answerText, isRequired, pageOf, prefilled, savable, shownPages, type Answers, type Field, type FormDefinition,
} from './model.ts';
import { faultsOf, isDate } from './schema.ts';

const field = (name: string, widget: Field['widget'], more: Partial<Field> = {}): Field => ({ name, label: name, widget, ...more });

const form: FormDefinition = {
	version: 1,
	schema: {
		type: 'object',
		additionalProperties: false,
		required: ['name', 'married', 'home', 'copies'],
		properties: {
			name: { type: 'string', minLength: 2, maxLength: 20 },
			married: { type: 'string', enum: ['yes', 'no'] },
			spouse: { type: 'string', minLength: 2 },
			spouse_born: { type: 'string', format: 'date' },
			home: { $ref: '#/$defs/address' },
			copies: { type: 'integer', minimum: 1, maximum: 20 },
			phone: { type: 'string', pattern: '^0[0-9]{9,10}$' },
		},
		allOf: [{ if: { properties: { married: { const: 'yes' } }, required: ['married'] }, then: { required: ['spouse'] } }],
		$defs: {
			address: {
				type: 'object', required: ['province_code', 'commune_code', 'detail'],
				properties: { province_code: { type: 'string' }, commune_code: { type: 'string' }, detail: { type: 'string', minLength: 1 } },
			},
		},
	},
	ui: {
		pages: [
			{ id: 'you', title: 'Bạn', fields: [field('name', 'text', { label: 'Họ tên', prefill: 'me.full_name' }), field('married', 'radio', { label: 'Đã kết hôn?', options: [{ value: 'yes', label: 'Có' }, { value: 'no', label: 'Không' }] })] },
			{ id: 'spouse', title: 'Vợ, chồng', fields: [field('spouse', 'text', { show_if: { field: 'married', equals: 'yes' } }), field('spouse_born', 'date', { show_if: { field: 'spouse', equals: 'An' } })] },
			{ id: 'home', title: 'Nơi ở', fields: [field('home', 'address'), field('copies', 'number'), field('phone', 'phone', { prefill: 'me.phone' })] },
		],
	},
	example: {},
};
const page = (id: string) => form.ui.pages.find((entry) => entry.id === id)!;

test('a page without questions is not shown', () => {
	expect(shownPages(form, { married: 'no' }).map((entry) => entry.id)).toEqual(['you', 'home']);
	expect(shownPages(form, { married: 'yes' }).map((entry) => entry.id)).toEqual(['you', 'spouse', 'home']);
});

test('a question that hangs on a hidden one is hidden too', () => {
	const answers: Answers = { married: 'no', spouse: 'An', spouse_born: '1990-01-01' };
	const asked = shownPages(form, answers).flatMap((page) => page.fields.map((entry) => entry.name));
	expect(asked).not.toContain('spouse');
	expect(asked).not.toContain('spouse_born');
});

test('a circle of conditions hides instead of hanging', () => {
	const circle: FormDefinition = { ...form, ui: { pages: [{ id: 'p', title: 'p', fields: [
		field('a', 'text', { show_if: { field: 'b', equals: 1 } }), field('b', 'text', { show_if: { field: 'a', equals: 1 } }),
	] }] } };
	expect(shownPages(circle, { a: 1, b: 1 })).toEqual([]);
});

test('mistakes stand at their fields, one each, in the order of the page', () => {
	expect(pageErrors(form, page('you'), {})).toEqual([
		{ name: 'name', part: '', message: 'Hãy điền: Họ tên' },
		{ name: 'married', part: '', message: 'Hãy chọn: Đã kết hôn' },
	]);
	expect(pageErrors(form, page('you'), { name: 'A', married: 'yes' })).toEqual([{ name: 'name', part: '', message: 'Hãy điền ít nhất 2 ký tự' }]);
	expect(pageErrors(form, page('spouse'), { married: 'yes' }).map((error) => error.name)).toEqual(['spouse']);
	expect(pageErrors(form, page('spouse'), { married: 'no' })).toEqual([]);
});

test('an address says which part is missing; untouched it counts as missing whole', () => {
	const parts = (home: Answers['home'] | undefined) =>
		pageErrors(form, page('home'), { copies: 1, ...(home === undefined ? {} : { home }) }).map((error) => error.part);
	expect(parts(undefined)).toEqual(['province_code', 'commune_code', 'detail']);
	expect(parts({ province_code: '', commune_code: '', detail: '' })).toEqual(['province_code', 'commune_code', 'detail']);
	expect(parts({ province_code: '38', detail: 'Số 1' })).toEqual(['commune_code']);
	expect(parts({ province_code: '38', commune_code: '14758', detail: 'Số 1' })).toEqual([]);
});

test('words for numbers, dates and phones', () => {
	const text = (answers: Answers) => pageErrors(form, page('home'), { home: { province_code: '1', commune_code: '2', detail: 'x' }, copies: 1, ...answers }).map((error) => error.message);
	expect(text({ copies: 'hai' })).toEqual(['Hãy ghi một số nguyên, ví dụ 2']);
	expect(text({ copies: 0 })).toEqual(['Số nhỏ nhất là 1']);
	expect(text({ copies: 21 })).toEqual(['Số lớn nhất là 20']);
	expect(text({ phone: '12' })).toEqual(['Số điện thoại chưa đúng. Hãy ghi 10 hoặc 11 chữ số, bắt đầu bằng 0']);
	expect(pageErrors(form, page('spouse'), { married: 'yes', spouse: 'An', spouse_born: '1990-02-30' })[0]?.message).toMatch(/^Ngày chưa đúng/);
});

test('the length of a text is counted in characters, not in code units', () => {
	expect(faultsOf({ maxLength: 2 }, '😀😀')).toEqual([]);
	expect(faultsOf({ minLength: 2 }, '😀')).toHaveLength(1);
});

test('half-typed things stay on the page', () => {
	expect(savable(form, { copies: 'hai', name: 'An', spouse_born: '1990--', spouse: undefined })).toEqual({
		copies: null, name: 'An', spouse_born: null, spouse: null,
	});
	expect(savable(form, { spouse_born: '1990-12-31', phone: '09' })).toEqual({ spouse_born: '1990-12-31', phone: '09' });
});

test('prefilling never overwrites an answer', () => {
	const me = { full_name: 'Nguyễn An', phone: '+84912345678' } as Account;
	expect(prefilled(form, {}, me)).toEqual({ name: 'Nguyễn An', phone: '0912345678' });
	expect(prefilled(form, { name: 'Bình' }, me)['name']).toBe('Bình');
	expect(prefilled(form, { a: 1 }, null)).toEqual({ a: 1 });
});

test('what is required follows the answers', () => {
	const spouse = page('spouse').fields[0]!;
	expect(isRequired(form, spouse, { married: 'yes', spouse: 'An' })).toBe(true);
	expect(isRequired(form, spouse, { married: 'no' })).toBe(false);
});

test('blank counts as not given', () => {
	expect(cleaned({ a: '', b: 'x', c: { detail: '' }, d: false, e: 0 })).toEqual({ b: 'x', d: false, e: 0 });
});

test('the findings of the service go to their fields', () => {
	const problem = new ProblemError('answers-invalid', 422, '', {
		errors: [
			{ pointer: '/answers/home/commune_code', code: 'required', detail: 'Thiếu xã.' },
			{ pointer: '/name', code: 'minLength', detail: 'Ngắn quá.' },
		],
	});
	expect(serverErrors(problem)).toEqual([
		{ name: 'home', part: 'commune_code', message: 'Thiếu xã.' },
		{ name: 'name', part: '', message: 'Ngắn quá.' },
	]);
	expect(pageOf(form.ui.pages, 'home')).toBe(2);
	expect(pageOf(form.ui.pages, 'nobody')).toBe(-1);
});

test('answers read like speech', () => {
	const say = { date: (iso: string) => `ngày ${iso}`, yes: 'Có', no: 'Không', address: () => 'ở đây' };
	expect(answerText(page('you').fields[1]!, 'yes', say)).toBe('Có');
	expect(answerText(field('d', 'date'), '2026-11-23', say)).toBe('ngày 2026-11-23');
	expect(answerText(field('c', 'checkbox'), false, say)).toBe('Không');
	expect(answerText(field('a', 'address'), { detail: 'x' }, say)).toBe('ở đây');
	expect(answerText(field('t', 'text'), undefined, say)).toBe('');
});

test('days that exist', () => {
	expect(['2024-02-29', '1900-01-01'].every(isDate)).toBe(true);
	expect(['2025-02-29', '2025-13-01', '2025-1-1', '1990--', ''].some(isDate)).toBe(false);
});

const folder = fileURLToPath(new URL('../../../../schema/sample/procedures/', import.meta.url));
const samples = readdirSync(folder)
	.map((name) => JSON.parse(readFileSync(folder + name, 'utf8')) as { code: string; form: FormDefinition })
	.filter((procedure) => procedure.form);

test.each(samples.map((procedure) => [procedure.code, procedure.form] as const))('the form of %s', (_, sample) => {
	expect(faultsOf(sample.schema, sample.example)).toEqual([]);
	for (const shown of shownPages(sample, sample.example)) expect(pageErrors(sample, shown, sample.example)).toEqual([]);
	const asked = new Set(shownPages(sample, sample.example).flatMap((shown) => shown.fields.map((entry) => entry.name)));
	expect(Object.keys(sample.example).filter((name) => !asked.has(name))).toEqual([]);
	// every mistake of an empty form is found on some page, so nobody is refused only at the end
	const pages = shownPages(sample, {});
	const found = new Set(pages.flatMap((shown) => pageErrors(sample, shown, {}).map((error) => error.name)));
	for (const fault of faultsOf(sample.schema, {})) expect(found).toContain(fault.pointer.split('/')[1]);
});
