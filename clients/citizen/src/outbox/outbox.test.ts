import { expect, test, vi } from 'vitest';
import { networkProblem, ProblemError } from '@motcua/shared/api/problem.ts';
import { MemoryStore } from '@motcua/shared/device/store.ts';
import { Outbox } from './outbox.ts';

const now = () => new Date('2026-11-23T03:00:00Z');

function open(store: MemoryStore, file: (id: string, feeTotal: number) => Promise<string>, accountId = 'me') {
	return new Outbox({ store, accountId, file, now });
}

test('keeps a dossier over a closed page and files it once', async () => {
	const store = new MemoryStore();
	open(store, () => Promise.reject(networkProblem())).add('d1', 'Khai sinh', 8000);
	const file = vi.fn(() => Promise.resolve('H99.31-261123-0001'));
	const again = open(store, file);
	expect(again.has('d1')).toBe(true);
	await Promise.all([again.run(), again.run()]);
	await again.run();
	expect(file.mock.calls).toEqual([['d1', 8000]]);
	expect(again.waiting.value).toEqual([]);
	expect(again.sent.value).toEqual([{ dossierId: 'd1', title: 'Khai sinh', code: 'H99.31-261123-0001' }]);
	expect(store.keys('')).toEqual([]);
});

test('asking twice is asking once', () => {
	const box = open(new MemoryStore(), () => Promise.resolve(''));
	box.add('d1', 'Khai sinh', 8000);
	box.add('d1', 'Khai sinh', 8000);
	expect(box.waiting.value).toHaveLength(1);
	box.remove('d1');
	expect(box.waiting.value).toEqual([]);
});

test('without a connection, or signed out, it goes on waiting', async () => {
	const answers = [networkProblem(), new ProblemError('token-expired', 401, 'Hết hạn')];
	const box = open(new MemoryStore(), () => (answers.length ? Promise.reject(answers.shift()) : Promise.resolve('C')));
	box.add('d1', 'Khai sinh', 8000);
	await box.run();
	await box.run();
	expect(box.has('d1')).toBe(true);
	await box.run();
	expect(box.has('d1')).toBe(false);
});

test('a refusal is kept for the person and does not hold up the others', async () => {
	const box = open(new MemoryStore(), (id) =>
		id === 'd1' ? Promise.reject(new ProblemError('component-missing', 422, 'Thiếu giấy tờ')) : Promise.resolve('C2'),
	);
	box.add('d1', 'Khai sinh', 8000);
	box.add('d2', 'Kết hôn', 0);
	await box.run();
	expect(box.waiting.value).toMatchObject([{ dossierId: 'd1', refused: 'Thiếu giấy tờ' }]);
	expect(box.has('d1')).toBe(false);
	expect(box.sent.value.map((entry) => entry.code)).toEqual(['C2']);
	box.add('d1', 'Khai sinh', 8000);
	expect(box.has('d1')).toBe(true);
});

test('what is counted by day is told with its time, and asked for no further', async () => {
	let asked = 0;
	const detail = 'Bạn làm lại được từ 08:00 ngày 27/11/2026.';
	const box = open(new MemoryStore(), () => {
		asked++;
		const problem = new ProblemError('too-many-filings', 429, 'Bạn đã nộp đủ.', { detail, retryAfter: 3600 });
		return Promise.reject(problem);
	});
	box.add('d1', 'Khai sinh', 8000);
	await box.run();
	await box.run();
	expect(asked).toBe(1);
	expect(box.waiting.value).toMatchObject([{ refused: `Bạn đã nộp đủ. ${detail}` }]);
});

test('another person on the same device has an outbox of their own', () => {
	const store = new MemoryStore();
	open(store, () => Promise.resolve('')).add('d1', 'Khai sinh', 8000);
	expect(open(store, () => Promise.resolve(''), 'other').waiting.value).toEqual([]);
});

test('damaged storage is an empty outbox', () => {
	const store = new MemoryStore();
	store.set('motcua.outbox.me', '{"not":"a list"}');
	expect(open(store, () => Promise.resolve('')).waiting.value).toEqual([]);
});
