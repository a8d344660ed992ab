// Loading data into a page: the value, the failure, and a way to ask again.
import { useEffect, useState } from 'preact/hooks';

export interface Load<T> {
	value: T | null;
	error: unknown;
	/** Asks again; what is shown stays until the answer comes. */
	reload: () => void;
}

export interface Putable<T> extends Load<T> {
	/** Puts in a value that is known already. */
	put: (value: T) => void;
}

/** Loads when a key changes. An answer that comes after its key has gone is dropped. */
export function useLoad<T>(load: () => Promise<T>, keys: readonly unknown[]): Putable<T> {
	const [state, setState] = useState<{ value: T | null; error: unknown }>({ value: null, error: null });
	const [attempt, setAttempt] = useState(0);
	useEffect(() => {
		let current = true;
		load().then(
			(value) => current && setState({ value, error: null }),
			(error: unknown) => current && setState((old) => ({ value: old.value, error })),
		);
		return () => {
			current = false;
		};
	}, [...keys, attempt]);
	return {
		...state,
		reload: () => setAttempt((count) => count + 1),
		put: (value) => setState({ value, error: null }),
	};
}

interface Page<T> {
	items: T[];
	next_cursor?: string | null | undefined;
}

export interface Paged<T> extends Load<Page<T>> {
	items: T[];
	/** Loads the next page; null when there is none. */
	more: (() => void) | null;
	/** The next page is on its way. */
	busy: boolean;
	/** Why it did not come. */
	moreError: unknown;
}

/** A list that comes in pages. Another key begins anew. */
export function usePages<T>(load: (cursor: string | undefined) => Promise<Page<T>>, keys: readonly unknown[]): Paged<T> {
	const first = useLoad(() => load(undefined), keys);
	const [rest, setRest] = useState<{ items: T[]; cursor: string | null } | null>(null);
	const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
	useEffect(() => setRest(null), keys);
	const cursor = rest ? rest.cursor : (first.value?.next_cursor ?? null);
	const more = () => {
		if (state.busy) return;
		setState({ busy: true, error: null });
		load(cursor!).then(
			(next) => {
				setRest({ items: [...(rest?.items ?? []), ...next.items], cursor: next.next_cursor ?? null });
				setState({ busy: false, error: null });
			},
			(error: unknown) => setState({ busy: false, error }),
		);
	};
	return {
		...first,
		items: [...(first.value?.items ?? []), ...(rest?.items ?? [])],
		more: cursor === null ? null : more,
		busy: state.busy,
		moreError: state.error,
	};
}
