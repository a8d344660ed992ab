import { fireEvent, render, screen } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import type { Submission } from '../api/types.ts';
import type { FormDefinition } from './model.ts';
import { Rounds } from './Rounds.tsx';

const file = (id: string, name: string, mark: string) => ({ id, name, mark, size: 10, component_code: 'GT' });
const item = (number: number, copies: number, files: object[], changed: string[] = []) =>
	({
		number,
		at: '2026-11-23T03:04:05Z',
		submitter_name: 'Lê Tám',
		answers: { copies },
		changed,
		files,
	}) as unknown as Submission;
const form = {
	ui: { pages: [{ id: 'p', title: 'P', fields: [{ name: 'copies', label: 'Số bản', widget: 'number' }] }] },
} as unknown as FormDefinition;

test('both files stay to be read, each marked, and the answer says what it was before', () => {
	const open = vi.fn();
	const items = [
		item(1, 1, [file('a', 'mờ.pdf', 'new')]),
		item(2, 20, [file('a', 'mờ.pdf', 'replaced'), file('b', 'rõ.pdf', 'new')], ['copies']),
	];
	render(<Rounds items={items} form={form} onOpen={open} />);
	expect(screen.getByText(/đã thay hoặc bỏ/)).toBeTruthy();
	expect(screen.getByText('Số bản').parentElement?.textContent).toBe('Số bản20 (trước đó: 1)');
	fireEvent.click(screen.getAllByRole('button', { name: 'mờ.pdf' })[1]!);
	expect(open).toHaveBeenCalledWith(items[1]!.files[0]);
});

test('a dossier that was filed once needs no rounds', () => {
	const { container } = render(<Rounds items={[item(1, 1, [])]} form={form} onOpen={() => undefined} />);
	expect(container.textContent).toBe('');
});
