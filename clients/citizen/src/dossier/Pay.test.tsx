import { getDossier } from '@motcua/shared/api/dossiers.ts';
import { createPayment, listPayments } from '@motcua/shared/api/payments.ts';
import { ProblemError } from '@motcua/shared/api/problem.ts';
import { account } from '@motcua/shared/api/session.ts';
import { loadSite } from '@motcua/shared/api/site.ts';
import type { Account, Dossier, Payment, PaymentList, Site } from '@motcua/shared/api/types.ts';
import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { beforeEach, expect, test, vi } from 'vitest';
import Pay from './Pay.tsx';

vi.mock('@motcua/shared/api/dossiers.ts', () => ({ getDossier: vi.fn() }));
vi.mock('@motcua/shared/api/payments.ts', () => ({ createPayment: vi.fn(), listPayments: vi.fn() }));
vi.mock('@motcua/shared/api/site.ts', async (original) => ({ ...(await original<object>()), loadSite: vi.fn() }));

const line = { code: 'LP', name: 'Lệ phí', quantity: 1, unit_amount: 8000, amount: 8000 };
const charge = { id: 'c', kind: 'fee', state: 'open', total: 8000, lines: [line] };
const due = { state: 'due', total: 8000, paid: 0, to_refund: 0, charges: [charge], items: [] } as unknown as PaymentList;
const transfer = { id: '1', method: 'vietqr', state: 'pending', amount: 8000, transfer_content: 'MC7K2Q9XW4TAB' } as Payment;
const site = (...codes: string[]) => ({ payment_methods: codes.map((code) => ({ code })) }) as unknown as Site;
const CASH = /^Đến Phường Một/;

beforeEach(() => {
	vi.clearAllMocks();
	account.value = { id: 'a' } as Account;
	vi.mocked(getDossier).mockResolvedValue({ value: { unit: { name: 'Phường Một' } } as Dossier, etag: '"1"' });
	vi.mocked(listPayments).mockResolvedValue(due);
	vi.mocked(createPayment).mockResolvedValue(transfer);
});

test('until the service has said how it is paid, that is waited for in words, and what is known stands there', async () => {
	let answer: (value: Site) => void = () => undefined;
	vi.mocked(loadSite).mockReturnValue(new Promise((done) => (answer = done)));
	render(<Pay id="d" />);
	await screen.findByText(CASH);
	expect(screen.getAllByText('8.000 đồng').length).toBeGreaterThan(0);
	await screen.findByText('Đang hỏi xem có trả qua ngân hàng được không…');
	answer(site('vietqr', 'cash'));
	await screen.findByText('MC7K2Q9XW4TAB');
	expect(screen.queryByText('Đang hỏi xem có trả qua ngân hàng được không…')).toBeNull();
});

test('when it cannot be asked, that is said and asked again; cash can be paid meanwhile', async () => {
	const lost = new ProblemError('network', 0, 'Không kết nối được');
	vi.mocked(loadSite).mockRejectedValueOnce(lost).mockResolvedValue(site('vietqr'));
	render(<Pay id="d" />);
	await screen.findByText('Không kết nối được');
	expect(screen.getByText(CASH)).toBeTruthy();
	expect(createPayment).not.toHaveBeenCalled();
	fireEvent.click(screen.getByRole('button', { name: 'Thử lại' }));
	await screen.findByText('MC7K2Q9XW4TAB');
});

test('where no transfers are taken, no code is asked for', async () => {
	vi.mocked(loadSite).mockResolvedValue(site('cash'));
	render(<Pay id="d" />);
	await screen.findByRole('heading', { name: 'Trả tiền mặt tại quầy' });
	await waitFor(() => expect(screen.queryByRole('status')).toBeNull());
	expect(createPayment).not.toHaveBeenCalled();
});
