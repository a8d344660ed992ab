import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { toHex } from './bytes.ts';
import { fingerprint, sha256, Sha256 } from './sha256.ts';

const expected = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('every length around the block borders', () => {
	for (let length = 0; length <= 200; length++) {
		const bytes = new Uint8Array(randomBytes(length));
		expect(toHex(new Sha256().update(bytes).digest())).toBe(expected(bytes));
	}
});

test('the pieces that it is fed in do not matter', () => {
	const bytes = new Uint8Array(randomBytes(10_000));
	for (let round = 0; round < 50; round++) {
		const hash = new Sha256();
		for (let at = 0; at < bytes.length; ) {
			const next = Math.min(bytes.length, at + Math.floor(Math.random() * 300));
			hash.update(bytes.subarray(at, next));
			at = next;
		}
		expect(toHex(hash.digest())).toBe(expected(bytes));
	}
});

test('a file of several steps, with progress to its end', async () => {
	const bytes = new Uint8Array(randomBytes(2_500_001));
	const seen: number[] = [];
	expect(await fingerprint(new Blob([bytes]), (done) => seen.push(done))).toBe(expected(bytes));
	expect(seen.at(-1)).toBe(bytes.length);
});

test('one piece by the browser and by ourselves', async () => {
	const bytes = new Uint8Array(randomBytes(100));
	expect(toHex(await sha256(bytes))).toBe(expected(bytes));
});
