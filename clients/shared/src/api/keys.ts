// The published keys that receipts are verified with.
import { api, body } from './client.ts';
import type { KeySet } from './types.ts';

export function getKeys(): Promise<KeySet> {
	return body(api.GET('/.well-known/receipt-keys.json'));
}
