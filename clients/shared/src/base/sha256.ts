// SHA-256 that can be fed piece by piece (FIPS 180-4). The browser's own digest wants the whole file in memory and is
// missing on plain http; this one needs neither.
import { browser } from './browser.ts';
import { toHex } from './bytes.ts';

const K = new Uint32Array([
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
	0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
	0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
	0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2,
]);
const BLOCK = 64;

export class Sha256 {
	private readonly state = new Uint32Array([
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
	]);
	private readonly words = new Uint32Array(64);
	private readonly rest = new Uint8Array(BLOCK);
	private restLength = 0;
	private total = 0;

	update(bytes: Uint8Array): this {
		this.total += bytes.length;
		let at = 0;
		if (this.restLength > 0) {
			at = Math.min(BLOCK - this.restLength, bytes.length);
			this.rest.set(bytes.subarray(0, at), this.restLength);
			this.restLength += at;
			if (this.restLength < BLOCK) return this;
			this.block(this.rest, 0);
			this.restLength = 0;
		}
		for (; at + BLOCK <= bytes.length; at += BLOCK) this.block(bytes, at);
		this.rest.set(bytes.subarray(at));
		this.restLength = bytes.length - at;
		return this;
	}

	/** Ends the computation; the object may not be used again. */
	digest(): Uint8Array<ArrayBuffer> {
		const length = this.total;
		const padding = new Uint8Array(((119 - (length % BLOCK)) % BLOCK) + 9);
		padding[0] = 0x80;
		const view = new DataView(padding.buffer);
		view.setUint32(padding.length - 8, Math.floor(length / 0x20000000));
		view.setUint32(padding.length - 4, (length << 3) >>> 0);
		this.update(padding);
		const out = new Uint8Array(32);
		const outView = new DataView(out.buffer);
		this.state.forEach((word, i) => outView.setUint32(i * 4, word));
		return out;
	}

	private block(bytes: Uint8Array, at: number): void {
		const w = this.words;
		for (let i = 0; i < 16; i++, at += 4)
			w[i] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
		for (let i = 16; i < 64; i++) {
			const x = w[i - 15]!;
			const y = w[i - 2]!;
			const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
			const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
			w[i] = w[i - 16]! + s0 + w[i - 7]! + s1;
		}
		const s = this.state;
		let a = s[0]!, b = s[1]!, c = s[2]!, d = s[3]!, e = s[4]!, f = s[5]!, g = s[6]!, h = s[7]!;
		for (let i = 0; i < 64; i++) {
			const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
			const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i]! + w[i]!) | 0;
			const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
			const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
			h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
		}
		s[0]! += a; s[1]! += b; s[2]! += c; s[3]! += d; s[4]! += e; s[5]! += f; s[6]! += g; s[7]! += h;
	}
}

/** The digest of one piece, by the browser's own code where it is offered. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
	const subtle = browser.subtle();
	if (subtle) return new Uint8Array(await subtle.digest('SHA-256', bytes));
	return new Sha256().update(bytes).digest();
}

const STEP = 1 << 20;

/** The fingerprint of a whole file in lower-case hex, a mebibyte at a time. */
export async function fingerprint(file: Blob, onProgress?: (done: number) => void): Promise<string> {
	const hash = new Sha256();
	for (let at = 0; at < file.size; at += STEP) {
		hash.update(new Uint8Array(await file.slice(at, at + STEP).arrayBuffer()));
		onProgress?.(Math.min(at + STEP, file.size));
	}
	return toHex(hash.digest());
}
