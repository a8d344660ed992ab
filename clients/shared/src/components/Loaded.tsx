// A page whose content must be loaded first: what stands there until it has come, or when it does not come.
import type { ComponentChildren } from 'preact';
import type { Load } from './load.ts';
import { Failure, Loading } from './Waiting.tsx';

interface Props<T> {
	found: Load<T>;
	/** Above the waiting, until there is something to show: the heading, as far as it is known. */
	head?: ComponentChildren;
	label?: string;
	/** A failure to load anew does not take away what is there: it is told above it. */
	children: (value: T) => ComponentChildren;
}

export function Loaded<T>({ found, head, label, children }: Props<T>) {
	const failure = found.error !== null && <Failure error={found.error} onRetry={found.reload} />;
	if (found.value !== null) {
		return (
			<>
				{failure}
				{children(found.value)}
			</>
		);
	}
	return (
		<>
			{head}
			{failure || <Loading {...(label ? { label } : {})} />}
		</>
	);
}
