// The part of the queue that is loaded: pages by cursor, kept while a dossier is open so that coming back is instant and
// "next dossier" knows what comes next.
import { serverNow } from '@motcua/shared/base/clock.ts';
import { signal } from '@preact/signals';
import { listInbox, type InboxQuery } from '@motcua/shared/api/desk.ts';
import type { InboxItem, InboxList } from '@motcua/shared/api/types.ts';
import { pathOf, queryOf, type View } from './view.ts';

export interface Loaded {
	/** The view's address, '' before the first load. */
	key: string;
	items: InboxItem[];
	next: string | null;
	busy: boolean;
	error: unknown;
	/** When the first page was asked for. */
	at: Date | null;
}

const PAGE = 50;
const NOTHING: Loaded = { key: '', items: [], next: null, busy: false, error: null, at: null };

type Source = (query: InboxQuery) => Promise<InboxList>;

export class Queue {
	readonly state = signal<Loaded>(NOTHING);
	private readonly source: Source;
	private view: View | null = null;
	/** Counts loads: an answer to a question nobody asks any more is dropped. */
	private turn = 0;

	constructor(source: Source = listInbox) {
		this.source = source;
	}

	/** Shows a view. Coming back to the one that is loaded keeps it on the screen and fetches it anew behind. */
	open(view: View): Promise<void> {
		const key = pathOf(view);
		this.view = view;
		const same = this.state.value.key === key;
		this.state.value = { ...(same ? this.state.value : NOTHING), key, busy: true, error: null };
		return this.load(same ? this.state.value.items.length : 0);
	}

	refresh(): Promise<void> {
		if (!this.view) return Promise.resolve();
		this.state.value = { ...this.state.value, busy: true, error: null };
		return this.load(this.state.value.items.length);
	}

	/** The page after the last one. An entry that moved between two pages is shown once, in its new place. */
	async more(): Promise<void> {
		const { next, busy } = this.state.value;
		if (!this.view || !next || busy) return;
		const turn = ++this.turn;
		this.state.value = { ...this.state.value, busy: true, error: null };
		try {
			const page = await this.source({ ...queryOf(this.view), limit: PAGE, cursor: next });
			if (turn !== this.turn) return;
			const ids = new Set(page.items.map((item) => item.id));
			const kept = this.state.value.items.filter((item) => !ids.has(item.id));
			this.state.value = { ...this.state.value, items: [...kept, ...page.items], next: page.next_cursor, busy: false };
		} catch (error) {
			if (turn === this.turn) this.state.value = { ...this.state.value, busy: false, error };
		}
	}

	/** Forgets everything: another person may sign in. */
	clear(): void {
		this.turn++;
		this.view = null;
		this.state.value = NOTHING;
	}

	/** The entry before or after one, among those loaded. */
	neighbour(id: string, step: 1 | -1): InboxItem | null {
		const { items } = this.state.value;
		const at = items.findIndex((item) => item.id === id);
		return at < 0 ? null : (items[at + step] ?? null);
	}

	/** As many entries as were shown, at least one page, so that a refresh does not shorten the list. */
	private async load(shown: number): Promise<void> {
		const turn = ++this.turn;
		const view = this.view!;
		const at = serverNow();
		const items: InboxItem[] = [];
		let next: string | null = null;
		try {
			do {
				const page: InboxList = await this.source({ ...queryOf(view), limit: PAGE, ...(next ? { cursor: next } : {}) });
				if (turn !== this.turn) return;
				items.push(...page.items);
				next = page.next_cursor;
			} while (next && items.length < shown);
			this.state.value = { key: pathOf(view), items, next, busy: false, error: null, at };
		} catch (error) {
			if (turn === this.turn) this.state.value = { ...this.state.value, busy: false, error };
		}
	}
}

/** The desk's one queue. */
export const queue = new Queue();
