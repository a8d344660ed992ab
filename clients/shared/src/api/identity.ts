// Accounts and sessions.
import { intend } from './intention.ts';
import { dropAllSnapshots } from '../device/snapshots.ts';
import { account, ended } from './session.ts';
import { store } from '../device/store.ts';
import { vault } from '../device/vault.ts';
import { api, body, currentTransport } from './client.ts';
import { deviceTokens, forgetDeviceTokens, keepDeviceToken } from './device-tokens.ts';
import { asProblem, networkProblem } from './problem.ts';
import type { Account, AccountCreate, ContactProof } from './types.ts';

/** Makes the account, once: if it was made when the line broke, the service says no more than that it is there. */
export function createAccount(content: AccountCreate): Promise<void> {
	return intend(`account:${content.phone}`, async (key) => {
		try {
			await body(api.POST('/v1/accounts', { params: { header: { 'Idempotency-Key': key } }, body: content }));
		} catch (error) {
			if (asProblem(error).code !== 'reply-not-kept') throw error;
		}
	});
}

/** Has a code sent to a phone. */
export function askForCode(phone: string): Promise<ContactProof> {
	return intend(`code:${phone}`, (key) =>
		body(api.POST('/v1/contact-proofs', { params: { header: { 'Idempotency-Key': key } }, body: { phone } })),
	);
}

export function enterCode(id: string, code: string): Promise<ContactProof> {
	return body(api.POST('/v1/contact-proofs/{id}/confirmation', { params: { path: { id } }, body: { code } }));
}

/** shared: others use this device too, and it is not to be known from now on. */
export async function signIn(login: string, password: string, shared = false): Promise<Account> {
	const content = { login, password, device_tokens: deviceTokens(), shared_device: shared };
	const session = await body(api.POST('/v1/sessions', { body: content }));
	if (shared) forgetDeviceTokens();
	else if (session.device_token) keepDeviceToken(session.device_token);
	currentTransport().keeper.keep(session);
	const found = await loadAccount();
	if (!found) throw networkProblem();
	return found;
}

/** What this device still holds of somebody's work; the next person at it must not find it. */
async function forgetWork(): Promise<void> {
	for (const prefix of ['motcua.draft.', 'motcua.intention.', 'motcua.upload.', 'motcua.outbox.', 'motcua.known-account'])
		for (const key of store.keys(prefix)) store.remove(key);
	await vault.clear().catch(() => undefined);
	await dropAllSnapshots();
}

/** Ends the session on this device even when the service cannot be reached. */
export async function signOut(): Promise<void> {
	const { keeper } = currentTransport();
	try {
		if (keeper.read()) await api.DELETE('/v1/sessions/current');
	} finally {
		keeper.forget();
		await forgetWork();
		ended.value = false;
		account.value = null;
	}
}

/** Asks who is signed in and tells the page. Throws when that cannot be found out; the session is kept then. */
export async function loadAccount(): Promise<Account | null> {
	if (!currentTransport().keeper.read()) {
		account.value = null;
		return null;
	}
	try {
		account.value = await body(api.GET('/v1/me'));
		ended.value = false;
	} catch (error) {
		if (!asProblem(error).signedOut) throw error;
		account.value = null;
	}
	return account.value;
}
