// Draws the page of the address. Pages are loaded when first needed. Between steps of one thing (same id or code) a page
// stays as it is and only its parameters change.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { match, place, type PageProps } from '../router/place.tsx';
import { Failure, Loading } from './Waiting.tsx';

export interface Route {
	/** E.g. /thu-tuc/:code */
	pattern: string;
	load: () => Promise<{ default: ComponentType<PageProps> }>;
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
