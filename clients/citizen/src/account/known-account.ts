// Who was signed in when the device last had a connection, so that the app can be opened, and a draft filled in further,
// without one. It says who; it gives no access: every request still needs the session.
import { effect } from '@preact/signals';
import { currentTransport } from '@motcua/shared/api/client.ts';
import { loadAccount } from '@motcua/shared/api/identity.ts';
import { asProblem } from '@motcua/shared/api/problem.ts';
import type { Account } from '@motcua/shared/api/types.ts';
import { account } from '@motcua/shared/api/session.ts';
import { readJson, store, writeJson } from '@motcua/shared/device/store.ts';

const KEY = 'motcua.known-account';

/** Finds out who is signed in; without a connection, who it was. Call once at the start. */
export async function startAccount(): Promise<void> {
	effect(() => {
		if (account.value) writeJson(store, KEY, account.value);
		else if (account.value === null) store.remove(KEY);
	});
	try {
		await loadAccount();
	} catch (error) {
		const known = readJson<Account>(store, KEY);
		if (asProblem(error).code === 'network' && known && currentTransport().keeper.read()) account.value = known;
	}
}
