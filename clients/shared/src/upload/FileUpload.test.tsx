import { signal } from '@preact/signals';
import { fireEvent, render, screen, within } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import { ProblemError } from '../api/problem.ts';
import type { DossierFile } from '../api/types.ts';
import { FileUpload } from './FileUpload.tsx';
import type { Refusal, UploadItem, UploadQueue } from './queue.ts';

const MOST = 100 << 20;
vi.mock('../api/site.ts', () => ({ loadSite: () => Promise.resolve({ limits: { file_bytes: MOST } }) }));

const attached = [
	{ id: '1', name: 'giấy.pdf', size: 1000, media_type: 'application/pdf', sha256: 'a'.repeat(64) },
] as DossierFile[];
const sending = {
	id: '2',
	name: 'ảnh.jpg',
	size: 2000,
	kind: 'pdf',
	blob: new Blob(),
	phase: 'sending',
	sent: 500,
	error: null,
} as unknown as UploadItem;

function queueOf(items: UploadItem[], refused: Refusal[] = []) {
	return {
		items: signal(items),
		kinds: ['pdf', 'jpeg'],
		add: vi.fn(async () => refused),
		remove: vi.fn(async () => undefined),
		retry: vi.fn(),
	};
}

function show(queue: ReturnType<typeof queueOf>, more: { maxFiles?: number; error?: string } = {}) {
	const [onRemove, onOpen] = [vi.fn(), vi.fn()];
	render(
		<FileUpload
			name="GCS"
			label="Giấy chứng sinh"
			queue={queue as unknown as UploadQueue}
			attached={attached}
			maxFiles={3}
			onRemove={onRemove}
			onOpen={onOpen}
			{...more}
		/>,
	);
	return { onRemove, onOpen };
}

test('lists what is there and what is on its way, each with what can be done', () => {
	const queue = queueOf([sending]);
	const { onRemove, onOpen } = show(queue);
	const [there, going] = within(screen.getByRole('list', { name: 'Giấy chứng sinh' })).getAllByRole('listitem');
	expect(there!.textContent).toContain('Đã gửi xong');
	expect(going!.textContent).toContain('Đang gửi 25 %');
	expect(within(going!).getByRole('progressbar', { name: 'ảnh.jpg' })).toBeTruthy();
	fireEvent.click(screen.getByRole('button', { name: 'Xem tệp giấy.pdf' }));
	fireEvent.click(screen.getByRole('button', { name: 'Bỏ tệp giấy.pdf' }));
	fireEvent.click(screen.getByRole('button', { name: 'Bỏ tệp ảnh.jpg' }));
	expect([onOpen.mock.calls[0]![0].id, onRemove.mock.calls[0]![0].id, queue.remove.mock.calls]).toEqual([
		'1',
		'1',
		[['2']],
	]);
});

test('one that failed says why and can be tried again', () => {
	const queue = queueOf([{ ...sending, phase: 'failed', error: new ProblemError('network', 0, 'Mạng đứt') }]);
	show(queue);
	expect(screen.getByText(/Chưa gửi được: Mạng đứt/)).toBeTruthy();
	fireEvent.click(screen.getByRole('button', { name: 'Thử lại' }));
	expect(queue.retry.mock.calls).toEqual([['2']]);
});

test('one that the service does not take is said with what this paper takes', () => {
	const error = new ProblemError('file-type-forbidden', 422, 'Loại tệp này không được nhận.');
	show(queueOf([{ ...sending, name: 'đơn.docx', phase: 'failed', error }]));
	expect(screen.getByText(/Tệp “đơn.docx” không đúng loại. Hãy dùng PDF, JPG\.$/)).toBeTruthy();
});

test('a file that cannot be taken is named, with what can', async () => {
	const queue = queueOf(
		[],
		[
			{ name: 'phim.mp4', reason: 'kind' },
			{ name: 'rỗng.pdf', reason: 'empty' },
		],
	);
	show(queue, { error: 'Hãy gửi kèm: Giấy chứng sinh' });
	fireEvent.change(screen.getByLabelText('Chọn tệp: Giấy chứng sinh'));
	expect(await screen.findByText(/“phim.mp4” không đúng loại. Hãy dùng PDF, JPG/)).toBeTruthy();
	expect(screen.getByRole('status').textContent).toContain('“rỗng.pdf” rỗng');
	expect(screen.getByRole('status').textContent).toContain('Hãy gửi kèm: Giấy chứng sinh');
});

test('a paper that is full asks for no more', () => {
	show(queueOf([sending]), { maxFiles: 2 });
	expect(screen.queryByLabelText('Chọn tệp: Giấy chứng sinh')).toBeNull();
});

test('a file beyond the limit of size is not begun: its limit and what to do are said, the others go', async () => {
	const queue = queueOf([]);
	show(queue);
	await screen.findByText(/Mỗi tệp không quá 100 MB\./);
	const scan = new File(['x'], 'bản quét.pdf');
	Object.defineProperty(scan, 'size', { value: 150 << 20 });
	const whole = new File(['x'], 'giấy khai sinh.pdf');
	Object.defineProperty(whole, 'size', { value: MOST });
	fireEvent.change(screen.getByLabelText('Chọn tệp: Giấy chứng sinh'), { target: { files: [scan, whole] } });
	expect(await screen.findByText(/“bản quét.pdf” quá lớn: mỗi tệp không quá 100 MB\. Hãy quét lại .* hoặc tách/)).toBeTruthy();
	expect(queue.add.mock.calls).toEqual([[[whole]]]);
});

test('one that the service finds too large is said with the limit and what to do', async () => {
	const error = new ProblemError('file-too-large', 413, 'Tệp quá lớn.');
	show(queueOf([{ ...sending, name: 'bản quét.pdf', phase: 'failed', error }]));
	expect(await screen.findByText(/“bản quét.pdf” quá lớn: mỗi tệp không quá 100 MB/)).toBeTruthy();
});
