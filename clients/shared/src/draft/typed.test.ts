import { expect, test } from 'vitest';
import { laidOver, sameTexts, textsOf, unfinishedOf, type TypedTexts, type Unfinished } from './typed.ts';

const cases: [Unfinished, TypedTexts][] = [
	[{ typed: {}, address: null }, {}],
	[{ typed: { copies: 'hai' }, address: null }, { '/answers/copies': 'hai' }],
	[
		{ typed: { born: { day: '31', month: '2' } }, address: { phone: ' 0912 ', detail: 'Số 1' } },
		{
			'/answers/born/day': '31',
			'/answers/born/month': '2',
			'/return_address/phone': ' 0912 ',
			'/return_address/detail': 'Số 1',
		},
	],
	[{ typed: { 'a/b~c': { 'd/': 'x' } }, address: null }, { '/answers/a~1b~0c/d~1': 'x' }],
];

test.each(cases)('%j is kept as %j, and read from it', (unfinished, texts) => {
	expect(textsOf(unfinished)).toEqual(texts);
	expect(unfinishedOf(texts)).toEqual(unfinished);
});

test('a box of several that is empty is not kept', () => {
	expect(textsOf({ typed: { born: { day: '31', month: '', year: '' } }, address: { phone: '' } })).toEqual({
		'/answers/born/day': '31',
	});
});

test('texts that contradict each other do no harm', () => {
	expect(unfinishedOf({ '/answers/born': 'x', '/answers/born/day': '31' }).typed).toEqual({ born: { day: '31' } });
	expect(unfinishedOf({ '': 'x' }).typed).toEqual({ '': 'x' });
});

test.each<[TypedTexts | undefined, TypedTexts | undefined, TypedTexts | undefined, TypedTexts]>([
	[undefined, undefined, undefined, {}],
	[{ a: '1' }, undefined, { a: '1' }, { a: '1' }],
	[{ a: '1' }, {}, { a: '1' }, {}],
	[{ a: '1', b: '2' }, { c: '3' }, { a: '1' }, { b: '2', c: '3' }],
	[{ a: '2' }, { a: '1' }, undefined, { a: '1' }],
])('theirs %j, ours %j, both from %j: %j', (theirs, ours, base, wanted) => {
	expect(laidOver(theirs, ours, base)).toEqual(wanted);
});

test('the order in which they are named does not count', () => {
	expect(sameTexts({ a: '1', b: '2' }, { b: '2', a: '1' })).toBe(true);
	expect(sameTexts({ a: '1' }, { a: '1', b: '2' })).toBe(false);
	expect(sameTexts({ a: '1' }, { a: '2' })).toBe(false);
});
