import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ProblemError } from '../api/problem.ts';
import { MemoryStore, readJson } from '../device/store.ts';
import { Autosave, mergePatch, type AutosaveParts, type Patch } from './autosave.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

/** A service that merges patches, checks ETags and can be told to fail. */
class Service {
	answers: Record<string, unknown> = {};
	version = 1;
	inFlight = 0;
	most = 0;
	saves: Patch[] = [];
	failures: ProblemError[] = [];
	latency = 100;

	get etag(): string {
		return `"${this.version}"`;
	}

	async save(patch: Patch, etag: string): Promise<string> {
		this.inFlight++;
		this.most = Math.max(this.most, this.inFlight);
		await new Promise((done) => setTimeout(done, this.latency));
		this.inFlight--;
		const failure = this.failures.shift();
		if (failure) throw failure;
		if (etag !== this.etag) throw new ProblemError('stale', 412, '');
		this.saves.push(patch);
		Object.assign(this.answers, patch['answers']);
		this.version++;
		return this.etag;
	}
}

function start(service: Service, store = new MemoryStore(), more: Partial<AutosaveParts> = {}) {
	const queue = new Autosave({
		key: 'draft', store, etag: service.etag, delay: 800, backoff: [1000, 2000],
		save: (patch, etag) => service.save(patch, etag),
		reload: async () => service.etag,
		...more,
	});
	return { queue, store };
}

const network = () => new ProblemError('network', 0, '');

test('typing is gathered, one save is in flight, the rest goes together', async () => {
	const service = new Service();
	const { queue } = start(service);
	for (const text of ['N', 'Ng', 'Ngu']) queue.enqueue({ answers: { name: text } });
	expect(queue.state.value.kind).toBe('waiting');
	await vi.advanceTimersByTimeAsync(850);
	expect(queue.state.value.kind).toBe('saving');
	queue.enqueue({ answers: { name: 'Nguyễn' } });
	queue.enqueue({ answers: { sex: 'female' } });
	await vi.advanceTimersByTimeAsync(2000);
	expect(service.saves).toEqual([{ answers: { name: 'Ngu' } }, { answers: { name: 'Nguyễn', sex: 'female' } }]);
	expect(service.most).toBe(1);
	expect(queue.state.value.kind).toBe('saved');
});

test('every change is on the device before it is on the service, and gone from it afterwards', async () => {
	const service = new Service();
	const { queue, store } = start(service);
	queue.enqueue({ answers: { name: 'An' } });
	expect(readJson(store, 'draft')).toEqual({ answers: { name: 'An' } });
	await vi.advanceTimersByTimeAsync(850);
	queue.enqueue({ answers: { age: 3 } });
	expect(readJson(store, 'draft')).toEqual({ answers: { name: 'An', age: 3 } });
	await vi.advanceTimersByTimeAsync(3000);
	expect(store.get('draft')).toBeNull();
});

test('a tab that was killed goes on where it stopped', async () => {
	const service = new Service();
	const { queue, store } = start(service);
	queue.enqueue({ answers: { name: 'An' }, return_channel: 'post' });
	queue.stop();
	await vi.advanceTimersByTimeAsync(5000);
	expect(service.saves).toEqual([]);
	const again = start(service, store).queue;
	expect(again.unsaved).toEqual({ answers: { name: 'An' }, return_channel: 'post' });
	await vi.advanceTimersByTimeAsync(1000);
	expect(service.answers).toEqual({ name: 'An' });
	expect(store.get('draft')).toBeNull();
});

test('a lost connection is tried again, with what was typed meanwhile', async () => {
	const service = new Service();
	service.failures = [network(), network()];
	const { queue } = start(service);
	queue.enqueue({ answers: { name: 'An' } });
	await vi.advanceTimersByTimeAsync(950);
	expect(queue.state.value.kind).toBe('retrying');
	queue.enqueue({ answers: { age: 3 } });
	await vi.advanceTimersByTimeAsync(10_000);
	expect(service.answers).toEqual({ name: 'An', age: 3 });
	expect(queue.state.value.kind).toBe('saved');
});

test('a save that was done but not heard of is sent again after a reload, not lost', async () => {
	const service = new Service();
	const { queue } = start(service, new MemoryStore(), {
		save: async (patch, etag) => {
			const saved = await service.save(patch, etag);
			if (service.saves.length === 1) throw network();
			return saved;
		},
	});
	queue.enqueue({ answers: { name: 'An' } });
	await vi.advanceTimersByTimeAsync(10_000);
	expect(service.answers).toEqual({ name: 'An' });
	expect(queue.state.value.kind).toBe('saved');
	expect(queue.currentEtag).toBe(service.etag);
});

test('another tab was quicker: its version is fetched and ours laid over it', async () => {
	const service = new Service();
	const reload = vi.fn(async () => service.etag);
	const { queue } = start(service, new MemoryStore(), { reload });
	service.answers = { other: 'tab' };
	service.version = 7;
	queue.enqueue({ answers: { name: 'An' } });
	await vi.advanceTimersByTimeAsync(2000);
	expect(reload).toHaveBeenCalledTimes(1);
	expect(service.answers).toEqual({ other: 'tab', name: 'An' });
});

test('a session that ends keeps everything until somebody signs in', async () => {
	const service = new Service();
	service.failures = [new ProblemError('token-expired', 401, '')];
	const { queue, store } = start(service);
	queue.enqueue({ answers: { name: 'An' } });
	await vi.advanceTimersByTimeAsync(60_000);
	expect(queue.state.value.kind).toBe('signed_out');
	expect(readJson(store, 'draft')).toEqual({ answers: { name: 'An' } });
	queue.retry();
	await vi.advanceTimersByTimeAsync(1000);
	expect(service.answers).toEqual({ name: 'An' });
});

test('a refused answer is said, and the next change is tried with it', async () => {
	const service = new Service();
	service.failures = [new ProblemError('invalid-body', 422, 'Một số thông tin chưa đúng.')];
	const { queue } = start(service);
	queue.enqueue({ answers: { name: 'x' } });
	await vi.advanceTimersByTimeAsync(1000);
	expect(queue.state.value).toMatchObject({ kind: 'failed', error: { message: 'Một số thông tin chưa đúng.' } });
	queue.enqueue({ answers: { name: 'An' } });
	await vi.advanceTimersByTimeAsync(1000);
	expect(service.answers).toEqual({ name: 'An' });
});

test('flush saves now and tells whether all is saved', async () => {
	const service = new Service();
	const { queue } = start(service);
	queue.enqueue({ answers: { name: 'An' } });
	const flushed = queue.flush();
	await vi.advanceTimersByTimeAsync(200);
	expect(await flushed).toBe(true);
	service.failures = [network()];
	queue.enqueue({ answers: { name: 'Bình' } });
	const failed = queue.flush();
	await vi.advanceTimersByTimeAsync(200);
	expect(await failed).toBe(false);
	expect(queue.unsaved).toEqual({ answers: { name: 'Bình' } });
});

test('flush waits for the save in flight and for what came meanwhile', async () => {
	const service = new Service();
	const { queue } = start(service);
	queue.enqueue({ answers: { a: 1 } });
	await vi.advanceTimersByTimeAsync(850);
	queue.enqueue({ answers: { b: 2 } });
	const flushed = queue.flush();
	await vi.advanceTimersByTimeAsync(500);
	expect(await flushed).toBe(true);
	expect(service.answers).toEqual({ a: 1, b: 2 });
});

test('patches merge as the service merges them', () => {
	expect(mergePatch({ answers: { a: 1, b: 2 }, unit_code: 'H99' }, { answers: { b: null, c: 3 } })).toEqual({
		answers: { a: 1, b: null, c: 3 }, unit_code: 'H99',
	});
	expect(mergePatch({ return_channel: 'post' }, { return_channel: 'counter' })).toEqual({ return_channel: 'counter' });
});
