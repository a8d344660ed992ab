import { signal } from '@preact/signals';
import { render, screen } from '@testing-library/preact';
import { expect, test } from 'vitest';
import { ProblemError } from '../api/problem.ts';
import type { SaveState } from './autosave.ts';
import { SaveStatus } from './SaveStatus.tsx';

const at = new Date('2026-11-23T03:04:00Z');
const refused = new ProblemError('invalid-body', 422, 'Một số thông tin chưa đúng.');

test.each<[SaveState, string[], string]>([
	[{ kind: 'idle' }, [], ''],
	[{ kind: 'idle' }, ['Ngày sinh'], 'Còn ghi dở: “Ngày sinh”.'],
	[{ kind: 'waiting' }, ['Ngày sinh'], 'Có thay đổi chưa lưu'],
	[{ kind: 'saved', at }, [], 'Đã lưu lúc 10:04'],
	[{ kind: 'saved', at }, ['Ngày sinh', 'Số bản'], 'Đã lưu lúc 10:04. Còn ghi dở: “Ngày sinh”, “Số bản”.'],
	[{ kind: 'failed', error: refused }, [], 'Chưa lưu được. Một số thông tin chưa đúng. Nội dung còn trên máy này.'],
])('%j with %j begun: %j', (state, unfinished, said) => {
	const autosave = { state: signal(state), retry: () => undefined };
	render(<SaveStatus draft={{ autosave: autosave as never, unfinished: signal(unfinished) }} />);
	expect(screen.getByRole('status').textContent).toBe(said);
});
