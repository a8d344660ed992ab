import { fireEvent, render, screen } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { beforeEach, expect, test, vi } from 'vitest';
import { Combobox, findEntries, type ComboboxEntry } from './Combobox.tsx';

const entries: ComboboxEntry[] = [
	{ value: '1', label: 'Xã Thành Hạc' },
	{ value: '2', label: 'Phường Hạc Thành' },
	{ value: '3', label: 'Hạc Sơn' },
	{ value: '4', label: 'Phường An Hội', note: 'trước đây: Hạc Lâm' },
];

test('finds without diacritics, beginnings first, then words, then former names', () => {
	expect(findEntries(entries, 'hac').map((entry) => entry.value)).toEqual(['3', '1', '2', '4']);
	expect(findEntries(entries, 'xyz')).toEqual([]);
	expect(findEntries(entries, ' ')).toHaveLength(4);
});

test('what leaves nothing to look for finds nothing', () => {
	expect(findEntries(entries, '\u0301\u0301')).toEqual([]);
});

const chosen = vi.fn();

function Page(props: { search?: (typed: string) => Promise<ComboboxEntry[]>; disabled?: boolean }) {
	const [value, setValue] = useState('');
	return (
		<>
			<label id="place-label" for="place">
				Xã, phường
			</label>
			<Combobox
				id="place"
				entries={entries}
				value={value}
				describedBy="place-hint"
				wrong
				onSelect={(code) => {
					chosen(code);
					setValue(code);
				}}
				{...props}
			/>
		</>
	);
}

beforeEach(() => void chosen.mockReset());
const box = () => screen.getByRole('combobox', { name: 'Xã, phường' }) as HTMLInputElement;
const type = (text: string) => fireEvent.input(box(), { target: { value: text } });
const press = (key: string) => fireEvent.keyDown(box(), { key });
const active = () => document.getElementById(box().getAttribute('aria-activedescendant') ?? '')?.textContent;

test('says to assistive technology what it is, what is wrong and what is marked', () => {
	render(<Page />);
	expect(box().getAttribute('aria-expanded')).toBe('false');
	expect(box().getAttribute('aria-invalid')).toBe('true');
	expect(box().getAttribute('aria-describedby')).toBe('place-hint');
	type('hac');
	expect(box().getAttribute('aria-expanded')).toBe('true');
	expect(document.getElementById(box().getAttribute('aria-controls')!)?.getAttribute('role')).toBe('listbox');
	expect(screen.getAllByRole('option')).toHaveLength(4);
	expect(screen.getByRole('option', { selected: true }).textContent).toBe('Hạc Sơn');
	expect(screen.getByRole('status').textContent).toMatch(/^4 /);
});

test('arrows go round, Enter chooses, Escape takes back', () => {
	render(<Page />);
	type('hac');
	press('ArrowDown');
	expect(active()).toBe('Xã Thành Hạc');
	press('ArrowUp');
	press('ArrowUp');
	expect(active()).toContain('Phường An Hội');
	press('ArrowDown');
	press('Enter');
	expect(chosen.mock.calls).toEqual([['3']]);
	expect(box().value).toBe('Hạc Sơn');
	type('xyz');
	expect(screen.queryAllByRole('option')).toHaveLength(0);
	press('Escape');
	expect(box().value).toBe('Hạc Sơn');
	expect(chosen).toHaveBeenCalledTimes(1);
});

test('an arrow opens the list', () => {
	render(<Page />);
	press('ArrowDown');
	expect(screen.getAllByRole('option')).toHaveLength(4);
});

test('a name typed in full is chosen by leaving; anything else falls back', () => {
	render(<Page />);
	type('phuong hac thanh');
	fireEvent.blur(box());
	expect(chosen.mock.calls).toEqual([['2']]);
	type('hac');
	fireEvent.blur(box());
	expect(chosen).toHaveBeenCalledTimes(1);
	expect(box().value).toBe('Phường Hạc Thành');
});

test('a click chooses', () => {
	render(<Page />);
	fireEvent.click(box());
	fireEvent.click(screen.getByRole('option', { name: /An Hội/ }));
	expect(chosen.mock.calls).toEqual([['4']]);
});

test('the service is asked for more when few fit, and what it cannot say is no harm', async () => {
	vi.useFakeTimers();
	const search = vi.fn(async (): Promise<ComboboxEntry[]> => [{ value: '9', label: 'Phường Xưa' }]);
	render(<Page search={search} />);
	type('xưa ');
	await vi.advanceTimersByTimeAsync(300);
	expect(search.mock.calls).toEqual([['xưa']]);
	expect(screen.getByRole('option').textContent).toBe('Phường Xưa');
	search.mockRejectedValue(new Error('no'));
	type('xưa hơn');
	await vi.advanceTimersByTimeAsync(300);
	expect(screen.queryAllByRole('option')).toHaveLength(0);
	vi.useRealTimers();
});

test('when it cannot be used it does not open', () => {
	render(<Page disabled />);
	fireEvent.click(box());
	press('ArrowDown');
	expect(screen.queryAllByRole('option')).toHaveLength(0);
});
