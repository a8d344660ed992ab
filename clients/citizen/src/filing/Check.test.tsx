import * as dossiers from '@motcua/shared/api/dossiers.ts';
import { ProblemError } from '@motcua/shared/api/problem.ts';
import * as procedures from '@motcua/shared/api/procedures.ts';
import type { Dossier, Procedure } from '@motcua/shared/api/types.ts';
import { Draft } from '@motcua/shared/draft/draft.ts';
import { fireEvent, render, screen } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import { Check } from './Check.tsx';

vi.mock('@motcua/shared/api/dossiers.ts');
vi.mock('@motcua/shared/api/procedures.ts');

const draft = {
	id: 'd1', state: 'draft', procedure: { code: '1.1', title: 'Thủ tục', version: 1 }, case_code: 'default', answers: {},
	unit: { code: 'H99.31', name: 'Ủy ban nhân dân xã' }, return_channel: 'counter', components: [],
} as unknown as Dossier;

test('a procedure that changed since the draft was begun says what is new and opens the draft anew', async () => {
	vi.mocked(dossiers.getDossier).mockResolvedValue({ value: draft, etag: '"1"' });
	vi.mocked(procedures.getForm).mockResolvedValue({ version: 1, schema: {}, ui: { pages: [] } } as never);
	vi.mocked(procedures.getProcedure).mockResolvedValue({
		title: 'Thủ tục', cases: [{ code: 'default', components: [], channels: [] }],
	} as unknown as Procedure);
	vi.mocked(dossiers.submitDossier).mockRejectedValue(
		new ProblemError('procedure-changed', 409, 'Thủ tục đã thay đổi từ khi bạn bắt đầu điền.', {
			errors: [{ pointer: '/components/G1', code: 'paper_now_required', detail: 'Nay cần thêm: Giấy chứng sinh' }],
		}),
	);
	const reopen = vi.fn();
	render(
		<Check draft={await Draft.open('d1', 'me')} reopen={reopen}>
			{null}
		</Check>,
	);
	expect(screen.queryByText(/Mở lại hồ sơ/)).toBeNull();
	fireEvent.click(screen.getByRole('button', { name: 'Nộp hồ sơ' }));
	await screen.findByText(/^Thủ tục đã thay đổi/);
	expect(screen.getByText('Nay cần thêm: Giấy chứng sinh')).toBeDefined();
	fireEvent.click(screen.getByRole('button', { name: 'Mở lại hồ sơ theo quy định mới' }));
	expect(reopen).toHaveBeenCalledOnce();
});
