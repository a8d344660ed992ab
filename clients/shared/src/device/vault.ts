// Keeps chosen files on the device until the service has them, so that a killed tab or an empty battery costs nothing.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

export interface KeptFile {
	id: string;
	/** What the file is for; must name the account, the dossier and the paper. */
	place: string;
	name: string;
	blob: Blob;
	kept_at: number;
}

interface Schema extends DBSchema {
	files: { key: string; value: KeptFile; indexes: { place: string } };
}

export interface Vault {
	keep: (file: KeptFile) => Promise<void>;
	drop: (id: string) => Promise<void>;
	list: (place: string) => Promise<KeptFile[]>;
	clear: () => Promise<void>;
}

let opening: Promise<IDBPDatabase<Schema>> | null = null;

function database(): Promise<IDBPDatabase<Schema>> {
	opening ??= openDB<Schema>('motcua-files', 1, {
		upgrade: (db) => {
			db.createObjectStore('files', { keyPath: 'id' }).createIndex('place', 'place');
		},
	});
	return opening;
}

/** Every call fails where the browser keeps no databases (private windows); the files live as long as the page then. */
export const vault: Vault = {
	keep: async (file) => {
		await (await database()).put('files', file);
	},
	drop: async (id) => {
		await (await database()).delete('files', id);
	},
	clear: async () => {
		await (await database()).clear('files');
	},
	list: async (place) => {
		const found = await (await database()).getAllFromIndex('files', 'place', place);
		return found.sort((a, b) => a.kept_at - b.kept_at);
	},
};
