// The part of a list that is loaded, the queue or what a search found: pages by cursor, kept while a dossier is open so that
// coming back is instant and "next dossier" knows what comes next.
import { serverNow } from '@motcua/shared/base/clock.ts';
import { signal } from '@preact/signals';
import { listInbox, searchInbox, type InboxPage } from '@motcua/shared/api/desk.ts';
import type { InboxItem, InboxList } from '@motcua/shared/api/types.ts';
import { to } from '../to.ts';
import { pathOf, queryOf, type View } from './view.ts';

/** A list that can be asked for. */
export interface Asked {
	/** What tells it from others. */
	key: string;
	/** Where it is shown. */
	path: string;
	page: (page: InboxPage) => Promise<InboxList>;
}

export const listed = (view: View): Asked => ({
	key: pathOf(view),
	path: pathOf(view),
	page: (page) => listInbox({ ...queryOf(view), ...page }),
});

/** The words stand in no address, and are gone with the page. */
export const searched = (words: string): Asked => ({
	key: `search ${words}`,
	path: to.search,
	page: (page) => searchInbox(words, page),
});

export interface Loaded {
	/** The list's key and path, '' before the first load. */
	key: string;
	path: string;
	items: InboxItem[];
	next: string | null;
	busy: boolean;
	error: unknown;
	/** When the first page was asked for. */
	at: Date | null;
}

const PAGE = 50;
const NOTHING: Loaded = { key: '', path: '', items: [], next: null, busy: false, error: null, at: null };

export class Queue {
	readonly state = signal<Loaded>(NOTHING);
	private asked: Asked | null = null;
	/** Counts loads: an answer to a question nobody asks any more is dropped. */
	private turn = 0;

	/** Shows a list. Coming back to the one that is loaded keeps it on the screen and fetches it anew behind. */
	open(asked: Asked): Promise<void> {
		const { key, path } = asked;
		this.asked = asked;
		const same = this.state.value.key === key;
		this.state.value = { ...(same ? this.state.value : NOTHING), key, path, busy: true, error: null };
		return this.load(same ? this.state.value.items.length : 0);
	}

	refresh(): Promise<void> {
		if (!this.asked) return Promise.resolve();
		this.state.value = { ...this.state.value, busy: true, error: null };
		return this.load(this.state.value.items.length);
	}

	/** The page after the last one. An entry that moved between two pages is shown once, in its new place. */
	async more(): Promise<void> {
		const { next, busy } = this.state.value;
		if (!this.asked || !next || busy) return;
		const turn = ++this.turn;
		this.state.value = { ...this.state.value, busy: true, error: null };
		try {
			const page = await this.asked.page({ limit: PAGE, cursor: next });
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
		this.asked = null;
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
		const { key, path, page: ask } = this.asked!;
		const at = serverNow();
		const items: InboxItem[] = [];
		let next: string | null = null;
		try {
			do {
				const page: InboxList = await ask({ limit: PAGE, ...(next ? { cursor: next } : {}) });
				if (turn !== this.turn) return;
				items.push(...page.items);
				next = page.next_cursor;
			} while (next && items.length < shown);
			this.state.value = { key, path, items, next, busy: false, error: null, at };
		} catch (error) {
			if (turn === this.turn) this.state.value = { ...this.state.value, busy: false, error };
		}
	}
}

/** The desk's one queue. */
export const queue = new Queue();
