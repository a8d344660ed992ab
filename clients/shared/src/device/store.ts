// Texts by name that survive a reload. Where the browser forbids it (site data blocked, private window, full disk) they are
// kept in memory, so that the page goes on working.
import { browser } from '../base/browser.ts';

export interface Store {
	get(key: string): string | null;
	set(key: string, value: string): void;
	remove(key: string): void;
	keys(prefix: string): string[];
	/** Whether everything that was set would be there after a reload. */
	durable(): boolean;
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
	durable(): boolean {
		return false;
	}
}

/** Writes to the browser's storage; what it does not take stands in memory, which answers first. */
class BrowserStore implements Store {
	private readonly spare = new MemoryStore();

	get(key: string): string | null {
		return this.spare.get(key) ?? this.ask((storage) => storage.getItem(key)) ?? null;
	}
	set(key: string, value: string): void {
		const kept = this.ask((storage) => {
			storage.setItem(key, value);
			return true;
		});
		if (kept) this.spare.remove(key);
		else this.spare.set(key, value);
	}
	remove(key: string): void {
		this.spare.remove(key);
		this.ask((storage) => storage.removeItem(key));
	}
	keys(prefix: string): string[] {
		const found = this.ask((storage) => Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '')) ?? [];
		return [...new Set([...this.spare.keys(prefix), ...found.filter((key) => key.startsWith(prefix))])];
	}
	durable(): boolean {
		return browser.storage() !== undefined && this.spare.keys('').length === 0;
	}

	/** Nothing when the browser refuses. */
	private ask<T>(act: (storage: Storage) => T): T | undefined {
		const storage = browser.storage();
		try {
			return storage && act(storage);
		} catch {
			return undefined;
		}
	}
}

export const store: Store = new BrowserStore();

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
