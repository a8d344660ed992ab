import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { asCode, asDecimal, asLines, asNumber, asPersonalId, asPhone, asText } from './as-typed.ts';

const kinds: Record<string, (typed: string) => string | null> = {
	text: asText,
	phone: asPhone,
	personal_id: asPersonalId,
	code: asCode,
};

/** Which provinces there are is known to the service. */
const FOR_THE_SERVICE = ['999190000016'];

const table = readFileSync(fileURLToPath(new URL('../../../../tests/data/as_typed.tsv', import.meta.url)), 'utf8');
const plain = (cell: string) =>
	cell.replace(/\\u([0-9A-F]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
const rows = table
	.split('\n')
	.filter((line) => line && !line.startsWith('#') && !line.startsWith('kind\t'))
	.map((line) => line.split('\t') as [string, string, string])
	.filter(([, typed]) => !FOR_THE_SERVICE.includes(typed));

test('the table is read whole', () => {
	expect(rows.length).toBeGreaterThan(80);
	expect(new Set(rows.map((row) => row[0]))).toEqual(new Set(Object.keys(kinds)));
});

test.each(rows)('%s: %s is %s', (kind, typed, wanted) => {
	const read = kinds[kind]!;
	expect(read(plain(typed))).toBe(wanted === 'refused' ? null : plain(wanted));
	if (wanted !== 'refused') expect(read(plain(wanted))).toBe(plain(wanted));
});

test.each([
	[' Dòng một \r\nDòng\u00a0hai\n\n', 'Dòng một\nDòng hai'],
	['\n\nMột\n\nHai', 'Một\n\nHai'],
	['a\u200b\tb', 'a b'],
	[' \n\t\n', ''],
])('lines: %j is %j', (typed, wanted) => {
	expect(asLines(typed)).toBe(wanted);
});

test.each([
	['500000000', '500000000'],
	['500.000.000', '500000000'],
	['500,000,000', '500000000'],
	['500 000 000', '500000000'],
	['500\u00a0000\u00a0000', '500000000'],
	['500.000.000 đồng', '500000000'],
	['500.000.000đ', '500000000'],
	['500,000,000 VNĐ', '500000000'],
	['５００.000.000', '500000000'],
	[' 2 ', '2'],
	['007', '007'],
	['1.000', '1000'],
	['-5', '-5'],
	['-1.000', '-1000'],
	['1,5', null],
	['1.00', null],
	['500.000,000', null],
	['hai', null],
	['1e3', null],
	['0.500', null],
	['', null],
])('number: %j is %j', (typed, wanted) => {
	expect(asNumber(typed)).toBe(wanted);
});

test.each([
	['1250,5', '1250,5'],
	['1.250,5', '1250,5'],
	['1 250,5', '1250,5'],
	['1,250.5', '1250,5'],
	['1\u00a0250,5', '1250,5'],
	['1250.5', '1250,5'],
	['1.250,5 m2', '1250,5'],
	['1.250,5m²', '1250,5'],
	['85,5 m2', '85,5'],
	['85.5', '85,5'],
	['120', '120'],
	['1.250', '1250'],
	['1,250', '1250'],
	['1.250.000', '1250000'],
	['0.125', '0,125'],
	['0,5 ha', '0,5'],
	['12.5 %', '12,5'],
	['1.250,', null],
	['1,2,3', null],
	['to lắm', null],
	['m2', null],
	[',5', null],
	['', null],
])('decimal: %j is %j', (typed, wanted) => {
	expect(asDecimal(typed)).toBe(wanted);
});
