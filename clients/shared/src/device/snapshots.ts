// Somebody's own work as it was last seen, kept on the device so that it can be opened and gone on with without a
// connection. It is kept for the account that did it alone, and signing out erases it.
import { deviceNow } from '../base/clock.ts';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

interface Snapshot {
	/** Account and thing. */
	id: string;
	content: unknown;
	kept_at: number;
}

interface Schema extends DBSchema {
	drafts: { key: string; value: Snapshot };
}

/** Older ones make room: what nobody has opened for so long is on the service anyway. */
const MOST = 20;

let opening: Promise<IDBPDatabase<Schema>> | null = null;

function database(): Promise<IDBPDatabase<Schema>> {
	opening ??= openDB<Schema>('motcua-drafts', 1, {
		upgrade: (db) => {
			db.createObjectStore('drafts', { keyPath: 'id' });
		},
	});
	return opening;
}

const idOf = (accountId: string, thingId: string) => `${accountId}/${thingId}`;

/** Where the browser keeps no databases, nothing is kept and nothing fails. */
export async function keepSnapshot(accountId: string, thingId: string, content: unknown): Promise<void> {
	try {
		const db = await database();
		await db.put('drafts', { id: idOf(accountId, thingId), content, kept_at: deviceNow() });
		const all = await db.getAll('drafts');
		const old = all.sort((a, b) => b.kept_at - a.kept_at).slice(MOST);
		await Promise.all(old.map((snapshot) => db.delete('drafts', snapshot.id)));
	} catch {
		// the work is on the service; only opening it without a connection is lost
	}
}

/** What was kept, in the shape in which it was kept. */
export async function readSnapshot<T>(accountId: string, thingId: string): Promise<T | null> {
	try {
		const found = await (await database()).get('drafts', idOf(accountId, thingId));
		return (found?.content ?? null) as T | null;
	} catch {
		return null;
	}
}

export async function dropSnapshot(accountId: string, thingId: string): Promise<void> {
	try {
		await (await database()).delete('drafts', idOf(accountId, thingId));
	} catch {
		// nothing was kept
	}
}

export async function dropAllSnapshots(): Promise<void> {
	try {
		await (await database()).clear('drafts');
	} catch {
		// nothing was kept
	}
}
