import { expect, test } from 'vitest';
import { ProblemError } from './problem.ts';
import { intend } from './intention.ts';
import { MemoryStore } from '../device/store.ts';

test('the same intention keeps its key until the verdict', async () => {
	const store = new MemoryStore();
	const keys: string[] = [];
	const lost = (key: string) => {
		keys.push(key);
		return Promise.reject(new ProblemError('network', 0, ''));
	};
	await expect(intend('submit:1', lost, store)).rejects.toThrow();
	await expect(intend('submit:1', lost, store)).rejects.toThrow();
	await intend('submit:1', async (key) => keys.push(key), store);
	await intend('submit:1', async (key) => keys.push(key), store);
	expect(new Set(keys.slice(0, 3)).size).toBe(1);
	expect(keys[3]).not.toBe(keys[0]);
	expect(store.keys('')).toEqual([]);
});

test('a refusal ends it, a lost session does not', async () => {
	const store = new MemoryStore();
	await expect(intend('a', () => Promise.reject(new ProblemError('token-expired', 401, '')), store)).rejects.toThrow();
	expect(store.keys('motcua.intention.')).toHaveLength(1);
	await expect(intend('a', () => Promise.reject(new ProblemError('answers-invalid', 422, '')), store)).rejects.toThrow();
	expect(store.keys('motcua.intention.')).toEqual([]);
});

test('different intentions do not share a key', async () => {
	const store = new MemoryStore();
	const keys: string[] = [];
	await Promise.all(['a', 'b'].map((name) => intend(name, async (key) => keys.push(key), store)));
	expect(keys[0]).not.toBe(keys[1]);
});
