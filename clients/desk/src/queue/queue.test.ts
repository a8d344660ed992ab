import type { InboxPage } from '@motcua/shared/api/desk.ts';
import type { InboxItem, InboxList } from '@motcua/shared/api/types.ts';
import { expect, test } from 'vitest';
import { Queue, type Asked } from './queue.ts';

const list = (page: Asked['page'], key = '/'): Asked => ({ key, path: key, page });
const item = (id: number) => ({ id: String(id), code: `H99-${id}` }) as InboxItem;

/** A service with `count` dossiers, 50 a page, that remembers what it was asked. */
function service(count: number) {
	const asked: InboxPage[] = [];
	const source = async (query: InboxPage): Promise<InboxList> => {
		asked.push(query);
		const from = Number(query.cursor ?? 0);
		const to = Math.min(from + (query.limit ?? 20), count);
		return {
			items: Array.from({ length: to - from }, (_, i) => item(from + i)),
			next_cursor: to < count ? String(to) : null,
		};
	};
	return { source, asked };
}

test('loads the first page, then the next ones by cursor', async () => {
	const { source, asked } = service(120);
	const queue = new Queue();
	await queue.open(list(source));
	expect(queue.state.value.items).toHaveLength(50);
	await queue.more();
	await queue.more();
	expect(queue.state.value.items).toHaveLength(120);
	expect(queue.state.value.next).toBeNull();
	await queue.more();
	expect(asked).toHaveLength(3);
	expect(asked[1]).toMatchObject({ cursor: '50' });
});

test('a refresh keeps the length of the list', async () => {
	const { source } = service(200);
	const queue = new Queue();
	await queue.open(list(source));
	await queue.more();
	await queue.refresh();
	expect(queue.state.value.items).toHaveLength(100);
	expect(queue.state.value.next).toBe('100');
});

test('another view starts empty and a late answer of the old one is dropped', async () => {
	let release = () => {};
	const slow = new Promise<void>((done) => (release = done));
	const queue = new Queue();
	const first = queue.open(list(async () => {
		await slow;
		return { items: [item(1)], next_cursor: null };
	}));
	const second = queue.open(list(async () => ({ items: [item(2)], next_cursor: null }), '/?mine=1'));
	expect(queue.state.value.items).toEqual([]);
	await second;
	release();
	await first;
	expect(queue.state.value.items.map((entry) => entry.id)).toEqual(['2']);
});

test('a failure leaves what is shown and can be tried again', async () => {
	const { source } = service(3);
	let broken = false;
	const queue = new Queue();
	await queue.open(list((query) => (broken ? Promise.reject(new Error('down')) : source(query))));
	broken = true;
	await queue.refresh();
	expect(queue.state.value.items).toHaveLength(3);
	expect(queue.state.value.error).toBeInstanceOf(Error);
	broken = false;
	await queue.refresh();
	expect(queue.state.value.error).toBeNull();
});

test('an entry that moved between two pages is shown once', async () => {
	const pages: InboxList[] = [
		{ items: [item(1), item(2)], next_cursor: 'a' },
		{ items: [item(2), item(3)], next_cursor: null },
	];
	const queue = new Queue();
	await queue.open(list(() => Promise.resolve(pages.shift()!)));
	await queue.more();
	expect(queue.state.value.items.map((entry) => entry.id)).toEqual(['1', '2', '3']);
});

test('knows the neighbours of a dossier', async () => {
	const { source } = service(3);
	const queue = new Queue();
	await queue.open(list(source));
	expect(queue.neighbour('1', 1)?.id).toBe('2');
	expect(queue.neighbour('1', -1)?.id).toBe('0');
	expect(queue.neighbour('2', 1)).toBeNull();
	expect(queue.neighbour('elsewhere', 1)).toBeNull();
	queue.clear();
	expect(queue.neighbour('1', 1)).toBeNull();
});
