// The queue: tabs by state, filters, counts of what is loaded, the table, the keyboard.
import { serverNow } from '@motcua/shared/base/clock.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { Empty, Failure, Loading } from '@motcua/shared/components/Waiting.tsx';
import { formatClock } from '@motcua/shared/i18n/format.ts';
import { Heading } from '@motcua/shared/components/Heading.tsx';
import { navigate, place } from '@motcua/shared/router/place.tsx';
import { account } from '@motcua/shared/api/session.ts';
import { useEffect } from 'preact/hooks';
import { product, t } from '../messages.ts';
import { useShortcuts } from '../shortcuts.ts';
import { Filters } from './filters.tsx';
import { OverviewStrip } from './overview-strip.tsx';
import { queue } from './queue.ts';
import { QueueTable, rowLinks } from './table.tsx';
import { isFiltered, pathOf, readView, type View } from './view.ts';

/** A queue that has stood on the screen for this long is fetched anew when somebody looks at it again. */
const STALE = 60_000;

function moveFocus(step: 1 | -1): void {
	const links = rowLinks();
	const at = links.indexOf(document.activeElement as HTMLAnchorElement);
	const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step;
	links[Math.max(0, Math.min(links.length - 1, next))]?.focus();
}

function NothingThere({ view }: { view: View }) {
	const text = view.q ? t('emptySearch') : isFiltered(view) ? t('emptyFiltered') : t('emptyText');
	return (
		<Empty title={t('emptyTitle')}>
			<p>{text}</p>
			{(view.q || isFiltered(view)) && (
				<Button kind="secondary" onClick={() => navigate('/')}>
					{view.q ? t('clearSearch') : t('clearFilter')}
				</Button>
			)}
		</Empty>
	);
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

export default function QueuePage() {
	const view = readView(place.value.query);
	const key = pathOf(view);
	const { items, next, busy, error, at } = queue.state.value;

	useEffect(() => {
		void queue.open(view);
	}, [key]);
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
				<Heading text={view.q ? t('searchTitle', view.q) : t('queue')} site={product()} />
				<p class="queue__status" role="status">
					{loaded &&
						`${t('shown', items.length, next !== null)} · ${t('refreshedAt', formatClock(at))}`}
				</p>
				{view.q && (
					<Button kind="quiet" onClick={() => navigate('/')}>
						{t('clearSearch')}
					</Button>
				)}
				<Button kind="secondary" busy={busy} onClick={() => void queue.refresh()}>
					{t('refresh')}
				</Button>
			</div>
			<Filters view={view} units={account.value?.units ?? []} />
			{error !== null && <Failure error={error} onRetry={() => void queue.refresh()} />}
			{!loaded && error === null && <Loading />}
			{loaded && items.length === 0 && <NothingThere view={view} />}
			{loaded && items.length > 0 && (
				<>
					<OverviewStrip
						items={items}
						more={next !== null}
						leader={account.value?.role === 'leader'}
					/>
					<QueueTable items={items} />
					<div class="queue__foot">
						{next !== null && (
							<Button kind="secondary" busy={busy} onClick={() => void queue.more()}>
								{t('loadMore')}
							</Button>
						)}
						<p class="soft small queue__hint">{t('tableHint')}</p>
					</div>
				</>
			)}
		</div>
	);
}
