import { claimDossiers } from '@motcua/shared/api/dossiers.ts';
import { askForCode, enterCode, loadAccount } from '@motcua/shared/api/identity.ts';
import { ProblemError } from '@motcua/shared/api/problem.ts';
import { account } from '@motcua/shared/api/session.ts';
import type { Account, ContactProof } from '@motcua/shared/api/types.ts';
import { fireEvent, render, screen } from '@testing-library/preact';
import { beforeEach, expect, test, vi } from 'vitest';
import Claim from './Claim.tsx';

vi.mock('@motcua/shared/api/dossiers.ts', () => ({ claimDossiers: vi.fn() }));
vi.mock('@motcua/shared/api/identity.ts', () => ({ askForCode: vi.fn(), enterCode: vi.fn(), loadAccount: vi.fn() }));

const sent: ContactProof = { id: 'p', phone: '0912345678', expires_at: '2026-11-25T03:05:00.000Z', proven_at: null };
const proven: ContactProof = { ...sent, proven_at: '2026-11-25T03:01:00.000Z' };
const box = (name: string | RegExp) => screen.getByRole<HTMLInputElement>('textbox', { name });
const type = (name: string | RegExp, text: string) => fireEvent.input(box(name), { target: { value: text } });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

beforeEach(() => {
	vi.clearAllMocks();
	account.value = { id: 'a', phone: '0912345678', personal_id: null } as Account;
	vi.mocked(loadAccount).mockResolvedValue(account.value);
	vi.mocked(askForCode).mockResolvedValue(sent);
	vi.mocked(enterCode).mockResolvedValue(proven);
	vi.mocked(claimDossiers).mockResolvedValue({ dossiers: 2, elsewhere: false });
});

/** As far as the code and the number. */
async function toSecondStep() {
	render(<Claim />);
	press('Gửi mã');
	await screen.findByText(/^Mã đã được gửi đến 0912 345 678, dùng được đến 10:05/);
}

test("the account's own phone stands there; another one is taken as people type it", async () => {
	render(<Claim />);
	expect(box('Số điện thoại').value).toBe('0912 345 678');
	type('Số điện thoại', '+84 987.654.321');
	press('Gửi mã');
	await screen.findByText(/^Mã đã được gửi/);
	expect(askForCode).toHaveBeenCalledWith('0987654321');
});

test('code and number are asked for together, and what was found is said with a way to it', async () => {
	await toSecondStep();
	type('Mã trong tin nhắn', '482 913');
	type('Số định danh cá nhân', '001 187 000 123');
	press('Tìm hồ sơ');
	await screen.findByText('2 hồ sơ nộp tại quầy đã được đưa vào tài khoản của bạn');
	expect(enterCode).toHaveBeenCalledWith('p', '482913');
	expect(claimDossiers).toHaveBeenCalledWith('001187000123');
	expect(screen.getByRole('link', { name: 'Xem hồ sơ của tôi' }).getAttribute('href')).toBe('/ho-so');
});

test('what is no phone, code or number is said before anything is sent', async () => {
	render(<Claim />);
	type('Số điện thoại', '12');
	press('Gửi mã');
	expect((await screen.findAllByText(/^Số điện thoại chưa đúng/)).length).toBeGreaterThan(0);
	expect(askForCode).not.toHaveBeenCalled();
	type('Số điện thoại', '0912345678');
	press('Gửi mã');
	await screen.findByText(/^Mã đã được gửi/);
	expect(screen.queryByRole('alert')).toBeNull();
	type('Mã trong tin nhắn', '12345');
	press('Tìm hồ sơ');
	expect((await screen.findAllByText(/^Mã gồm 6 chữ số/)).length).toBeGreaterThan(0);
	expect(screen.getAllByText(/^Số định danh gồm đúng 12 chữ số/).length).toBeGreaterThan(0);
	expect(enterCode).not.toHaveBeenCalled();
});

test('a wrong code stands at its box; a number that is refused after a right one does not ask for the code again', async () => {
	await toSecondStep();
	vi.mocked(enterCode).mockRejectedValueOnce(new ProblemError('code-wrong', 422, 'Mã xác nhận không đúng.'));
	vi.mocked(claimDossiers).mockRejectedValueOnce(
		new ProblemError('invalid-body', 422, 'Một số thông tin chưa đúng.', {
			errors: [{ pointer: '/personal_id', code: 'personal_id', detail: 'Số định danh không đúng.' }],
		}),
	);
	type('Mã trong tin nhắn', '111111');
	type('Số định danh cá nhân', '999187000123');
	press('Tìm hồ sơ');
	await screen.findAllByText(/Mã xác nhận không đúng/);
	expect(box('Mã trong tin nhắn').getAttribute('aria-invalid')).toBe('true');
	type('Mã trong tin nhắn', '482913');
	press('Tìm hồ sơ');
	await screen.findByText('Số 0912 345 678 đã được xác nhận là của bạn.');
	expect(screen.queryByRole('textbox', { name: 'Mã trong tin nhắn' })).toBeNull();
	expect(box('Số định danh cá nhân').getAttribute('aria-invalid')).toBe('true');
	type('Số định danh cá nhân', '001187000123');
	press('Tìm hồ sơ');
	await screen.findByText(/^2 hồ sơ nộp tại quầy/);
	expect(enterCode).toHaveBeenCalledTimes(2);
});

test('a code of no use any more is said, and another one can be asked for', async () => {
	await toSecondStep();
	vi.mocked(enterCode).mockRejectedValueOnce(new ProblemError('code-spent', 409, 'Mã đã bị nhập sai quá nhiều lần.'));
	type('Mã trong tin nhắn', '111111');
	type('Số định danh cá nhân', '001187000123');
	press('Tìm hồ sơ');
	await screen.findByText('Mã đã bị nhập sai quá nhiều lần.');
	press('Gửi mã khác hoặc đổi số điện thoại');
	expect(box('Số điện thoại').value).toBe('0912 345 678');
	press('Gửi mã');
	await screen.findByText(/^Mã đã được gửi/);
	expect(box('Mã trong tin nhắn').value).toBe('');
	expect(box('Số định danh cá nhân').value).toBe('001187000123');
});

test.each([
	[{ dossiers: 0, elsewhere: false }, 'Không tìm thấy hồ sơ nào'],
	[{ dossiers: 0, elsewhere: true }, 'Hồ sơ đang ở một tài khoản khác'],
])('where nothing came, that is said with a way on: %o', async (result, title) => {
	vi.mocked(claimDossiers).mockResolvedValue(result);
	await toSecondStep();
	type('Mã trong tin nhắn', '482913');
	type('Số định danh cá nhân', '001187000123');
	press('Tìm hồ sơ');
	await screen.findByText(title);
	expect(screen.getByRole('link', { name: 'Tra cứu bằng mã hồ sơ' }).getAttribute('href')).toBe('/tra-cuu');
	press('Tìm bằng số điện thoại khác');
	expect(box('Số điện thoại').value).toBe('0912 345 678');
});
