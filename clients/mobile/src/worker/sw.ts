// The service worker: keeps the app's own files so that it opens without a connection. It never sees an answer of the
// service: everything outside the app's folder goes past it untouched.
import { planFor } from './plan.ts';

declare const self: ServiceWorkerGlobalScope;
/** The files of this build and a name made of their content; the build fills both in (vite.config.ts). */
declare const __SHELL__: readonly string[];
declare const __VERSION__: string;

const BASE = '/m/';
const PREFIX = 'motcua-shell-';
const CACHE = PREFIX + __VERSION__;
/** Milliseconds after which a page on a poor connection is taken from the device. */
const PATIENCE = 4000;

self.addEventListener('install', (event) => {
	event.waitUntil(
		caches
			.open(CACHE)
			.then((cache) => cache.addAll(__SHELL__.map((file) => new Request(BASE + file, { cache: 'reload' })))),
	);
});

self.addEventListener('activate', (event) => {
	event.waitUntil(
		caches.keys().then(async (names) => {
			const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
			await Promise.all(old.map((name) => caches.delete(name)));
			await self.clients.claim();
		}),
	);
});

// the page asks for it when the person has agreed to load the newer version
self.addEventListener('message', (event) => {
	if (event.data === 'take-over') void self.skipWaiting();
});

async function kept(file: string): Promise<Response | undefined> {
	return (await caches.open(CACHE)).match(BASE + file);
}

/** The newest page when the connection is good enough, else the one on the device. */
async function page(request: Request): Promise<Response> {
	const stop = new AbortController();
	const timer = setTimeout(() => stop.abort(), PATIENCE);
	try {
		const answer = await fetch(request.url, {
			signal: stop.signal,
			credentials: 'same-origin',
			headers: { Accept: 'text/html' },
		});
		// an address that nobody knows is said to be missing
		if (answer.ok || answer.status === 404) return answer;
		return (await kept('index.html')) ?? answer;
	} catch {
		return (await kept('index.html')) ?? Response.error();
	} finally {
		clearTimeout(timer);
	}
}

self.addEventListener('fetch', (event) => {
	const { request } = event;
	const plan = planFor(
		{ method: request.method, url: request.url, navigates: request.mode === 'navigate' },
		{ origin: self.location.origin, base: BASE, shell: __SHELL__ },
	);
	if (plan.kind === 'page') event.respondWith(page(request));
	else if (plan.kind === 'file') event.respondWith(kept(plan.file).then((found) => found ?? fetch(request)));
});
