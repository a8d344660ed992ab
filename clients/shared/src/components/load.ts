// Loading data into a page: the value, the failure, and a way to ask again.
import { useEffect, useState } from 'preact/hooks';

export interface Loaded<T> {
	value: T | null;
	error: unknown;
	/** Asks again; what is shown stays until the answer comes. */
	reload: () => void;
	/** Puts in a value that is known already. */
	put: (value: T) => void;
}

/** Loads when a key changes. An answer that comes after its key has gone is dropped. */
export function useLoad<T>(load: () => Promise<T>, keys: readonly unknown[]): Loaded<T> {
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
