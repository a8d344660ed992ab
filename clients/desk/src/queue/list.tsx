// A list of dossiers on the screen, the queue or what a search found: its head, what stands in place of rows, the rows, the
// keyboard.
import { serverNow } from '@motcua/shared/base/clock.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { Heading } from '@motcua/shared/components/Heading.tsx';
import { Failure, Loading } from '@motcua/shared/components/Waiting.tsx';
import { formatClock } from '@motcua/shared/i18n/format.ts';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { product, t } from '../messages.ts';
import { useShortcuts } from '../shortcuts.ts';
import { queue, type Asked } from './queue.ts';
import { QueueTable, rowLinks } from './table.tsx';

/** A list that has stood on the screen for this long is fetched anew when somebody looks at it again. */
const STALE = 60_000;

function moveFocus(step: 1 | -1): void {
	const links = rowLinks();
	const at = links.indexOf(document.activeElement as HTMLAnchorElement);
	const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step;
	links[Math.max(0, Math.min(links.length - 1, next))]?.focus();
}

/** Coming back to the tab after a while loads the list anew. */
function useFresh(): void {
	useEffect(() => {
		const look = () => {
			const loaded = queue.state.value.at;
			const stale = loaded && serverNow().getTime() - loaded.getTime() > STALE;
			if (document.visibilityState === 'visible' && stale) void queue.refresh();
		};
		document.addEventListener('visibilitychange', look);
		return () => document.removeEventListener('visibilitychange', look);
	}, []);
}

interface Props {
	asked: Asked;
	heading: string;
	/** What the browser calls the page, if not by its heading. */
	title?: string;
	/** Beside the heading. */
	beside?: ComponentChildren;
	/** Between head and rows. */
	filters?: ComponentChildren;
	/** Above the rows. */
	above?: ComponentChildren;
	/** In place of rows. */
	empty: ComponentChildren;
	/** What the button for the next page says. */
	more: string;
	/** Whether rows lead to their dossiers. */
	opens?: boolean;
}

export function DossierList({ asked, heading, title = heading, beside, filters, above, empty, more, opens = true }: Props) {
	const { items, next, busy, error, at } = queue.state.value;
	useEffect(() => {
		void queue.open(asked);
	}, [asked.key]);
	useFresh();
	useShortcuts({
		j: () => moveFocus(1),
		k: () => moveFocus(-1),
		ArrowDown: () => moveFocus(1),
		ArrowUp: () => moveFocus(-1),
		r: () => void queue.refresh(),
	});

	const loaded = at !== null;
	return (
		<div class="queue">
			<div class="queue__head">
				<Heading text={heading} title={title} site={product()} />
				<p class="queue__status" role="status">
					{loaded && `${t('shown', items.length, next !== null)} · ${t('refreshedAt', formatClock(at))}`}
				</p>
				{beside}
				<Button kind="secondary" busy={busy} onClick={() => void queue.refresh()}>
					{t('refresh')}
				</Button>
			</div>
			{filters}
			{error !== null && <Failure error={error} onRetry={() => void queue.refresh()} />}
			{!loaded && error === null && <Loading />}
			{loaded && items.length === 0 && next === null && empty}
			{loaded && items.length > 0 && (
				<>
					{above}
					<QueueTable items={items} opens={opens} />
				</>
			)}
			{loaded && (
				<div class="queue__foot">
					{next !== null && (
						<Button kind="secondary" busy={busy} onClick={() => void queue.more()}>
							{more}
						</Button>
					)}
					{items.length > 0 && opens && <p class="soft small queue__hint">{t('tableHint')}</p>}
				</div>
			)}
		</div>
	);
}
