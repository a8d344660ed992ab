// One resumable upload (tus 1.0.0): the file's fingerprint first, then pieces of a mebibyte, each with its own checksum.
// After a break the service is asked how far it got; nothing is sent twice and nothing is skipped.
import { networkProblem, ProblemError } from '../api/problem.ts';
import { textToBase64, toBase64 } from '../base/bytes.ts';
import { ts } from '../i18n/shared.ts';
import { fingerprint, sha256 } from '../base/sha256.ts';
import type { Store } from '../device/store.ts';

export const PIECE = 1 << 20;
const TUS = { 'Tus-Resumable': '1.0.0' };
const PLACE = 'motcua.upload.';
const MISMATCHES = 3;

export interface TusParts {
	file: Blob;
	name: string;
	/** Sends a request to a path of the service; throws ProblemError for anything but 2xx. */
	send: (path: string, init: RequestInit) => Promise<Response>;
	/** Remembers where an unfinished upload goes on, by the file's fingerprint. */
	store: Store;
	signal?: AbortSignal | undefined;
	/** Bytes that the service has, of the file's size. */
	onProgress?: ((sent: number) => void) | undefined;
	/** The connection is gone (true), and back (false). */
	onWaiting?: ((waiting: boolean) => void) | undefined;
	/** Waits before try number `n` after a lost connection; a test or the "online" event may cut it short. */
	pause?: ((n: number) => Promise<void>) | undefined;
	/** How often in a row a lost connection is tolerated. */
	patience?: number;
}

export interface Uploaded {
	id: string;
	sha256: string;
}

/** Waits longer each time, and not at all once the device reports a connection again. */
function pauseUntilOnline(n: number): Promise<void> {
	return new Promise((done) => {
		const over = () => {
			clearTimeout(timer);
			globalThis.removeEventListener?.('online', over);
			done();
		};
		const timer = setTimeout(over, Math.min(1000 * 2 ** n, 30_000));
		globalThis.addEventListener?.('online', over);
	});
}

export async function upload(parts: TusParts): Promise<Uploaded> {
	const hash = await fingerprint(parts.file);
	const run = new Run(parts, hash);
	return { id: await run.toEnd(), sha256: hash };
}

/** Forgets an upload that will not be finished, here and at the service. */
export async function abandon(parts: Pick<TusParts, 'file' | 'send' | 'store'>): Promise<void> {
	const place = placeOf(await fingerprint(parts.file), parts.file.size);
	const path = parts.store.get(place);
	parts.store.remove(place);
	if (path) await parts.send(path, { method: 'DELETE', headers: TUS });
}

const placeOf = (hash: string, size: number) => `${PLACE}${hash}.${size}`;

class Run {
	private readonly parts: TusParts;
	private readonly hash: string;
	private readonly place: string;
	private mismatches = 0;
	private recreated = false;

	constructor(parts: TusParts, hash: string) {
		this.parts = parts;
		this.hash = hash;
		this.place = placeOf(hash, parts.file.size);
	}

	async toEnd(): Promise<string> {
		let lost = 0;
		for (;;) {
			const before = this.sent;
			try {
				const id = await this.once();
				this.parts.onWaiting?.(false);
				return id;
			} catch (error) {
				this.parts.signal?.throwIfAborted();
				if (!(error instanceof ProblemError) || !this.mayGoOn(error)) throw error;
				if (!error.retryable) continue;
				lost = this.sent > before ? 0 : lost + 1;
				if (lost > (this.parts.patience ?? 8)) throw error;
				this.parts.onWaiting?.(true);
				await (this.parts.pause ?? pauseUntilOnline)(lost);
				this.parts.signal?.throwIfAborted();
			}
		}
	}

	private sent = 0;

	/** From wherever the service stands to the end of the file. */
	private async once(): Promise<string> {
		const { file, store } = this.parts;
		let path = store.get(this.place);
		let offset = path ? await this.offsetOf(path) : 0;
		if (!path) {
			path = await this.create();
			store.set(this.place, path);
		}
		this.progress(offset);
		while (offset < file.size) offset = await this.piece(path, offset);
		store.remove(this.place);
		return path.slice(path.lastIndexOf('/') + 1);
	}

	private async create(): Promise<string> {
		const metadata = `filename ${textToBase64(this.parts.name)},sha256 ${textToBase64(this.hash)}`;
		const response = await this.send('/v1/uploads', {
			method: 'POST',
			headers: { ...TUS, 'Upload-Length': String(this.parts.file.size), 'Upload-Metadata': metadata },
		});
		const location = response.headers.get('Location') ?? '';
		// the address may be absolute; only its path is ours to follow
		const path = new URL(location, 'http://localhost').pathname;
		if (!/^\/v1\/uploads\/[^/]+$/.test(path)) throw new ProblemError('unreadable', 502, ts('unreadableTitle'));
		return path;
	}

	private async offsetOf(path: string): Promise<number> {
		const response = await this.send(path, { method: 'HEAD', headers: TUS });
		return this.offsetIn(response);
	}

	private offsetIn(response: Response): number {
		const offset = Number(response.headers.get('Upload-Offset') ?? Number.NaN);
		if (!Number.isInteger(offset) || offset < 0 || offset > this.parts.file.size)
			throw new ProblemError('unreadable', 502, ts('unreadableTitle'));
		return offset;
	}

	private async piece(path: string, offset: number): Promise<number> {
		let bytes: Uint8Array<ArrayBuffer>;
		try {
			bytes = new Uint8Array(await this.parts.file.slice(offset, offset + PIECE).arrayBuffer());
		} catch {
			// the file was moved, changed or taken out with its card
			throw new ProblemError('file-damaged', 422, ts('fileChanged'));
		}
		const response = await this.send(path, {
			method: 'PATCH',
			headers: {
				...TUS,
				'Content-Type': 'application/offset+octet-stream',
				'Upload-Offset': String(offset),
				'Upload-Checksum': `sha256 ${toBase64(await sha256(bytes))}`,
			},
			body: bytes,
		});
		const next = this.offsetIn(response);
		if (next <= offset) throw networkProblem();
		this.progress(next);
		this.parts.onWaiting?.(false);
		return next;
	}

	private progress(sent: number): void {
		this.sent = sent;
		this.parts.onProgress?.(sent);
	}

	/** Whether a new attempt can succeed; puts right what it can. */
	private mayGoOn(problem: ProblemError): boolean {
		if (problem.status === 404 || problem.status === 410) {
			// it expired or belongs to somebody else: begin anew, once
			this.parts.store.remove(this.place);
			if (this.recreated) return false;
			this.recreated = true;
			return true;
		}
		if (problem.code === 'checksum-mismatch') return ++this.mismatches <= MISMATCHES;
		if (problem.code === 'upload-offset') return ++this.mismatches <= MISMATCHES;
		if (!problem.retryable && !problem.signedOut && problem.status !== 429) this.parts.store.remove(this.place);
		return problem.retryable;
	}

	private send(path: string, init: RequestInit): Promise<Response> {
		return this.parts.send(path, this.parts.signal ? { ...init, signal: this.parts.signal } : init);
	}
}
