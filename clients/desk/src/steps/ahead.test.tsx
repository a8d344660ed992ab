import { previewAct } from '@motcua/shared/api/dossiers.ts';
import { previewPayment } from '@motcua/shared/api/payments.ts';
import { ProblemError } from '@motcua/shared/api/problem.ts';
import { previewShipment } from '@motcua/shared/api/shipments.ts';
import type { Dossier, StepPreview, Versioned } from '@motcua/shared/api/types.ts';
import { act, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Ahead } from './ahead.tsx';
import { EMPTY, type Draft, type StepName } from './catalogue.ts';

vi.mock('@motcua/shared/api/dossiers.ts', () => ({ previewAct: vi.fn() }));
vi.mock('@motcua/shared/api/payments.ts', () => ({ previewPayment: vi.fn() }));
vi.mock('@motcua/shared/api/shipments.ts', () => ({ previewShipment: vi.fn() }));

const shown = { etag: '"1"', value: { id: 'd', state: 'received', due_at: null } } as Versioned<Dossier>;

function preview(body: string, more: object = {}): StepPreview {
	const vi = { title: 'Hồ sơ dừng giải quyết', body, messages: [{ channel: 'sms', text: 'Một cửa: dừng' }] };
	const told = [{ language: 'vi', vi, en: { title: 'Stopped', body: '-', messages: [] } }];
	return { state: 'received', due_at: null, charges: [], told, ...more } as unknown as StepPreview;
}

function ahead(draft: Partial<Draft>, name: StepName = 'stop', busy = false) {
	return <Ahead name={name} shown={shown} draft={{ ...EMPTY, reasonCode: 'not_competent', ...draft }} busy={busy} />;
}

const rest = (milliseconds: number) => act(async () => void (await vi.advanceTimersByTimeAsync(milliseconds)));

beforeEach(() => {
	vi.clearAllMocks();
	vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

test('shows the words and the consequences that the service says', async () => {
	const charges = [{ kind: 'fee', total: 16000, state: 'to_refund' }];
	const after = { state: 'stopped', due_at: '2026-11-30T10:00:00.000Z', charges };
	vi.mocked(previewAct).mockResolvedValue(preview('Lý do: Sai nơi nộp', after));
	render(ahead({ reason: 'Sai nơi nộp' }));
	await rest(0);
	expect(vi.mocked(previewAct).mock.calls).toEqual([
		['d', '"1"', { action: 'stop', reason_code: 'not_competent', reason: 'Sai nơi nộp' }, expect.any(AbortSignal)],
	]);
	screen.getByText(/Lý do: Sai nơi nộp/);
	screen.getByText('Tin nhắn: Một cửa: dừng');
	screen.getByText(/^Hồ sơ chuyển sang: Dừng/);
	screen.getByText(/^Khoản 16.000 đồng: sẽ được hoàn lại/);
	screen.getByText(/^Ngày hẹn trả kết quả mới: .*30\/11\/2026/);
});

test('asks once the typing rests, and shows no answer to what was typed before', async () => {
	const answers: ((said: StepPreview) => void)[] = [];
	vi.mocked(previewAct).mockImplementation(() => new Promise((done) => answers.push(done)));
	const { rerender } = render(ahead({ reason: 'Lý do một' }));
	await rest(0);
	rerender(ahead({ reason: 'Lý do hai' }));
	await rest(500);
	rerender(ahead({ reason: 'Lý do ba' }));
	await rest(500);
	expect(previewAct).toHaveBeenCalledOnce();
	await rest(200);
	expect(previewAct).toHaveBeenCalledTimes(2);
	answers[1]!(preview('thứ ba'));
	answers[0]!(preview('thứ nhất'));
	await rest(0);
	screen.getByText(/thứ ba/);
	expect(screen.queryByText(/thứ nhất/)).toBeNull();
});

test('while the step is taken nothing is asked', async () => {
	vi.mocked(previewAct).mockResolvedValue(preview('Lý do: một'));
	const { rerender } = render(ahead({ reason: 'Lý do một' }));
	await rest(0);
	rerender(ahead({ reason: 'Lý do hai' }, 'stop'));
	rerender(ahead({ reason: 'Lý do hai' }, 'stop', true));
	await rest(1000);
	expect(previewAct).toHaveBeenCalledOnce();
	rerender(ahead({ reason: 'Lý do hai' }));
	await rest(1000);
	expect(previewAct).toHaveBeenCalledTimes(2);
	expect(vi.mocked(previewAct).mock.calls[0]![3].aborted).toBe(true);
});

test('says what is missing without asking, and why nothing can be shown', async () => {
	vi.mocked(previewAct).mockRejectedValue(new ProblemError('overloaded', 503, 'Hệ thống đang bận'));
	const { rerender } = render(ahead({ reason: 'a' }));
	await rest(1000);
	screen.getByText(/^Điền đủ các mục trên/);
	expect(previewAct).not.toHaveBeenCalled();
	rerender(ahead({ reason: 'Sai nơi nộp' }));
	await rest(1000);
	screen.getByText('Chưa xem trước được: Hệ thống đang bận. Bạn vẫn có thể tiếp tục.');
});

test('a notice that two people get is shown once', async () => {
	const said = preview('Như nhau');
	vi.mocked(previewAct).mockResolvedValue({ ...said, told: [...said.told, ...said.told] });
	render(ahead({ reason: 'Sai nơi nộp' }));
	await rest(0);
	expect(screen.getAllByText(/Như nhau/)).toHaveLength(1);
});

test('a step with an address of its own is asked about there', async () => {
	vi.mocked(previewShipment).mockResolvedValue(preview('Số hiệu bưu gửi: RM000000014VN.'));
	const paid = [{ kind: 'fee', total: 8000, state: 'paid' }];
	vi.mocked(previewPayment).mockResolvedValue(preview('Số biên lai BL-1.', { charges: paid }));
	const { rerender, unmount } = render(ahead({}, 'ship'));
	await rest(1000);
	expect(previewShipment).not.toHaveBeenCalled();
	rerender(ahead({ carrier: 'buu-dien' }, 'ship'));
	await rest(1000);
	screen.getByText(/RM000000014VN/);
	expect(vi.mocked(previewShipment).mock.calls).toEqual([['d', 'buu-dien', expect.any(AbortSignal)]]);
	unmount();
	render(ahead({}, 'take_cash'));
	await rest(0);
	screen.getByText(/BL-1/);
	screen.getByText(/^Khoản 8.000 đồng: /);
	expect(vi.mocked(previewPayment).mock.calls).toEqual([['d', 'cash', expect.any(AbortSignal)]]);
	expect(previewAct).not.toHaveBeenCalled();
});
