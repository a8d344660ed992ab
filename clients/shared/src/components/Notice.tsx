// A message that stands in the page. The kind is told by its title's words too, never by the colour alone.
import type { ComponentChildren } from 'preact';

interface Props {
	kind?: 'info' | 'good' | 'warn' | 'bad';
	title?: string;
	/** Read out at once by a screen reader; for what happens after a press of a button. */
	live?: boolean;
	children?: ComponentChildren;
}

export function Notice({ kind = 'info', title, live = false, children }: Props) {
	return (
		<div
			class={kind === 'info' ? 'notice' : `notice notice--${kind}`}
			role={live ? (kind === 'bad' ? 'alert' : 'status') : undefined}
		>
			{title && <p class="notice__title">{title}</p>}
			{children}
		</div>
	);
}
