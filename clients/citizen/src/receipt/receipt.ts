// Verifies a receipt in the browser: an ES256 signature over exact bytes, by a key that the service publishes. Nothing but
// the public keys is asked for, so it can be done by anyone, anywhere.
import { browser } from '@motcua/shared/base/browser.ts';
import type { KeySet } from '@motcua/shared/api/types.ts';
import { fromBase64Url } from '@motcua/shared/base/bytes.ts';

export interface ReceiptFile {
	component_code?: string;
	name: string;
	size: number;
	sha256: string;
}

export type Verdict =
	| { kind: 'valid'; payload: Record<string, unknown>; kid: string }
	| { kind: 'malformed' }
	| { kind: 'unknown_key' }
	| { kind: 'forged' }
	/** The browser offers no signature check here: plain http to another machine. */
	| { kind: 'unsupported' };

const LONGEST = 1 << 20;

function json(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch {
		return null;
	}
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** text: the compact JWS, however it was wrapped on paper or in a mail. The algorithm is ours to choose, never the token's. */
export async function verifyReceipt(text: string, keys: KeySet): Promise<Verdict> {
	const token = text.replace(/\s+/g, '');
	const parts = token.split('.');
	if (token.length > LONGEST || parts.length !== 3 || parts.some((part) => part === '')) return { kind: 'malformed' };
	const [header, payload, signature] = parts.map(fromBase64Url);
	if (!header || !payload || signature?.length !== 64) return { kind: 'malformed' };
	const head = json(header);
	const content = json(payload);
	if (!isRecord(head) || !isRecord(content) || head['alg'] !== 'ES256' || 'crit' in head) return { kind: 'malformed' };
	const jwk = keys.keys.find((key) => key.kid === head['kid']);
	if (!jwk) return { kind: 'unknown_key' };
	const subtle = browser.subtle();
	if (!subtle) return { kind: 'unsupported' };
	const key = await subtle.importKey(
		'jwk',
		{ kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y },
		{ name: 'ECDSA', namedCurve: 'P-256' },
		false,
		['verify'],
	);
	const signed = new TextEncoder().encode(`${parts[0]}.${parts[1]}`);
	const genuine = await subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, signed);
	return genuine ? { kind: 'valid', payload: content, kid: jwk.kid } : { kind: 'forged' };
}

/**
 * The receipt in a file: the text itself, or what the receipt's PDF carries among its keywords (a compact JWS is plain
 * ASCII there). null: a PDF without one.
 */
export function receiptIn(bytes: Uint8Array): string | null {
	const text = new TextDecoder('latin1').decode(bytes);
	if (!text.startsWith('%PDF-')) return text.trim();
	return /\/Keywords\s*\(\s*(eyJ[\w-]+\.[\w-]+\.[\w-]+)\s*\)/.exec(text)?.[1] ?? null;
}

/** The files that a receipt lists, whichever papers they belong to. */
export function receiptFiles(payload: Record<string, unknown>): ReceiptFile[] {
	const list = payload['files'];
	if (!Array.isArray(list)) return [];
	return list.filter(
		(file): file is ReceiptFile =>
			isRecord(file) &&
			typeof file['name'] === 'string' &&
			typeof file['size'] === 'number' &&
			typeof file['sha256'] === 'string',
	);
}

/** The sentences about what happens next. */
export function nextSteps(payload: Record<string, unknown>): string[] {
	const next = payload['next'];
	return Array.isArray(next) ? next.filter((step): step is string => typeof step === 'string') : [];
}

/** Whether the time that a receipt promises rests on days off that were not published yet. */
export function isEstimate(payload: Record<string, unknown>): boolean {
	return payload['expected_estimated'] === true;
}

export function expectedBy(payload: Record<string, unknown>): string | null {
	const time = payload['expected_by'];
	return typeof time === 'string' ? time : null;
}
