// Every type of field on a page: named by its label, its hint and error tied to its box, never rewritten while somebody is at
// it, read when it is left.
import { fireEvent, render, screen, within } from '@testing-library/preact';
import { beforeEach, expect, test, vi } from 'vitest';
import * as places from '../../api/places.ts';
import type { Place } from '../../api/types.ts';
import { Filling } from '../filling.ts';
import { FormPage } from '../FormPage.tsx';
import { widgets } from '../../vocabulary/widgets.ts';
import type { Field, FormDefinition, Widget } from '../model.ts';
import { fieldTypes } from './index.ts';

vi.mock('../../api/places.ts');

beforeEach(() => {
	vi.mocked(places.listProvinces).mockResolvedValue([{ code: '38', name: 'Tỉnh mẫu' }] as Place[]);
	vi.mocked(places.listCommunes).mockResolvedValue([{ code: '14797', name: 'Phường Mẫu An' }] as Place[]);
});

const SCHEMAS: Partial<Record<Widget, object>> = {
	number: { type: 'integer', maximum: 999_999_999 },
	date: { type: 'string', format: 'date' },
	email: { type: 'string', format: 'email' },
	phone: { type: 'string', pattern: '^0[0-9]{9,10}$' },
	personal_id: { type: 'string', pattern: '^[0-9]{12}$' },
	text: { type: 'string', maxLength: 120 },
	checkbox: { const: true },
	address: { type: 'object', required: ['province_code', 'commune_code', 'detail'] },
};

function show(widget: Widget, more: Partial<Field> = {}) {
	const field: Field = { name: 'it', label: 'Câu hỏi', hint: 'Gợi ý', widget, ...more };
	const form: FormDefinition = {
		version: 1,
		example: {},
		schema: { type: 'object', required: ['it'], properties: { it: SCHEMAS[widget] ?? { type: 'string' } } },
		ui: { pages: [{ id: 'p', title: 'Trang', fields: [field] }] },
	};
	const filling = new Filling({ form, onAnswer: () => undefined, onTyped: () => undefined });
	const onNext = vi.fn();
	// a page in a client is drawn anew by the signals that it reads
	function Page() {
		return <FormPage filling={filling} page={form.ui.pages[0]!} onNext={onNext} next="Tiếp tục" />;
	}
	const { rerender } = render(<Page />);
	const act = (work: () => void) => {
		work();
		rerender(<Page />);
	};
	return { filling, onNext, act, next: () => act(() => fireEvent.submit(document.querySelector('form')!)) };
}

const options = [
	{ value: 'a', label: 'Một' },
	{ value: 'b', label: 'Hai' },
];

const boxOf = (widget: Widget): HTMLElement => {
	if (widget === 'select') return screen.getByRole('combobox', { name: 'Câu hỏi' });
	if (widget === 'checkbox') return screen.getByRole('checkbox', { name: 'Câu hỏi' });
	if (['radio', 'date', 'address'].includes(widget)) return screen.getByRole('group', { name: 'Câu hỏi' });
	return screen.getByRole('textbox', { name: 'Câu hỏi' });
};

test('every widget of the vocabulary has its type of field, and none more', () => {
	expect(Object.keys(fieldTypes).sort()).toEqual(Object.keys(widgets).sort());
	expect(Object.entries(fieldTypes).filter(([, type]) => type === undefined)).toEqual([]);
});

test.each(Object.keys(widgets) as Widget[])('%s: named by its label; hint and error are read with it', (widget) => {
	const { next, onNext } = show(widget, { options });
	const described = () =>
		(boxOf(widget).getAttribute('aria-describedby') ?? '')
			.split(' ')
			.map((id) => document.getElementById(id)?.textContent)
			.join(' ');
	expect(described()).toContain('Gợi ý');
	next();
	expect(onNext).not.toHaveBeenCalled();
	const [first] = within(screen.getByRole('alert')).getAllByRole('link');
	expect(first!.textContent).toContain('Câu hỏi');
	const message = /(Hãy|Bạn cần).*/.exec(first!.textContent)![0];
	if (widget !== 'address') expect(described()).toContain(message);
	fireEvent.click(first!);
	expect(document.activeElement?.id).toMatch(/^f-it/);
});

test.each<[Widget, string, string, unknown]>([
	['text', ' Nguyễn\u00a0Văn  An ', 'Nguyễn Văn An', 'Nguyễn Văn An'],
	['textarea', ' Một \nHai ', 'Một\nHai', 'Một\nHai'],
	['number', '500.000.000 đồng', '500.000.000', 500_000_000],
	['phone', '84912345678', '0912 345 678', '0912345678'],
	['personal_id', '001 190 000 016', '001190000016', '001190000016'],
	['email', ' an@example.com', 'an@example.com', 'an@example.com'],
])('%s: %j stands as it was typed, and is read when it is left', (widget, typed, read, answer) => {
	const { filling, act } = show(widget);
	const box = boxOf(widget) as HTMLInputElement;
	expect(box.maxLength).toBe(-1);
	act(() => fireEvent.input(box, { target: { value: typed } }));
	expect(box.value.trim()).toBe(typed.trim());
	act(() => fireEvent.blur(box));
	expect(box.value).toBe(read);
	expect(filling.answers.value['it']).toBe(answer);
});

test('a text that is too long is kept whole and said to be', () => {
	const { act, next } = show('text');
	const long = 'Nguyễn Thị '.repeat(15).trim();
	act(() => fireEvent.input(boxOf('text'), { target: { value: long } }));
	next();
	expect((boxOf('text') as HTMLInputElement).value).toBe(long);
	expect(screen.getByRole('alert').textContent).toContain('Câu hỏi: Tối đa 120 ký tự');
});

test('a whole date pasted into one box fills all; half a date stays and is said to be half', () => {
	const { filling, act, next } = show('date');
	const box = (name: string) => screen.getByLabelText(name) as HTMLInputElement;
	const paste = (text: string) => {
		const event = new Event('paste', { bubbles: true, cancelable: true });
		Object.defineProperty(event, 'clipboardData', { value: { getData: () => text } });
		act(() => fireEvent(box('Ngày'), event));
		return event.defaultPrevented;
	};
	expect(paste('không phải ngày')).toBe(false);
	expect(paste('14/03/1996')).toBe(true);
	expect([box('Ngày').value, box('Tháng').value, box('Năm').value]).toEqual(['14', '03', '1996']);
	expect(filling.answers.value['it']).toBe('1996-03-14');
	act(() => fireEvent.input(box('Ngày'), { target: { value: '' } }));
	expect(screen.queryByText(/Ngày chưa đúng/)).toBeNull();
	// left, it is said beside the boxes; the list is that of the button
	act(() => fireEvent.focusOut(box('Ngày')));
	expect(screen.getByText(/Ngày chưa đúng/)).toBeTruthy();
	expect(screen.queryByRole('alert')).toBeNull();
	next();
	expect([box('Ngày').value, box('Năm').value]).toEqual(['', '1996']);
	expect(filling.answers.value).toEqual({});
	expect(screen.getByRole('alert').textContent).toContain('Câu hỏi: Ngày chưa đúng');
});

test('choices are answers at once', () => {
	const radio = show('radio', { options });
	radio.act(() => fireEvent.click(screen.getByRole('radio', { name: 'Hai' })));
	expect(radio.filling.answers.value).toEqual({ it: 'b' });
	radio.next();
	expect(radio.onNext).toHaveBeenCalled();
});

test('an address asks for the province first, and drops the commune with it', async () => {
	const { filling, act } = show('address');
	const commune = () => screen.getByRole('combobox', { name: 'Xã, phường, đặc khu' }) as HTMLInputElement;
	expect(commune().disabled).toBe(true);
	await screen.findByRole('option', { name: 'Tỉnh mẫu' });
	act(() => fireEvent.change(screen.getByLabelText('Tỉnh, thành phố'), { target: { value: '38' } }));
	await vi.waitFor(() => expect(places.listCommunes).toHaveBeenCalledWith('38'));
	expect(commune().disabled).toBe(false);
	act(() => fireEvent.input(screen.getByLabelText('Số nhà, đường, thôn, tổ dân phố'), { target: { value: ' Số  1 ' } }));
	act(() => fireEvent.focusOut(screen.getByRole('group', { name: 'Câu hỏi' })));
	expect(filling.answers.value['it']).toEqual({ province_code: '38', detail: 'Số 1' });
});
