import { act, previewAct } from '@motcua/shared/api/dossiers.ts';
import { ProblemError } from '@motcua/shared/api/problem.ts';
import { account } from '@motcua/shared/api/session.ts';
import type { Account, Dossier, Versioned } from '@motcua/shared/api/types.ts';
import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { beforeEach, expect, test, vi } from 'vitest';
import { StepDialog } from './dialog.tsx';

vi.mock('@motcua/shared/api/dossiers.ts', () => ({ act: vi.fn(), previewAct: vi.fn(), paperContent: vi.fn() }));

const version = (etag: string, more: object = {}): Versioned<Dossier> => ({
	etag,
	value: {
		id: 'd',
		code: 'H99.31-261125-0012',
		state: 'received',
		applicant: { full_name: 'Nguyễn Thị Mẫu' },
		actions: ['stop'],
		holder: { officer_id: 'me', officer_name: 'Trần Văn Một' },
		...more,
	} as unknown as Dossier,
});
const stale = () => new ProblemError('stale', 412, 'Nội dung đã được sửa ở nơi khác');
const noop = () => undefined;
const taken = vi.fn();
const asked = vi.fn();

function dialog(shown: Versioned<Dossier>) {
	return <StepDialog name="stop" shown={shown} form={null} onClose={noop} onDone={taken} onReload={asked} />;
}

function press(name: string): void {
	fireEvent.click(screen.getByRole('button', { name }));
}

beforeEach(() => {
	vi.clearAllMocks();
	vi.mocked(previewAct).mockRejectedValue(new ProblemError('overloaded', 503, 'Hệ thống đang bận'));
	account.value = { id: 'me' } as Account;
});

test('a step from an old page: what was typed is kept, and sent with what is seen then', async () => {
	vi.mocked(act).mockRejectedValueOnce(stale()).mockResolvedValue(version('"3"'));
	const { rerender } = render(dialog(version('"1"')));
	fireEvent.change(screen.getByLabelText(/^Lý do/), { target: { value: 'applicant_gone' } });
	fireEvent.input(screen.getByLabelText(/^Nói rõ thêm/), { target: { value: 'Người nộp không đến' } });
	press('Dừng xử lý');
	await screen.findByText('Nội dung đã được sửa ở nơi khác');
	press('Tải lại hồ sơ');
	expect(asked).toHaveBeenCalledOnce();
	rerender(dialog(version('"2"', { holder: { officer_id: 'x', officer_name: 'Lê Thị Duyệt' } })));
	await screen.findByText('Hồ sơ đang do Lê Thị Duyệt giữ. Bạn vẫn muốn dừng xử lý?');
	press('Dừng xử lý');
	await waitFor(() => expect(taken).toHaveBeenCalledOnce());
	const reason = { action: 'stop', reason_code: 'applicant_gone', reason: 'Người nộp không đến' };
	expect(vi.mocked(act).mock.calls).toEqual([
		['d', '"1"', reason],
		['d', '"2"', reason],
	]);
});

test('a step that has gone is not offered again, and what was typed still stands there', async () => {
	vi.mocked(act).mockRejectedValueOnce(stale());
	const { rerender } = render(dialog(version('"1"')));
	fireEvent.change(screen.getByLabelText(/^Lý do/), { target: { value: 'applicant_gone' } });
	fireEvent.input(screen.getByLabelText(/^Nói rõ thêm/), { target: { value: 'Người nộp không đến' } });
	press('Dừng xử lý');
	await screen.findByText('Nội dung đã được sửa ở nơi khác');
	press('Tải lại hồ sơ');
	rerender(dialog(version('"2"', { state: 'stopped', actions: [] })));
	await screen.findByText(/không còn dừng xử lý được/);
	expect(screen.queryByRole('button', { name: 'Dừng xử lý' })).toBeNull();
	expect(screen.getByLabelText<HTMLTextAreaElement>(/^Nói rõ thêm/).value).toBe('Người nộp không đến');
});

test('what one holds oneself, or nobody in person, is not asked about', () => {
	const { rerender } = render(dialog(version('"1"')));
	rerender(dialog(version('"1"', { holder: { officer_id: null } })));
	expect(screen.queryByText(/Bạn vẫn muốn/)).toBeNull();
});
