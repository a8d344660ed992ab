// The transport against a real HTTP server: renewal of tokens, repetition, errors.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MemoryStore } from '../device/store.ts';
import { createTransport, type TransportParts } from './client.ts';
import { ProblemError } from './problem.ts';
import type { Session } from './types.ts';

let server: Server;
let origin: string;
let handle: (request: IncomingMessage, response: ServerResponse, body: string) => void;

beforeEach(async () => {
	server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk) => (body += chunk));
		request.on('end', () => handle(request, response, body));
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
	server.closeAllConnections();
	server.close();
});

/** Access and refresh tokens as the service gives them: each refresh token serves once. */
class Sessions {
	count = 0;
	refreshes = 0;
	access = new Set<string>();
	refresh = new Set<string>();

	issue(expiresIn = 600): Session {
		const n = ++this.count;
		this.access.add(`a${n}`);
		this.refresh.add(`r${n}`);
		return { access_token: `a${n}`, token_type: 'Bearer', expires_in: expiresIn, refresh_token: `r${n}` };
	}

	serve(request: IncomingMessage, response: ServerResponse, body: string): void {
		if (request.url === '/v1/sessions/refresh') {
			this.refreshes++;
			const { refresh_token: token } = JSON.parse(body) as { refresh_token: string };
			if (!this.refresh.delete(token)) return problem(response, 401, 'token-invalid');
			return json(response, 200, this.issue());
		}
		const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
		if (!this.access.has(token)) return problem(response, 401, token ? 'token-expired' : 'unauthenticated');
		return json(response, 200, { token });
	}
}

function json(response: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}): void {
	response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
	response.end(JSON.stringify(value));
}

function problem(response: ServerResponse, status: number, code: string, headers: Record<string, string> = {}): void {
	response.writeHead(status, { 'Content-Type': 'application/problem+json', ...headers });
	response.end(
		JSON.stringify({
			type: `urn:motcua:problem:${code}`,
			title: `tựa ${code}`,
			status,
			code,
			instance: 'urn:uuid:1',
		}),
	);
}

/** A lock as navigator.locks gives it to all tabs of an origin. */
function locks(): Pick<LockManager, 'request'> {
	let last: Promise<unknown> = Promise.resolve();
	return {
		request: ((_name: string, work: () => Promise<unknown>) => {
			const next = last.then(work);
			last = next.catch(() => undefined);
			return next;
		}) as LockManager['request'],
	};
}

const open = (more: Partial<TransportParts> = {}) =>
	createTransport({ scope: 'test', store: new MemoryStore(), origin, sleep: async () => undefined, ...more });
const get = (path = '/v1/me') => new Request(origin + path);

test('ten requests at once with a spent token renew it once', async () => {
	const sessions = new Sessions();
	handle = (request, response, body) => sessions.serve(request, response, body);
	const { send, keeper } = open();
	keeper.keep(sessions.issue());
	sessions.access.clear();
	const answers = await Promise.all(Array.from({ length: 10 }, () => send(get())));
	expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual(Array(10).fill({ token: 'a2' }));
	expect(sessions.refreshes).toBe(1);
});

test('a dying token is renewed before it is used', async () => {
	const sessions = new Sessions();
	const seen: string[] = [];
	handle = (request, response, body) => {
		seen.push(request.url ?? '');
		sessions.serve(request, response, body);
	};
	const { send, keeper } = open();
	keeper.keep(sessions.issue(5));
	await send(get());
	expect(seen).toEqual(['/v1/sessions/refresh', '/v1/me']);
});

test('five tabs share one renewal', async () => {
	const sessions = new Sessions();
	handle = (request, response, body) => sessions.serve(request, response, body);
	const store = new MemoryStore();
	const shared = locks();
	const tabs = Array.from({ length: 5 }, () => open({ store, locks: shared }));
	tabs[0]!.keeper.keep(sessions.issue());
	sessions.access.clear();
	await Promise.all(tabs.map((tab) => tab.send(get())));
	expect(sessions.refreshes).toBe(1);
});

test('a session that ends is told once, and nothing else is thrown away', async () => {
	const sessions = new Sessions();
	handle = (request, response, body) => sessions.serve(request, response, body);
	const store = new MemoryStore();
	store.set('motcua.draft.1', '{"answers":{"name":"An"}}');
	const onEnd = vi.fn();
	const { send, keeper } = open({ store, onEnd });
	keeper.keep(sessions.issue());
	sessions.access.clear();
	sessions.refresh.clear();
	await expect(send(get())).rejects.toMatchObject({ code: 'token-expired', status: 401, signedOut: true });
	expect(onEnd).toHaveBeenCalledTimes(1);
	expect(keeper.read()).toBeNull();
	expect(store.get('motcua.draft.1')).not.toBeNull();
});

test('a service that cannot be reached does not end the session', async () => {
	const sessions = new Sessions();
	handle = (request, response, body) =>
		request.url === '/v1/sessions/refresh'
			? problem(response, 503, 'database-unavailable')
			: sessions.serve(request, response, body);
	const onEnd = vi.fn();
	const { send, keeper } = open({ onEnd });
	keeper.keep(sessions.issue(1));
	await expect(send(get())).rejects.toMatchObject({ code: 'database-unavailable' });
	expect(onEnd).not.toHaveBeenCalled();
	expect(keeper.read()?.refresh_token).toBe('r1');
});

test('somebody else who signs in while we renew keeps their session', async () => {
	const sessions = new Sessions();
	const { send, keeper } = open();
	handle = (request, response, body) => {
		if (request.url === '/v1/sessions/refresh')
			keeper.keep({ ...sessions.issue(), access_token: 'a-other', refresh_token: 'r-other' });
		sessions.access.add('a-other');
		sessions.serve(request, response, body);
	};
	keeper.keep(sessions.issue());
	sessions.access.clear();
	expect(await (await send(get())).json()).toEqual({ token: 'a-other' });
	expect(keeper.read()?.refresh_token).toBe('r-other');
});

test('signing in carries no token', async () => {
	let authorization: string | undefined = 'none seen';
	handle = (request, response) => {
		authorization = request.headers.authorization;
		json(response, 201, {});
	};
	const { send, keeper } = open();
	keeper.keep(new Sessions().issue());
	await send(new Request(`${origin}/v1/sessions`, { method: 'POST', body: '{}' }));
	expect(authorization).toBeUndefined();
});

test('what is safe to repeat is repeated, the rest is not', async () => {
	let calls = 0;
	handle = (_, response) => {
		calls++;
		if (calls < 3) response.destroy();
		else json(response, 200, { calls });
	};
	const { send } = open();
	expect(await (await send(get())).json()).toEqual({ calls: 3 });
	calls = 0;
	const post = (headers: Record<string, string>) =>
		new Request(`${origin}/v1/dossiers`, { method: 'POST', body: '{"a":1}', headers });
	await expect(send(post({}))).rejects.toMatchObject({ code: 'network', retryable: true });
	expect(calls).toBe(1);
	calls = 0;
	const bodies: string[] = [];
	handle = (request, response, body) => {
		bodies.push(`${request.headers['idempotency-key']} ${body}`);
		if (++calls < 3) response.destroy();
		else json(response, 201, {});
	};
	await send(post({ 'Idempotency-Key': 'k' }));
	expect(bodies).toEqual(Array(3).fill('k {"a":1}'));
	calls = 0;
	await expect(send(new Request(`${origin}/v1/dossiers/1`, { method: 'PATCH', body: '{}' }))).rejects.toMatchObject({
		code: 'network',
	});
	expect(calls).toBe(1);
});

test('a long Retry-After is for the user to decide', async () => {
	let calls = 0;
	handle = (_, response) => {
		calls++;
		problem(response, 429, 'too-many-requests', { 'Retry-After': String(60 * calls) });
	};
	await expect(open().send(get())).rejects.toMatchObject({ code: 'too-many-requests', retryAfter: 60, retryable: true });
	await expect(open().send(get())).rejects.toMatchObject({ retryAfter: 120, retryable: false });
	expect(calls).toBe(2);
});

test('problems keep their items; anything else becomes a clear error', async () => {
	handle = (_, response) => {
		response.writeHead(422, { 'Content-Type': 'application/problem+json' });
		response.end(
			JSON.stringify({
				type: 'x',
				title: 'Sửa các mục được nêu.',
				status: 422,
				code: 'answers-invalid',
				instance: 'i',
				errors: [{ pointer: '/answers/a', code: 'required', detail: 'Thiếu.' }],
			}),
		);
	};
	const error = await open()
		.send(get())
		.catch((failure: unknown) => failure);
	expect(error).toBeInstanceOf(ProblemError);
	expect(error).toMatchObject({ title: 'Sửa các mục được nêu.', items: [{ pointer: '/answers/a' }], retryable: false });
	handle = (_, response) => {
		response.writeHead(502, { 'Content-Type': 'text/html' });
		response.end('<h1>Bad gateway</h1>');
	};
	await expect(open().send(get())).rejects.toMatchObject({ code: 'unreadable', status: 502, retryable: true });
});

test('a service that never answers is given up', async () => {
	handle = () => undefined;
	await expect(open({ patience: 50 }).send(get())).rejects.toMatchObject({ code: 'network' });
});

test('a request that the page itself stops is not retried', async () => {
	let calls = 0;
	const stop = new AbortController();
	// the request has arrived, and stays without an answer
	handle = () => {
		calls++;
		stop.abort();
	};
	const sent = open().send(new Request(`${origin}/v1/me`, { signal: stop.signal }));
	await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
	expect(calls).toBe(1);
});
