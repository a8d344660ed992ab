// The list of what needs correcting, at the head of a form. It takes the focus when it appears; each entry leads to its field.
import { useEffect, useRef } from 'preact/hooks';
import { ts } from '../i18n/shared.ts';
import { Link } from '../router/place.tsx';

export interface SummaryItem {
	/** The id of the input to go to, */
	id?: string | undefined;
	/** or the page where it can be put right; with neither the entry is plain text. */
	to?: string;
	/** The field's name, for a message that may not say it: beside its field it need not. */
	label?: string | undefined;
	message: string;
}

/** In a list of many every entry names its field. */
function named({ label = '', message }: SummaryItem): string {
	const name = label.replace(/[?.:\s]+$/, '');
	return message.toLowerCase().includes(name.toLowerCase()) ? message : `${name}: ${message}`;
}

/** attempt: counts presses of the button, so that a second press takes the focus back to the list. */
export function ErrorSummary({ items, attempt = 0 }: { items: SummaryItem[]; attempt?: number }) {
	const box = useRef<HTMLDivElement>(null);
	const shown = items.length > 0;
	useEffect(() => {
		if (!shown) return;
		box.current?.focus();
		box.current?.scrollIntoView({ block: 'start' });
	}, [shown, attempt]);
	if (!shown) return null;
	return (
		<div class="error-summary" role="alert" tabIndex={-1} ref={box} aria-labelledby="error-summary-title">
			<h2 class="error-summary__title" id="error-summary-title">
				{ts('errorSummary', items.length)}
			</h2>
			<ul>
				{items.map((item) => (
					<li key={(item.id ?? item.to ?? '') + item.message}>
						{item.id ? (
							<a
								href={`#${item.id}`}
								onClick={(event) => {
									event.preventDefault();
									document.getElementById(item.id!)?.focus();
								}}
							>
								{named(item)}
							</a>
						) : item.to ? (
							<Link to={item.to}>{named(item)}</Link>
						) : (
							named(item)
						)}
					</li>
				))}
			</ul>
		</div>
	);
}
