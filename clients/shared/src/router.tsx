// The address bar as state. Pages are loaded when first needed. Between steps of one thing (same id or code) a page stays
// as it is and only its parameters change.
import { signal } from '@preact/signals';
import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Failure, Loading } from './components/Waiting.tsx';

export interface Place {
	/** Without the base, beginning with a slash. */
	path: string;
	query: URLSearchParams;
}

export type PageProps = Record<string, string>;
type PageModule = { default: ComponentType<PageProps> };

export interface Route {
	/** E.g. /thu-tuc/:code */
	pattern: string;
	load: () => Promise<PageModule>;
}

let base = '';

function read(): Place {
	const path = location.pathname.slice(base.length) || '/';
	return { path: path.length > 1 ? path.replace(/\/$/, '') : path, query: new URLSearchParams(location.search) };
}

export const place = signal<Place>({ path: '/', query: new URLSearchParams() });

const scrolls = new Map<string, number>();
/** A client whose frame stands still marks the part that scrolls; else it is the whole page. */
const scroller = () => document.querySelector<HTMLElement>('[data-scroll]');
const scrolled = () => scroller()?.scrollTop ?? scrollY;
let entry = '';

function enterNew(): void {
	entry = String(Date.now()) + Math.random();
	history.replaceState({ ...history.state, entry }, '');
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
	if (options.replace) history.replaceState({ entry }, '', base + to);
	else {
		history.pushState(null, '', base + to);
		enterNew();
	}
	const next = read();
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

/** Set after a step until the new page's heading has taken the focus; holds the scroll position to go to. */
let unsettled: number | null = null;

/**
 * The page's one h1, and its title. After a step it takes the focus, so that a screen reader reads where we are now;
 * coming Back, the page stands where it stood. On the first page the browser's own ways are left alone.
 */
export function Heading({ text, title = text, site }: { text: string; title?: string; site: string }) {
	const heading = useRef<HTMLHeadingElement>(null);
	const { path } = place.value;
	useEffect(() => {
		document.title = title ? `${title} - ${site}` : site;
	}, [title, site]);
	useLayoutEffect(() => {
		if (unsettled === null) return;
		const top = unsettled;
		unsettled = null;
		heading.current?.focus({ preventScroll: true });
		(scroller() ?? globalThis).scrollTo(0, top);
	}, [path, text]);
	return (
		<h1 tabIndex={-1} ref={heading}>
			{text}
		</h1>
	);
}

export function Router({ routes, missing: Missing }: { routes: Route[]; missing: ComponentType }) {
	const { path } = place.value;
	const found = routes.map((route) => ({ route, params: match(route.pattern, path) })).find((entry) => entry.params);
	const [pages, setPages] = useState<Map<string, ComponentType<PageProps>>>(new Map());
	const [error, setError] = useState<unknown>(null);
	const pattern = found?.route.pattern ?? '';
	const Page = pages.get(pattern);

	const load = () => {
		if (!found || Page) return;
		setError(null);
		found.route.load().then(
			(loaded) => setPages((old) => new Map(old).set(pattern, loaded.default)),
			(failure: unknown) => setError(failure),
		);
	};
	useEffect(load, [pattern]);

	if (!found) return <Missing />;
	if (Page) return <Page key={pattern + (found.params!['id'] ?? found.params!['code'] ?? '')} {...found.params!} />;
	if (error) return <Failure error={error} onRetry={load} />;
	return <Loading />;
}
