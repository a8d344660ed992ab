// The rules of forms, on a small form and on every form of the sample province.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ProblemError } from '../api/problem.ts';
import type { Account } from '../api/types.ts';
import { widgets } from '../vocabulary/widgets.ts';
import { cleaned, pageErrors, serverErrors } from './check.ts';
import { typeOf } from './fields/index.ts';
import type { Typed } from './fields/type.ts';
import { Filling, type AllTyped } from './filling.ts';
import {
	isRequired,
	pageOf,
	prefilled,
	readable,
	shownPages,
	type Answer,
	type Answers,
	type Field,
	type FormDefinition,
	type Page,
	type Widget,
} from './model.ts';
import { faultsOf, isDate } from './schema.ts';

const field = (name: string, widget: Field['widget'], more: Partial<Field> = {}): Field => ({
	name,
	label: name,
	widget,
	...more,
});

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
		allOf: [
			{
				if: { properties: { married: { const: 'yes' } }, required: ['married'] },
				then: { required: ['spouse'] },
			},
		],
		$defs: {
			address: {
				type: 'object',
				required: ['province_code', 'commune_code', 'detail'],
				properties: {
					province_code: { type: 'string' },
					commune_code: { type: 'string' },
					detail: { type: 'string', minLength: 1 },
				},
			},
		},
	},
	ui: {
		pages: [
			{
				id: 'you',
				title: 'Bạn',
				fields: [
					field('name', 'text', { label: 'Họ tên', prefill: 'me.full_name' }),
					field('married', 'radio', {
						label: 'Đã kết hôn?',
						options: [
							{ value: 'yes', label: 'Có' },
							{ value: 'no', label: 'Không' },
						],
					}),
				],
			},
			{
				id: 'spouse',
				title: 'Vợ, chồng',
				fields: [
					field('spouse', 'text', { show_if: { field: 'married', equals: 'yes' } }),
					field('spouse_born', 'date', { show_if: { field: 'spouse', equals: 'An' } }),
				],
			},
			{
				id: 'home',
				title: 'Nơi ở',
				fields: [
					field('home', 'address'),
					field('copies', 'number'),
					field('phone', 'phone', { prefill: 'me.phone' }),
				],
			},
		],
	},
	example: {},
};
const page = (id: string) => form.ui.pages.find((entry) => entry.id === id)!;

function filled(of: FormDefinition, answers: Answers): Filling {
	const filling = new Filling({ form: of, onAnswer: () => undefined, onTyped: () => undefined });
	filling.show(answers);
	return filling;
}
const errorsOf = (of: FormDefinition, on: Page, answers: Answers) => pageErrors(filled(of, answers), on);

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
	const circle: FormDefinition = {
		...form,
		ui: {
			pages: [
				{
					id: 'p',
					title: 'p',
					fields: [
						field('a', 'text', { show_if: { field: 'b', equals: 1 } }),
						field('b', 'text', { show_if: { field: 'a', equals: 1 } }),
					],
				},
			],
		},
	};
	expect(shownPages(circle, { a: 1, b: 1 })).toEqual([]);
});

test('mistakes stand at their fields, one each, in the order of the page', () => {
	expect(errorsOf(form, page('you'), {})).toEqual([
		{ name: 'name', part: '', message: 'Hãy điền: Họ tên' },
		{ name: 'married', part: '', message: 'Hãy chọn: Đã kết hôn' },
	]);
	expect(errorsOf(form, page('you'), { name: 'A', married: 'yes' })).toEqual([
		{ name: 'name', part: '', message: 'Hãy điền ít nhất 2 ký tự' },
	]);
	expect(errorsOf(form, page('spouse'), { married: 'yes' }).map((error) => error.name)).toEqual(['spouse']);
	expect(errorsOf(form, page('spouse'), { married: 'no' })).toEqual([]);
});

test('an address says which part is missing; untouched it counts as missing whole', () => {
	const parts = (home: Answers['home'] | undefined) =>
		errorsOf(form, page('home'), { copies: 1, ...(home === undefined ? {} : { home }) }).map((error) => error.part);
	expect(parts(undefined)).toEqual(['province_code', 'commune_code', 'detail']);
	expect(parts({ province_code: '', commune_code: '', detail: '' })).toEqual(['province_code', 'commune_code', 'detail']);
	expect(parts({ province_code: '38', detail: 'Số 1' })).toEqual(['commune_code']);
	expect(parts({ province_code: '38', commune_code: '14758', detail: 'Số 1' })).toEqual([]);
});

test('words for numbers, dates and phones', () => {
	const text = (answers: Answers) =>
		errorsOf(form, page('home'), {
			home: { province_code: '1', commune_code: '2', detail: 'x' },
			copies: 1,
			...answers,
		}).map((error) => error.message);
	expect(text({ copies: 0 })).toEqual(['Số nhỏ nhất là 1']);
	expect(text({ copies: 21 })).toEqual(['Số lớn nhất là 20']);
	expect(text({ phone: '12' })).toEqual(['Số điện thoại chưa đúng. Hãy ghi 10 hoặc 11 chữ số, bắt đầu bằng 0']);
	expect(errorsOf(form, page('spouse'), { married: 'yes', spouse: 'An', spouse_born: '1990-02-30' })[0]?.message).toMatch(
		/^Ngày chưa đúng/,
	);
});

test('the length of a text is counted in characters, not in code units', () => {
	expect(faultsOf({ maxLength: 2 }, '😀😀')).toEqual([]);
	expect(faultsOf({ minLength: 2 }, '😀')).toHaveLength(1);
});

test('the service takes into a draft what has the right type and format', () => {
	expect([readable(form, 'copies', 'hai'), readable(form, 'spouse_born', '1990--')]).toEqual([false, false]);
	expect([
		readable(form, 'copies', 500),
		readable(form, 'spouse_born', '1990-12-31'),
		readable(form, 'phone', '09'),
	]).toEqual([true, true, true]);
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
	const said = (of: Field, answer: Answer) => typeOf(of).text.answer(answer, of);
	expect(said(page('you').fields[1]!, 'yes')).toBe('Có');
	expect(said(field('d', 'date'), '2026-11-23')).toBe('23/11/2026');
	expect(said(field('c', 'checkbox'), false)).toBe('Không');
	expect(said(field('n', 'number'), 500_000_000)).toBe('500.000.000');
	expect(said(field('p', 'phone'), '0912345678')).toBe('0912 345 678');
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
	for (const shown of shownPages(sample, sample.example)) expect(errorsOf(sample, shown, sample.example)).toEqual([]);
	const asked = new Set(shownPages(sample, sample.example).flatMap((shown) => shown.fields.map((entry) => entry.name)));
	expect(Object.keys(sample.example).filter((name) => !asked.has(name))).toEqual([]);
	// every mistake of an empty form is found on some page, so nobody is refused only at the end
	const pages = shownPages(sample, {});
	const found = new Set(pages.flatMap((shown) => errorsOf(sample, shown, {}).map((error) => error.name)));
	for (const fault of faultsOf(sample.schema, {})) expect(found).toContain(fault.pointer.split('/')[1]);
});

// what is typed -> the answer, and what stands in the box once it is left; null: no answer, and the box is left as it is
const typings: [Widget, Typed, Answer | undefined | null, Typed?, string?][] = [
	['number', '500.000.000', 500_000_000, '500.000.000'],
	['number', '500,000,000', 500_000_000, '500.000.000'],
	['number', '500 000 000', 500_000_000, '500.000.000'],
	['number', '500.000.000 đồng', 500_000_000, '500.000.000'],
	['number', '1990', 1990, '1990'],
	['number', ' 2 ', 2, '2'],
	['number', 'hai', null],
	['number', '1,5', null],
	['number', '99999999999999999999', null],
	['number', '', undefined, ''],
	['phone', '0912.345.678', '0912345678', '0912 345 678'],
	['phone', '84912345678', '0912345678', '0912 345 678'],
	['phone', '0084912345678', '0912345678', '0912 345 678'],
	['phone', '0912\u2011345\u2011678', '0912345678', '0912 345 678'],
	['phone', '12', '12', '12'],
	['personal_id', '001 190 000 016', '001190000016', '001190000016'],
	['email', ' an @example.com ', 'an@example.com', 'an@example.com'],
	['text', ' Nguyễn\u00a0Văn  An ', 'Nguyễn Văn An', 'Nguyễn Văn An'],
	['text', '1.250,5', '1250,5', '1250,5', '^[0-9]{1,7}([.,][0-9]{1,2})?$'],
	['text', '1 250,5', '1250,5', '1250,5', '^[0-9]{1,7}([.,][0-9]{1,2})?$'],
	['text', '85,5 m2', '85,5', '85,5', '^[0-9]{1,7}([.,][0-9]{1,2})?$'],
	['text', '85.5', '85.5', '85.5', '^[0-9]{1,7}([.,][0-9]{1,2})?$'],
	['text', 'rất rộng', 'rất rộng', 'rất rộng', '^[0-9]{1,7}([.,][0-9]{1,2})?$'],
	['text', 'aa 01234567', 'AA 01234567', 'AA 01234567', '^[A-ZĐ]{2} ?[0-9]{6,8}$'],
	['text', 'c1234567', 'C1234567', 'C1234567', '^[A-Z][0-9]{7,8}$'],
	['text', '0011 0012 34567', '0011001234567', '0011001234567', '^[0-9]{6,19}$'],
	['text', '8h30', '08:30', '08:30', '^[0-2][0-9]:[0-5][0-9]$'],
	['textarea', ' Một\r\nHai ', 'Một\nHai', 'Một\nHai'],
	['date', { day: '14', month: '3', year: '1996' }, '1996-03-14', { day: '14', month: '3', year: '1996' }],
	['date', { day: '14/03/1996', month: '', year: '' }, '1996-03-14', { day: '14', month: '3', year: '1996' }],
	['date', { day: '14 ', month: '０３', year: '1996' }, '1996-03-14', { day: '14', month: '3', year: '1996' }],
	['date', { day: '', month: '', year: '1950' }, null],
	['date', { day: '31', month: '4', year: '1996' }, null],
	['date', { day: '1', month: '1', year: '96' }, null],
	['date', { day: '', month: ' ', year: '' }, undefined, { day: '', month: '', year: '' }],
	['checkbox', 'true', true, 'true'],
	['checkbox', 'false', false, 'false'],
	[
		'address',
		{ province_code: '38', commune_code: '', detail: ' Số  1 ' },
		{ province_code: '38', detail: 'Số 1' },
		{ province_code: '38', detail: 'Số 1' },
	],
	['address', { province_code: '', detail: '' }, undefined, {}],
];

test.each(typings)('%s: %j is %j', (widget, typed, wanted, box = typed, pattern) => {
	const types: Partial<Record<Widget, object>> = {
		number: { type: 'integer' },
		date: { type: 'string', format: 'date' },
		email: { type: 'string', format: 'email' },
	};
	const one: FormDefinition = {
		version: 1,
		example: {},
		schema: { properties: { it: types[widget] ?? (pattern ? { type: 'string', pattern } : {}) } },
		ui: { pages: [{ id: 'p', title: 'p', fields: [field('it', widget)] }] },
	};
	const saved: unknown[] = [];
	let kept: AllTyped = {};
	const filling = new Filling({
		form: one,
		onAnswer: (_, value) => saved.push(value),
		onTyped: () => (kept = filling.unread),
	});
	const it = one.ui.pages[0]!.fields[0]!;
	filling.type(it, typed);
	// while somebody is at the box it stands as it was typed, and nobody is scolded
	expect(filling.box(it)).toEqual(typed);
	expect(filling.strays.value).toEqual([]);
	expect(saved.at(-1)).toEqual(wanted ?? undefined);
	filling.leave(it);
	expect(filling.box(it)).toEqual(box);
	expect(filling.answers.value['it']).toEqual(wanted ?? undefined);
	expect(filling.strays.value.length).toBe(wanted === null ? 1 : 0);
	expect(kept).toEqual(wanted === null ? { it: typed } : {});
	if (wanted === null)
		expect(pageErrors(filling, one.ui.pages[0]!).map((error) => error.message)).toEqual([typeOf(it).text.wrong()]);
});

test('every type of field is told what is typed into it', () => {
	const tried = new Set(typings.map(([widget]) => widget));
	const choices = ['radio', 'select'];
	expect([...tried, ...choices].sort()).toEqual(Object.keys(widgets).sort());
});

test('a choice is the option’s own value, whatever its type', () => {
	const chosen = field('it', 'radio', {
		options: [
			{ value: true, label: 'Có' },
			{ value: 2, label: 'Hai' },
			{ value: 'x', label: 'X' },
		],
	});
	const { rules, text } = typeOf(chosen);
	expect(['true', '2', 'x', '', 'y'].map((typed) => rules.read(typed, chosen, undefined))).toEqual([
		true,
		2,
		'x',
		undefined,
		null,
	]);
	expect(rules.show(true)).toBe('true');
	expect(text.answer(true, chosen)).toBe('Có');
});

test('a newer answer from elsewhere wins over what was no answer, but not over the box that somebody is at', () => {
	const filling = filled(form, {});
	const [born, copies] = [page('spouse').fields[1]!, page('home').fields[1]!];
	filling.type(born, { day: '', month: '', year: '1950' });
	filling.type(copies, 'ha');
	filling.show({ spouse_born: '1990-12-31', copies: 3 });
	expect(filling.box(born)).toEqual({ day: '31', month: '12', year: '1990' });
	expect(filling.box(copies)).toBe('ha');
});

test('what is no answer is there again after a reload', () => {
	const again = filled(form, { married: 'yes', spouse: 'An' });
	again.show(again.answers.value, { spouse_born: { day: '', month: '', year: '1950' }, copies: '3', nobody: 'x' });
	expect(again.box(page('spouse').fields[1]!)).toEqual({ day: '', month: '', year: '1950' });
	expect(again.strays.value.map((stray) => stray.name)).toEqual(['spouse_born']);
});
