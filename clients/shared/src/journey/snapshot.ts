// One's own draft as it was last seen, kept on the device so that it can be opened and filled in further without a
// connection. Only drafts are kept, only for the account that wrote them, and signing out erases them.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Dossier, Procedure } from '../api/types.ts';
import type { FormDefinition } from '../form/model.ts';

export interface Snapshot {
	/** Account and dossier. */
	id: string;
	accountId: string;
	dossier: Dossier;
	etag: string;
	form: FormDefinition;
	procedure: Procedure;
	kept_at: number;
}

interface Schema extends DBSchema {
	drafts: { key: string; value: Snapshot };
}

/** Older ones make room: a draft that nobody has opened for so long is on the service anyway. */
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

const idOf = (accountId: string, dossierId: string) => `${accountId}/${dossierId}`;

/** Where the browser keeps no databases, nothing is kept and nothing fails. */
export async function keepSnapshot(accountId: string, found: Omit<Snapshot, 'id' | 'accountId' | 'kept_at'>): Promise<void> {
	try {
		const db = await database();
		await db.put('drafts', { ...found, id: idOf(accountId, found.dossier.id), accountId, kept_at: Date.now() });
		const all = await db.getAll('drafts');
		const old = all.sort((a, b) => b.kept_at - a.kept_at).slice(MOST);
		await Promise.all(old.map((snapshot) => db.delete('drafts', snapshot.id)));
	} catch {
		// the draft is on the service; only opening it without a connection is lost
	}
}

export async function readSnapshot(accountId: string, dossierId: string): Promise<Snapshot | null> {
	try {
		return (await (await database()).get('drafts', idOf(accountId, dossierId))) ?? null;
	} catch {
		return null;
	}
}

export async function listSnapshots(accountId: string): Promise<Snapshot[]> {
	try {
		const all = await (await database()).getAll('drafts');
		return all.filter((snapshot) => snapshot.accountId === accountId).sort((a, b) => b.kept_at - a.kept_at);
	} catch {
		return [];
	}
}

export async function dropSnapshot(accountId: string, dossierId: string): Promise<void> {
	try {
		await (await database()).delete('drafts', idOf(accountId, dossierId));
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
