// Signing in as the service sees it: by what this device is known, and that a shared one is not.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { store } from '../device/store.ts';
import { createAccount, signIn, signOut } from './identity.ts';

let sent: Record<string, unknown>[];
let given: string | undefined;

beforeEach(() => {
	sent = [];
	given = undefined;
	for (const key of store.keys('')) store.remove(key);
	vi.stubGlobal('fetch', async (request: Request) => {
		if (request.method === 'DELETE') return new Response(null, { status: 204 });
		if (request.method === 'GET') return Response.json({ id: '1', full_name: 'Nguyễn Thị Mẫu' });
		sent.push((await request.json()) as Record<string, unknown>);
		const tokens = { access_token: 'a', refresh_token: 'r', token_type: 'Bearer', expires_in: 600 };
		return Response.json({ ...tokens, ...(given ? { device_token: given } : {}) }, { status: 201 });
	});
});
afterEach(() => vi.unstubAllGlobals());

const last = () => sent[sent.length - 1]!;

test('what a sign-in gave is sent with later ones, after signing out too', async () => {
	given = 'device-1';
	await signIn('0900000001', 'x');
	expect(last()).toEqual({ login: '0900000001', password: 'x', device_tokens: [], shared_device: false });
	await signOut();
	given = 'device-2';
	await signIn('0900000002', 'x');
	given = undefined;
	await signIn('0900000001', 'x');
	expect(last()['device_tokens']).toEqual(['device-1', 'device-2']);
});

test('an account that was made when the line broke is made', async () => {
	const refuse = (code: string) => async () =>
		Response.json(
			{ type: `https://motcua.example/problems/${code}`, code, title: code, status: 409 },
			{ status: 409, headers: { 'content-type': 'application/problem+json' } },
		);
	const content = { full_name: 'Nguyễn Thị Mẫu', phone: '0900000001', password: 'x' };
	vi.stubGlobal('fetch', refuse('reply-not-kept'));
	await createAccount(content);
	vi.stubGlobal('fetch', refuse('account-exists'));
	await expect(createAccount(content)).rejects.toMatchObject({ code: 'account-exists' });
});

test('of many accounts on one device the last five are kept', async () => {
	for (const number of [1, 2, 3, 4, 5, 6, 7]) {
		given = `device-${number}`;
		await signIn('0900000001', 'x');
	}
	await signIn('0900000001', 'x');
	expect(last()['device_tokens']).toEqual(['device-3', 'device-4', 'device-5', 'device-6', 'device-7']);
});

test('a shared device is not remembered: what it was known by goes', async () => {
	given = 'device-1';
	await signIn('0900000001', 'x');
	given = undefined;
	await signIn('0900000001', 'x', true);
	expect(last()).toMatchObject({ device_tokens: ['device-1'], shared_device: true });
	expect(store.keys('motcua.device-tokens')).toEqual([]);
	await signIn('0900000001', 'x');
	expect(last()['device_tokens']).toEqual([]);
});

test('damaged storage is no hindrance', async () => {
	store.set('motcua.device-tokens', '{"x":');
	await signIn('0900000001', 'x');
	store.set('motcua.device-tokens', '[1,"device-1",null]');
	await signIn('0900000001', 'x');
	expect(last()['device_tokens']).toEqual(['device-1']);
});
