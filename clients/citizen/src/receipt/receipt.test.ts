import { beforeAll, expect, test } from 'vitest';
import type { KeySet } from '@motcua/shared/api/types.ts';
import { textToBase64, toBase64 } from '@motcua/shared/base/bytes.ts';
import { expectedBy, nextSteps, receiptFiles, receiptIn, verifyReceipt } from './receipt.ts';

const url = (base64: string) => base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const payload = {
	code: 'H99.31-261123-0001',
	expected_by: '2026-11-26T10:00:00Z',
	files: [
		{
			component_code: 'GCS',
			name: 'Giấy chứng sinh.pdf',
			size: 12,
			sha256: 'a'.repeat(64),
			media_type: 'application/pdf',
		},
	],
	next: ['Cán bộ xem hồ sơ.'],
};
let pair: CryptoKeyPair;
let keys: KeySet;

async function sign(head: unknown, content: unknown, key = pair.privateKey): Promise<string> {
	const signed = `${url(textToBase64(JSON.stringify(head)))}.${url(textToBase64(JSON.stringify(content)))}`;
	const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, new TextEncoder().encode(signed));
	return `${signed}.${url(toBase64(new Uint8Array(signature)))}`;
}

beforeAll(async () => {
	pair = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
		'sign',
		'verify',
	])) as CryptoKeyPair;
	const jwk = await crypto.subtle.exportKey('jwk', pair.publicKey);
	keys = { keys: [{ kty: 'EC', crv: 'P-256', x: jwk.x!, y: jwk.y!, kid: 'k1', alg: 'ES256', use: 'sig' }] };
});

test('a genuine receipt, also when a mail has wrapped it', async () => {
	const token = await sign({ alg: 'ES256', kid: 'k1' }, payload);
	const verdict = await verifyReceipt(token.replace(/(.{70})/g, '$1\r\n '), keys);
	expect(verdict).toEqual({ kind: 'valid', payload, kid: 'k1' });
});

test('the receipt that its PDF carries', async () => {
	const token = await sign({ alg: 'ES256', kid: 'k1' }, payload);
	const pdf = (keywords: string) =>
		new TextEncoder().encode(`%PDF-1.5\n%\u00e9\n9 0 obj\n<< /Title (x)\n   /Keywords ${keywords}\n>>\n%%EOF\n`);
	expect(receiptIn(pdf(`(${token})`))).toBe(token);
	expect(receiptIn(pdf('(word, another)'))).toBeNull();
	expect(receiptIn(pdf(`(${token.slice(0, -90)}`))).toBeNull();
	expect(receiptIn(new TextEncoder().encode(` ${token}\n`))).toBe(token);
	expect(receiptIn(new Uint8Array())).toBe('');
});

test('any changed character is refused', async () => {
	const token = await sign({ alg: 'ES256', kid: 'k1' }, payload);
	for (let at = 0; at < token.length; at++) {
		if (token[at] === '.') continue;
		const other = token[at] === 'A' ? 'B' : 'A';
		const verdict = await verifyReceipt(token.slice(0, at) + other + token.slice(at + 1), keys);
		// the last character of a part may carry spare bits; then the bytes are the same and so is the receipt
		if (verdict.kind === 'valid') expect(at === token.length - 1 || token[at + 1] === '.').toBe(true);
		if (verdict.kind === 'valid') expect(verdict.payload).toEqual(payload);
	}
});

test('the token may not choose its algorithm', async () => {
	expect((await verifyReceipt(await sign({ alg: 'none', kid: 'k1' }, payload), keys)).kind).toBe('malformed');
	expect((await verifyReceipt(await sign({ alg: 'HS256', kid: 'k1' }, payload), keys)).kind).toBe('malformed');
	expect((await verifyReceipt(await sign({ alg: 'ES256', kid: 'k1', crit: ['x'] }, payload), keys)).kind).toBe('malformed');
});

test('another key', async () => {
	const other = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
		'sign',
		'verify',
	])) as CryptoKeyPair;
	expect((await verifyReceipt(await sign({ alg: 'ES256', kid: 'k2' }, payload), keys)).kind).toBe('unknown_key');
	expect((await verifyReceipt(await sign({ alg: 'ES256', kid: 'k1' }, payload, other.privateKey), keys)).kind).toBe(
		'forged',
	);
});

test('things that are no receipt', async () => {
	for (const text of ['', 'xin chào', 'a.b', 'a.b.c', '..', 'eyJ.eyJ.', `${'a'.repeat(2_000_000)}.b.c`, 'ệ.ệ.ệ'])
		expect((await verifyReceipt(text, keys)).kind).toBe('malformed');
});

test('what is read out of it', () => {
	expect(receiptFiles(payload).map((file) => file.name)).toEqual(['Giấy chứng sinh.pdf']);
	expect(receiptFiles({ files: 'none' })).toEqual([]);
	expect(receiptFiles({ files: [null, { name: 1 }] })).toEqual([]);
	expect(nextSteps(payload)).toEqual(['Cán bộ xem hồ sơ.']);
	expect(nextSteps({ next: [1, 'a'] })).toEqual(['a']);
	expect(expectedBy(payload)).toBe('2026-11-26T10:00:00Z');
	expect(expectedBy({ expected_by: null })).toBeNull();
});
