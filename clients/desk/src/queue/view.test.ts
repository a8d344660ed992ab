import { expect, test } from 'vitest';
import { isFiltered, pathOf, queryOf, readView } from './view.ts';

const from = (text: string) => readView(new URLSearchParams(text));

test('an empty address is everything that is open', () => {
	const view = from('');
	expect(view).toEqual({ view: '', state: '', unit: '', overdue: false, mine: false });
	expect(pathOf(view)).toBe('/');
	expect(queryOf(view)).toEqual({});
	expect(isFiltered(view)).toBe(false);
});

test('goes through the address unchanged', () => {
	const view = from('view=passed_on&state=processing&unit=H99.31&overdue=1&mine=1');
	expect(readView(new URLSearchParams(pathOf(view).slice(2)))).toEqual(view);
	expect(queryOf(view)).toEqual({ view: 'passed_on', state: 'processing', unit: 'H99.31', overdue: true, mine: true });
	expect(isFiltered(view)).toBe(true);
});

test('leaves out what the service would refuse', () => {
	expect(from('state=draft').state).toBe('');
	expect(from('state=toString').state).toBe('');
	expect(from("unit=H99';--").unit).toBe('');
	expect(from('overdue=yes').overdue).toBe(false);
	expect(from('view=all').view).toBe('');
	expect(pathOf(from('q=0912345678'))).toBe('/');
});
