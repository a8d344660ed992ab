// The files of one paper on their way to the service: chosen, checked, kept on the device, sent one after the other, then
// handed to whoever asked for them.
import { deviceNow } from '../base/clock.ts';
import { signal } from '@preact/signals';
import { asProblem, type ProblemError } from '../api/problem.ts';
import { raw } from '../api/client.ts';
import { randomId } from '../base/bytes.ts';
import { store } from '../device/store.ts';
import { acceptedKinds, kindOf, mediaTypeOf, type FileKind } from './kinds.ts';
import { abandon, upload } from './tus.ts';
import { vault } from '../device/vault.ts';

export type UploadPhase = 'reading' | 'sending' | 'waiting' | 'done' | 'failed';

export interface UploadItem {
	id: string;
	name: string;
	size: number;
	/** Typed by its content, so that it is safe to show. */
	blob: Blob;
	kind: FileKind;
	phase: UploadPhase;
	sent: number;
	error: ProblemError | null;
	/** Set when done. */
	uploadId: string | null;
}

export interface Refusal {
	name: string;
	reason: 'empty' | 'kind' | 'many' | 'large';
}

export interface QueueParts {
	/** Names account, dossier and paper; files kept under it are taken up again. */
	place: string;
	accepts?: readonly string[] | undefined;
	maxFiles: number;
	/** How many files the paper has already. */
	attached: () => number;
	/** Gives a sent file to the dossier. When it throws, the item shows the failure and can be tried again. */
	attach: (uploadId: string, item: UploadItem) => Promise<void>;
}

export class UploadQueue {
	readonly items = signal<UploadItem[]>([]);
	readonly kinds: FileKind[];
	/** Files kept from an earlier visit have been sent, or have failed. */
	readonly ready: Promise<void>;
	private readonly parts: QueueParts;
	private readonly stops = new Map<string, AbortController>();
	private running = false;
	private closed = false;

	constructor(parts: QueueParts) {
		this.parts = parts;
		this.kinds = acceptedKinds(parts.accepts);
		this.ready = this.takeUp();
	}

	/** Checks and queues files; answers those that cannot be taken. */
	async add(files: readonly File[]): Promise<Refusal[]> {
		const refused: Refusal[] = [];
		for (const file of files) {
			const kind = await kindOf(file, file.name);
			if (this.parts.attached() + this.items.value.length >= this.parts.maxFiles)
				refused.push({ name: file.name, reason: 'many' });
			else if (file.size === 0) refused.push({ name: file.name, reason: 'empty' });
			else if (!kind || !this.kinds.includes(kind)) refused.push({ name: file.name, reason: 'kind' });
			else await this.put(randomId(), file.name, file, kind, true);
		}
		void this.run();
		return refused;
	}

	retry(id: string): void {
		this.change(id, { phase: 'reading', error: null });
		void this.run();
	}

	async remove(id: string): Promise<void> {
		const item = this.items.value.find((entry) => entry.id === id);
		if (!item) return;
		this.stops.get(id)?.abort();
		this.items.value = this.items.value.filter((entry) => entry.id !== id);
		await vault.drop(id).catch(() => undefined);
		// the service throws unfinished uploads away by itself in time; asking now is only polite
		if (!item.uploadId) await abandon({ file: item.blob, send: raw, store }).catch(() => undefined);
	}

	/** Whether anything is still on its way. */
	get busy(): boolean {
		return this.items.value.some((item) => item.phase !== 'failed' && item.phase !== 'done');
	}

	/** The page goes away; what is unfinished stays in the vault. */
	close(): void {
		this.closed = true;
		for (const stop of this.stops.values()) stop.abort();
	}

	private async takeUp(): Promise<void> {
		const kept = await vault.list(this.parts.place).catch(() => []);
		for (const file of kept) {
			const kind = await kindOf(file.blob, file.name).catch(() => null);
			if (kind) await this.put(file.id, file.name, file.blob, kind, false);
			else await vault.drop(file.id);
		}
		await this.run();
	}

	private async put(id: string, name: string, file: Blob, kind: FileKind, keep: boolean): Promise<void> {
		const blob = file.slice(0, file.size, mediaTypeOf(kind));
		const item: UploadItem = {
			id,
			name,
			size: file.size,
			blob,
			kind,
			phase: 'reading',
			sent: 0,
			error: null,
			uploadId: null,
		};
		this.items.value = [...this.items.value, item];
		if (keep)
			await vault
				.keep({ id, place: this.parts.place, name, blob, kept_at: deviceNow() })
				.catch(() => undefined);
	}

	private change(id: string, more: Partial<UploadItem>): void {
		this.items.value = this.items.value.map((item) => (item.id === id ? { ...item, ...more } : item));
	}

	private async run(): Promise<void> {
		if (this.running) return;
		this.running = true;
		try {
			for (;;) {
				const next = this.items.value.find((item) => item.phase === 'reading');
				if (!next || this.closed) return;
				await this.one(next);
			}
		} finally {
			this.running = false;
		}
	}

	private async one(item: UploadItem): Promise<void> {
		const stop = new AbortController();
		this.stops.set(item.id, stop);
		try {
			const uploadId =
				item.uploadId ??
				(
					await upload({
						file: item.blob,
						name: item.name,
						send: raw,
						store,
						signal: stop.signal,
						onProgress: (sent) => this.change(item.id, { phase: 'sending', sent }),
						onWaiting: (waiting) =>
							this.change(item.id, { phase: waiting ? 'waiting' : 'sending' }),
					})
				).id;
			this.change(item.id, { uploadId, sent: item.size });
			await this.parts.attach(uploadId, item);
			await vault.drop(item.id).catch(() => undefined);
			this.items.value = this.items.value.filter((entry) => entry.id !== item.id);
		} catch (error) {
			if (stop.signal.aborted) return;
			const problem = asProblem(error);
			// an upload that the dossier does not know any more must be sent again
			const again =
				problem.code === 'upload-unknown' || problem.code === 'upload-gone' ? { uploadId: null } : {};
			this.change(item.id, { phase: 'failed', error: problem, ...again });
		} finally {
			this.stops.delete(item.id);
		}
	}
}
