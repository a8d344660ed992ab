import * as dossiers from '@motcua/shared/api/dossiers.ts';
import { ProblemError } from '@motcua/shared/api/problem.ts';
import * as procedures from '@motcua/shared/api/procedures.ts';
import type { Dossier, Procedure } from '@motcua/shared/api/types.ts';
import { Draft } from '@motcua/shared/draft/draft.ts';
import { fireEvent, render, screen } from '@testing-library/preact';
import { beforeEach, expect, test, vi } from 'vitest';
import { Check } from './Check.tsx';

vi.mock('@motcua/shared/api/dossiers.ts');
vi.mock('@motcua/shared/api/procedures.ts');

const draft = {
	id: 'd1', state: 'draft', procedure: { code: '1.1', title: 'Thủ tục', version: 1 }, case_code: 'default', answers: {},
	channel: 'online', unit: { code: 'H99.31', name: 'Ủy ban nhân dân xã' }, return_channel: 'counter', components: [],
} as unknown as Dossier;

const procedure = (amount: number): Procedure =>
	({
		code: '1.1', title: 'Thủ tục',
		cases: [
			{
				code: 'default', components: [],
				channels: [{ channel: 'online', fees: [{ code: 'P', name: 'Phí', kind: 'fee', amount, per: 'dossier' }] }],
			},
		],
	}) as unknown as Procedure;

beforeEach(() => {
	vi.resetAllMocks();
	vi.mocked(dossiers.getDossier).mockResolvedValue({ value: draft, etag: '"1"' });
	vi.mocked(procedures.getForm).mockResolvedValue({ version: 1, schema: {}, ui: { pages: [] } } as never);
	vi.mocked(procedures.getProcedure).mockResolvedValue(procedure(8000));
});

async function show(reopen = () => {}) {
	render(
		<Check draft={await Draft.open('d1', 'me')} reopen={reopen}>
			{null}
		</Check>,
	);
}

test('a procedure that changed since the draft was begun says what is new and opens the draft anew', async () => {
	vi.mocked(dossiers.submitDossier).mockRejectedValue(
		new ProblemError('procedure-changed', 409, 'Thủ tục đã thay đổi từ khi bạn bắt đầu điền.', {
			errors: [{ pointer: '/components/G1', code: 'paper_now_required', detail: 'Nay cần thêm: Giấy chứng sinh' }],
		}),
	);
	const reopen = vi.fn();
	await show(reopen);
	expect(screen.queryByText(/Mở lại hồ sơ/)).toBeNull();
	fireEvent.click(screen.getByRole('button', { name: 'Nộp hồ sơ' }));
	await screen.findByText(/^Thủ tục đã thay đổi/);
	expect(screen.getByText('Nay cần thêm: Giấy chứng sinh')).toBeDefined();
	fireEvent.click(screen.getByRole('button', { name: 'Mở lại hồ sơ theo quy định mới' }));
	expect(reopen).toHaveBeenCalledOnce();
});

test.each([
	[10000, 'Đồng ý trả 10.000 đồng và nộp hồ sơ'],
	[0, 'Đồng ý và nộp hồ sơ, không phải trả tiền'],
])('a fee that became %i is shown, agreed to and filed with', async (now, agree) => {
	vi.mocked(dossiers.submitDossier)
		.mockRejectedValueOnce(
			new ProblemError('fee-changed', 409, 'Phí, lệ phí của thủ tục này đã thay đổi.', {
				errors: [{ pointer: '/fees/P', code: 'fee-changed', detail: 'Phí: từ ngày 01/01/2027 …' }],
			}),
		)
		.mockRejectedValueOnce(new ProblemError('internal', 500, 'Hệ thống gặp lỗi.'));
	await show();
	expect(screen.getByText('8.000 đồng')).toBeDefined();
	vi.mocked(procedures.getProcedure).mockResolvedValue(procedure(now));
	fireEvent.click(screen.getByRole('button', { name: 'Nộp hồ sơ' }));
	fireEvent.click(await screen.findByRole('button', { name: agree }));
	await screen.findByText('Hệ thống gặp lỗi.');
	expect(vi.mocked(dossiers.submitDossier).mock.calls).toEqual([['d1', 8000], ['d1', now]]);
	expect(screen.queryByText('8.000 đồng')).toBeNull();
});
