// Dossiers that were told to be filed while the device had no connection. Each is filed once when the connection is back:
// what was typed and attached goes first, then the submission with its one Idempotency-Key (intention.ts). Until the
// service has answered, nothing is filed, and the pages say so.
import { serverNow } from '@motcua/shared/base/clock.ts';
import { signal } from '@preact/signals';
import { asProblem } from '@motcua/shared/api/problem.ts';
import { readJson, store, writeJson, type Store } from '@motcua/shared/device/store.ts';

export interface Waiting {
	dossierId: string;
	/** What the person reads: the procedure's title. */
	title: string;
	/** The fee that the person was shown, đồng. */
	feeTotal: number;
	/** RFC 3339 */
	asked_at: string;
	/** Why the service did not take it; the person must look at the dossier. */
	refused: string | null;
}

export interface Sent {
	dossierId: string;
	title: string;
	code: string;
}

export interface OutboxParts {
	store: Store;
	/** Names the account: nobody files for somebody else who used the same device. */
	accountId: string;
	/** Brings everything of the dossier to the service and files it; answers its code. A dossier filed already answers too. */
	file: (dossierId: string, feeTotal: number) => Promise<string>;
	now?: () => Date;
}

const PREFIX = 'motcua.outbox.';

export class Outbox {
	readonly waiting = signal<Waiting[]>([]);
	/** Filed by this page since it was opened. */
	readonly sent = signal<Sent[]>([]);
	private readonly parts: OutboxParts;
	private running: Promise<void> | null = null;

	constructor(parts: OutboxParts) {
		this.parts = parts;
		this.waiting.value = this.read();
	}

	add(dossierId: string, title: string, feeTotal: number): void {
		const asked_at = (this.parts.now ?? serverNow)().toISOString();
		const others = this.read().filter((entry) => entry.dossierId !== dossierId);
		this.write([...others, { dossierId, title, feeTotal, asked_at, refused: null }]);
	}

	/** The person changed their mind, or wants to look at it again. */
	remove(dossierId: string): void {
		this.write(this.read().filter((entry) => entry.dossierId !== dossierId));
	}

	has(dossierId: string): boolean {
		return this.waiting.value.some((entry) => entry.dossierId === dossierId && entry.refused === null);
	}

	/** Files what waits, one after the other. Called when the page opens and when the connection is back. */
	run(): Promise<void> {
		this.running ??= this.work().finally(() => (this.running = null));
		return this.running;
	}

	private async work(): Promise<void> {
		for (const entry of this.read()) {
			if (entry.refused !== null) continue;
			try {
				const code = await this.parts.file(entry.dossierId, entry.feeTotal);
				this.remove(entry.dossierId);
				this.sent.value = [...this.sent.value, { dossierId: entry.dossierId, title: entry.title, code }];
			} catch (error) {
				const problem = asProblem(error);
				// no connection yet, or the session has ended: it goes on waiting
				if (problem.retryable || problem.signedOut) return;
				this.write(
					this.read().map((other) =>
						other.dossierId === entry.dossierId
							? { ...other, refused: problem.words }
							: other,
					),
				);
			}
		}
	}

	private read(): Waiting[] {
		const kept = readJson<Waiting[]>(this.parts.store, PREFIX + this.parts.accountId);
		return Array.isArray(kept) ? kept.filter((entry) => typeof entry?.dossierId === 'string') : [];
	}

	private write(entries: Waiting[]): void {
		const key = PREFIX + this.parts.accountId;
		if (entries.length) writeJson(this.parts.store, key, entries);
		else this.parts.store.remove(key);
		this.waiting.value = entries;
	}
}

/** The signed-in person's outbox; null while nobody is signed in. */
export const outbox = signal<Outbox | null>(null);

export function openOutbox(accountId: string, file: OutboxParts['file']): Outbox {
	const opened = new Outbox({ store, accountId, file });
	outbox.value = opened;
	return opened;
}
