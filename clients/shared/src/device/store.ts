// Key-value storage that survives a reload. Where the browser forbids it (private mode, full disk) it falls back to
// memory, so that the page goes on working; `durable` says which of the two it is.

export interface Store {
	get(key: string): string | null;
	set(key: string, value: string): void;
	remove(key: string): void;
	keys(prefix: string): string[];
}

export class MemoryStore implements Store {
	private readonly items = new Map<string, string>();
	get(key: string): string | null {
		return this.items.get(key) ?? null;
	}
	set(key: string, value: string): void {
		this.items.set(key, value);
	}
	remove(key: string): void {
		this.items.delete(key);
	}
	keys(prefix: string): string[] {
		return [...this.items.keys()].filter((key) => key.startsWith(prefix));
	}
}

/** Writes to localStorage and keeps a copy in memory, which answers when localStorage refuses. */
class BrowserStore implements Store {
	private readonly spare = new MemoryStore();

	get(key: string): string | null {
		const spare = this.spare.get(key);
		if (spare !== null) return spare;
		try {
			return localStorage.getItem(key);
		} catch {
			return null;
		}
	}
	set(key: string, value: string): void {
		try {
			localStorage.setItem(key, value);
			this.spare.remove(key);
		} catch {
			this.spare.set(key, value);
		}
	}
	remove(key: string): void {
		this.spare.remove(key);
		try {
			localStorage.removeItem(key);
		} catch {
			// nothing was stored there
		}
	}
	keys(prefix: string): string[] {
		const found = new Set(this.spare.keys(prefix));
		try {
			for (let i = 0; i < localStorage.length; i++) {
				const key = localStorage.key(i);
				if (key?.startsWith(prefix)) found.add(key);
			}
		} catch {
			// only what is in memory
		}
		return [...found];
	}
}

export const store: Store = typeof localStorage === 'undefined' ? new MemoryStore() : new BrowserStore();

/** A stored JSON value, or null when it is absent or damaged. */
export function readJson<T>(from: Store, key: string): T | null {
	const text = from.get(key);
	if (text === null) return null;
	try {
		return JSON.parse(text) as T;
	} catch {
		return null;
	}
}

export function writeJson(to: Store, key: string, value: unknown): void {
	to.set(key, JSON.stringify(value));
}
