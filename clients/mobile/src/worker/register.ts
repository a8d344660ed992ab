// Starts the service worker, and tells when a newer version of the app waits for the person's consent.
import { browser } from '@motcua/shared/base/browser.ts';
import { signal } from '@preact/signals';

/** The newer version, ready to take over. */
const waiting = signal<ServiceWorker | null>(null);

export const newerVersion = (): boolean => waiting.value !== null;

/** Loads the newer version. What is being typed is on the device already. */
export function takeNewer(): void {
	waiting.value?.postMessage('take-over');
}

function watch(registration: ServiceWorkerRegistration): void {
	const look = (worker: ServiceWorker | null) => {
		worker?.addEventListener('statechange', () => {
			// without a controller this is the first installation, and nothing on the page is old
			if (worker.state === 'installed' && browser.worker()?.controller) waiting.value = worker;
		});
	};
	if (registration.waiting && browser.worker()?.controller) waiting.value = registration.waiting;
	look(registration.installing);
	registration.addEventListener('updatefound', () => look(registration.installing));
}

/** On plain http to another machine, and in some private windows, there is none; the app works all the same. */
export function registerWorker(): void {
	const workers = browser.worker();
	if (!workers || import.meta.env.DEV) return;
	const first = !workers.controller;
	let asked = false;
	workers.addEventListener('controllerchange', () => {
		if (first || asked) return;
		asked = true;
		location.reload();
	});
	addEventListener('load', () => {
		workers.register('/m/sw.js', { scope: '/m/' }).then(watch, (error: unknown) => console.warn(error));
	});
}
