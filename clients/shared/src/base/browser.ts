// What this browser can do, asked where it is needed. A capability may be missing (old browsers, plain http), forbidden (site
// data blocked: reading the property throws), or refuse when it is used. Nothing else in the clients touches these globals; who
// uses one here gets undefined, and goes on without it.

function probe<T>(ask: () => T | null | undefined): T | undefined {
	try {
		return ask() ?? undefined;
	} catch {
		return undefined;
	}
}

export const browser = {
	/** Keeps texts over a reload. Each use of it may still throw: full, or forbidden since. */
	storage: (): Storage | undefined => probe(() => globalThis.localStorage),
	hasDatabases: (): boolean => probe(() => globalThis.indexedDB) !== undefined,
	/** Lets one tab at a time do something; absent on plain http. */
	locks: (): LockManager | undefined => probe(() => globalThis.navigator.locks),
	/** Hashes and signatures; absent on plain http. */
	subtle: (): SubtleCrypto | undefined => probe(() => globalThis.crypto.subtle),
	worker: (): ServiceWorkerContainer | undefined => probe(() => globalThis.navigator.serviceWorker),
	clipboard: (): Clipboard | undefined => probe(() => globalThis.navigator.clipboard),
	/** False only when the device itself says that it has no connection. */
	online: (): boolean => probe(() => globalThis.navigator.onLine) !== false,
	/** A phone or tablet: there is a camera at hand, and no file to drag. */
	handheld: (): boolean => probe(() => globalThis.matchMedia('(pointer: coarse)').matches) ?? false,
	/** An address under which a page can show a blob, until it is given back; undefined where there is none. */
	showBlob: (blob: Blob): string | undefined => probe(() => URL.createObjectURL(blob)),
	forgetBlob: (url: string): void => void probe(() => URL.revokeObjectURL(url)),
	/** Random bytes; of lesser quality where the browser has no good ones, which is enough for names, not for secrets. */
	random: (count: number): Uint8Array<ArrayBuffer> =>
		probe(() => globalThis.crypto.getRandomValues(new Uint8Array(count))) ??
		Uint8Array.from({ length: count }, () => Math.floor(Math.random() * 256)),
	/** The address bar. Browsers refuse too many changes in a row; the page itself goes on. */
	address: (how: 'push' | 'replace', state: unknown, path: string): void =>
		void probe(() => (how === 'push' ? history.pushState(state, '', path) : history.replaceState(state, '', path))),
};
