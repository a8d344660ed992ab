// By what the service knows this device: a random token of each sign-in, sent with later ones, so that whoever guesses at an
// account from elsewhere does not hold up its owner. They open nothing by themselves, and stay when one signs out.
import { readJson, store, writeJson } from '../device/store.ts';

const KEY = 'motcua.device-tokens';
/** As many as the service takes: one for each account of a family's tablet. */
const MOST = 5;

export function deviceTokens(): string[] {
	const kept = readJson<unknown>(store, KEY);
	return Array.isArray(kept) ? kept.filter((token) => typeof token === 'string').slice(-MOST) : [];
}

export function keepDeviceToken(token: string): void {
	writeJson(store, KEY, [...deviceTokens(), token].slice(-MOST));
}

/** Others use this device too. */
export function forgetDeviceTokens(): void {
	store.remove(KEY);
}
