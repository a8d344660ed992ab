// The address bar as state: where the page is, and the ways to another.
import { randomId } from '../base/bytes.ts';
import { browser } from '../base/browser.ts';
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';

export interface Place {
	/** Without the base, beginning with a slash. */
	path: string;
	query: URLSearchParams;
}

/** What the address tells a page, by the names in its pattern. */
export type PageProps = Record<string, string>;

let base = '';

function read(from: { pathname: string; search: string } = location): Place {
	const path = from.pathname.slice(base.length) || '/';
	return { path: path.length > 1 ? path.replace(/\/$/, '') : path, query: new URLSearchParams(from.search) };
}

export const place = signal<Place>({ path: '/', query: new URLSearchParams() });

/** Set after a step until the new page's heading has taken the focus; holds the scroll position to go to. */
let unsettled: number | null = null;

/** Where the page must scroll to now that its heading stands; null when no step was taken since. Asked once a step. */
export function settle(): number | null {
	const top = unsettled;
	unsettled = null;
	return top;
}

const scrolls = new Map<string, number>();
/** A client whose frame stands still marks the part that scrolls; else it is the whole page. */
export const scroller = () => document.querySelector<HTMLElement>('[data-scroll]');
const scrolled = () => scroller()?.scrollTop ?? scrollY;
let entry = '';

function enterNew(): void {
	entry = randomId();
	browser.address('replace', { ...history.state, entry }, location.href);
}

/** base: the path under which the client is served, without its closing slash ('' or '/desk'). */
export function startRouter(at: string): void {
	base = at;
	history.scrollRestoration = 'manual';
	entry = (history.state as { entry?: string } | null)?.entry ?? '';
	if (!entry) enterNew();
	place.value = read();
	addEventListener('popstate', () => {
		scrolls.set(entry, scrolled());
		entry = (history.state as { entry?: string } | null)?.entry ?? '';
		if (!entry) enterNew();
		unsettled = scrolls.get(entry) ?? 0;
		place.value = read();
	});
}

export function navigate(to: string, options: { replace?: boolean } = {}): void {
	scrolls.set(entry, scrolled());
	if (options.replace) browser.address('replace', { entry }, base + to);
	else {
		browser.address('push', null, base + to);
		enterNew();
	}
	// not by the address bar, which the browser may have refused to change
	const next = read(new URL(base + to, location.href));
	// another query of the same page (a search being typed) leaves focus and scroll alone
	if (next.path !== place.value.path) unsettled = 0;
	place.value = next;
}

export const hrefOf = (to: string): string => base + to;

export function Link(props: { to: string; class?: string; lang?: string; children: ComponentChildren }) {
	const { to, children, ...rest } = props;
	return (
		<a
			{...rest}
			href={base + to}
			aria-current={place.value.path === to ? 'page' : undefined}
			onClick={(event) => {
				const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
				if (!plain || event.defaultPrevented) return;
				event.preventDefault();
				navigate(to);
			}}
		>
			{children}
		</a>
	);
}

/** The path of a pattern with its parameters filled in. */
export function fill(pattern: string, values: PageProps): string {
	return pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}

/** The parameters when the path fits the pattern, else null. */
export function match(pattern: string, path: string): PageProps | null {
	const wanted = pattern.split('/');
	const given = path.split('/');
	if (wanted.length !== given.length) return null;
	const found: PageProps = {};
	for (const [i, step] of wanted.entries()) {
		if (step.startsWith(':')) {
			if (!given[i]) return null;
			try {
				found[step.slice(1)] = decodeURIComponent(given[i]);
			} catch {
				return null;
			}
		} else if (step !== given[i]) return null;
	}
	return found;
}
