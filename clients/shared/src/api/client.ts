// The way to the service, and the only file that calls fetch. It adds the token and the language, renews the token,
// repeats what is safe to repeat, and turns every failure into a ProblemError.
import createClient from 'openapi-fetch';
import { browser } from '../base/browser.ts';
import { hear } from '../base/clock.ts';
import { language } from '../i18n/index.ts';
import { account, ended, TokenKeeper } from './session.ts';
import { store, type Store } from '../device/store.ts';
import type { paths } from './contract.d.ts';
import { networkProblem, problemOf, ProblemError } from './problem.ts';
import type { Session, Versioned } from './types.ts';

export interface Transport {
	send: (request: Request) => Promise<Response>;
	keeper: TokenKeeper;
}

export interface TransportParts {
	/** Keeps one client's session apart from another's: 'citizen' or 'desk'. */
	scope: string;
	store: Store;
	origin: string;
	fetch?: typeof fetch;
	locks?: Pick<LockManager, 'request'> | undefined;
	sleep?: (ms: number) => Promise<void>;
	onEnd?: () => void;
	/** Milliseconds until a request counts as lost. */
	patience?: number;
}

const PAUSES = [400, 1500];
const LONGEST_WAIT = 5;

/** One try: the answer whatever its status, or a ProblemError when none came. */
async function once(request: Request, patience: number, send: typeof fetch): Promise<Response> {
	request.signal.throwIfAborted();
	const stop = new AbortController();
	const cancelled = () => stop.abort();
	request.signal.addEventListener('abort', cancelled);
	let timedOut = false;
	const timer = setTimeout(() => {
		timedOut = true;
		stop.abort();
	}, patience);
	try {
		const response = await send(new Request(request.clone(), { signal: stop.signal }));
		hear(response.headers.get('Date'));
		return response;
	} catch (error) {
		if (request.signal.aborted) throw error;
		throw networkProblem(timedOut);
	} finally {
		clearTimeout(timer);
		request.signal.removeEventListener('abort', cancelled);
	}
}

/** A refresh token for a new session; null when the service refuses it. */
async function trade(
	refreshToken: string,
	origin: string,
	send: (request: Request) => Promise<Response>,
): Promise<Session | null> {
	const response = await send(
		new Request(`${origin}/v1/sessions/refresh`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', 'Accept-Language': language.value },
			body: JSON.stringify({ refresh_token: refreshToken }),
		}),
	);
	if (response.ok) return (await response.json()) as Session;
	if (response.status === 401 || response.status === 422) return null;
	throw await problemOf(response);
}

export function createTransport(parts: TransportParts): Transport {
	const sleep = parts.sleep ?? ((ms) => new Promise((done) => setTimeout(done, ms)));
	const patience = parts.patience ?? 60_000;

	const attempt = (request: Request) => once(request, patience, parts.fetch ?? fetch);

	const keeper = new TokenKeeper({
		store: parts.store,
		key: `motcua.session.${parts.scope}`,
		refresh: (token) => trade(token, parts.origin, attempt),
		locks: parts.locks,
		...(parts.onEnd ? { onEnd: parts.onEnd } : {}),
	});

	/** With the token, renewed once when the service says that it is spent. Signing in goes without. */
	async function authorised(request: Request): Promise<Response> {
		const token = new URL(request.url).pathname === '/v1/sessions' ? null : await keeper.token();
		if (!token) return attempt(request);
		const send = (bearer: string) => {
			const copy = new Request(request.clone());
			copy.headers.set('Authorization', `Bearer ${bearer}`);
			return attempt(copy);
		};
		const response = await send(token);
		if (response.status !== 401) return response;
		const renewed = await keeper.renew(token);
		return renewed && renewed !== token ? send(renewed) : response;
	}

	async function send(request: Request): Promise<Response> {
		request.headers.set('Accept-Language', language.value);
		for (let tries = 0; ; tries++) {
			let problem: ProblemError;
			try {
				const response = await authorised(request);
				if (response.ok) return response;
				problem = await problemOf(response);
			} catch (error) {
				if (!(error instanceof ProblemError)) throw error;
				problem = error;
			}
			const pause = PAUSES[tries];
			if (pause === undefined || !problem.retryable || !repeatable(request)) throw problem;
			if ((problem.retryAfter ?? 0) > LONGEST_WAIT) throw problem;
			await sleep(problem.retryAfter ? problem.retryAfter * 1000 : pause);
		}
	}

	return { send, keeper };
}

/** Sending it twice has the effect of sending it once. A PATCH that was done but not heard of would come back as 412. */
function repeatable(request: Request): boolean {
	if (!browser.online()) return false;
	return request.method === 'POST' ? request.headers.has('Idempotency-Key') : request.method !== 'PATCH';
}

function origin(): string {
	return typeof location === 'undefined' ? 'http://127.0.0.1:8080' : location.origin;
}

function createApi(transport: Transport) {
	return createClient<paths>({ baseUrl: origin(), fetch: (request) => transport.send(request) });
}

let transport: Transport | null = null;

/** The page's transport. A client that is not the citizens' calls useScope before its first request. */
export function currentTransport(): Transport {
	transport ??= start('citizen');
	return transport;
}

export function useScope(scope: 'citizen' | 'desk'): void {
	transport = start(scope);
}

function start(scope: string): Transport {
	return createTransport({
		scope,
		store,
		origin: origin(),
		locks: browser.locks(),
		onEnd: () => {
			if (account.value) ended.value = true;
		},
	});
}

export const api = createApi({
	send: (request) => currentTransport().send(request),
	get keeper() {
		return currentTransport().keeper;
	},
});

interface Answer<T> {
	data?: T;
	response: Response;
}

/** The body of an answer; failures have been thrown before. */
export async function body<T>(answer: Promise<Answer<T>>): Promise<T> {
	return (await answer).data as T;
}

/** The body with the ETag that a later change must name. */
export async function versioned<T>(answer: Promise<Answer<T>>): Promise<Versioned<T>> {
	const { data, response } = await answer;
	return { value: data as T, etag: response.headers.get('ETag') ?? '' };
}

/** Anything that is not JSON: uploads, downloads. The path begins with a slash. */
export function raw(path: string, init: RequestInit = {}): Promise<Response> {
	return currentTransport().send(new Request(origin() + path, init));
}
