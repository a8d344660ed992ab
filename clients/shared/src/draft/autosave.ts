// Saves a draft while it is being filled in. One save is in flight at a time; what is typed meanwhile waits and goes
// together. Every change is on the device before it is on the service, so a killed tab loses nothing.
import { serverNow } from '../base/clock.ts';
import { signal } from '@preact/signals';
import { asProblem } from '../api/problem.ts';
import { readJson, writeJson, type Store } from '../device/store.ts';

/** A change in the manner of RFC 7396: members are replaced, null removes. */
export type Patch = Record<string, unknown>;

export type SaveState =
	| { kind: 'idle' }
	| { kind: 'waiting' }
	| { kind: 'saving' }
	| { kind: 'saved'; at: Date }
	| { kind: 'retrying' }
	| { kind: 'signed_out' }
	| { kind: 'failed'; error: Error };

export interface AutosaveParts {
	/** Where the unsaved change is kept on this device; must name the account and the draft. */
	key: string;
	store: Store;
	etag: string;
	/** Sends a change based on `etag`; answers the new one. */
	save: (patch: Patch, etag: string) => Promise<string>;
	/** After 412: fetches the newer version, tells the page, and answers its ETag. Our own change is then sent again. */
	reload: () => Promise<string>;
	delay?: number;
	backoff?: number[];
	now?: () => Date;
}

const DELAY = 800;
const BACKOFF = [1000, 2000, 5000, 10_000, 30_000];

/** Lays `over` on top of `under`; `answers` are merged member by member, as the service does. */
export function mergePatch(under: Patch, over: Patch): Patch {
	const merged = { ...under, ...over };
	if (under['answers'] && over['answers'])
		merged['answers'] = { ...(under['answers'] as Patch), ...(over['answers'] as Patch) };
	return merged;
}

export class Autosave {
	readonly state = signal<SaveState>({ kind: 'idle' });
	private readonly parts: AutosaveParts;
	private etag: string;
	private pending: Patch | null;
	private inFlight: Patch | null = null;
	private running: Promise<void> | null = null;
	private timer: ReturnType<typeof setTimeout> | null = null;
	private failures = 0;
	private stopped = false;

	constructor(parts: AutosaveParts) {
		this.parts = parts;
		this.etag = parts.etag;
		this.pending = readJson<Patch>(parts.store, parts.key);
		if (this.pending) this.schedule(0);
	}

	/** What the service does not have yet, e.g. after a reload: to be laid over what it answered. */
	get unsaved(): Patch | null {
		if (!this.inFlight) return this.pending;
		return this.pending ? mergePatch(this.inFlight, this.pending) : this.inFlight;
	}

	get currentEtag(): string {
		return this.etag;
	}

	/** Another request changed the draft (a file was attached): later saves must name its new version. */
	adopt(etag: string): void {
		this.etag = etag;
	}

	enqueue(patch: Patch): void {
		this.pending = mergePatch(this.pending ?? {}, patch);
		this.mirror();
		if (!this.running) this.state.value = { kind: 'waiting' };
		this.schedule(this.parts.delay ?? DELAY);
	}

	/** Saves everything now. Answers true when the service has it all. */
	async flush(): Promise<boolean> {
		this.clearTimer();
		while (this.running || this.pending) {
			if (!this.running) this.run();
			await this.running;
			if (this.pending && this.state.value.kind !== 'saved' && this.state.value.kind !== 'saving') return false;
		}
		return true;
	}

	/** Tries again at once: the network is back, the user signed in, or pressed the button. */
	retry(): void {
		this.failures = 0;
		if (this.pending) this.schedule(0);
	}

	/** No more saves from this page. What is unsaved stays on the device. */
	stop(): void {
		this.stopped = true;
		this.clearTimer();
	}

	private mirror(): void {
		const unsaved = this.unsaved;
		if (unsaved) writeJson(this.parts.store, this.parts.key, unsaved);
		else this.parts.store.remove(this.parts.key);
	}

	private clearTimer(): void {
		if (this.timer !== null) clearTimeout(this.timer);
		this.timer = null;
	}

	private schedule(delay: number): void {
		this.clearTimer();
		if (this.stopped) return;
		this.timer = setTimeout(() => {
			this.timer = null;
			if (!this.running) this.run();
		}, delay);
	}

	private run(): void {
		this.running = this.work().finally(() => {
			this.running = null;
		});
	}

	private async work(): Promise<void> {
		while (this.pending && !this.stopped) {
			const patch = this.pending;
			this.inFlight = patch;
			this.pending = null;
			// while trying again the page goes on saying that it is not saved
			if (this.failures === 0) this.state.value = { kind: 'saving' };
			try {
				this.etag = await this.parts.save(patch, this.etag);
				this.inFlight = null;
				this.failures = 0;
				this.mirror();
				if (!this.pending) this.state.value = { kind: 'saved', at: (this.parts.now ?? serverNow)() };
			} catch (error) {
				this.pending = this.unsaved;
				this.inFlight = null;
				this.mirror();
				if (!(await this.recover(error))) return;
			}
		}
	}

	/** Whether to go on at once. */
	private async recover(error: unknown): Promise<boolean> {
		const problem = asProblem(error);
		if (problem.code === 'stale' && this.failures < 5) {
			this.failures++;
			try {
				this.etag = await this.parts.reload();
				return true;
			} catch (again) {
				return this.recover(again);
			}
		}
		if (problem.signedOut) this.state.value = { kind: 'signed_out' };
		else if (problem.retryable) {
			const backoff = this.parts.backoff ?? BACKOFF;
			this.state.value = { kind: 'retrying' };
			this.schedule(backoff[Math.min(this.failures, backoff.length - 1)]!);
			this.failures++;
		} else this.state.value = { kind: 'failed', error: problem };
		return false;
	}
}
