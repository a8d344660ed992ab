// The queue: its views, tabs by state, filters, counts of what is loaded, the table.
import { account } from '@motcua/shared/api/session.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { Empty } from '@motcua/shared/components/Waiting.tsx';
import { navigate, place } from '@motcua/shared/router/place.tsx';
import { t } from '../messages.ts';
import { Filters, viewName } from './filters.tsx';
import { DossierList } from './list.tsx';
import { OverviewStrip } from './overview-strip.tsx';
import { listed, queue } from './queue.ts';
import { isFiltered, pathOf, readView, viewsOf, type View } from './view.ts';

const EMPTY = { '': 'emptyText', for_leader: 'emptyForLeader', passed_on: 'emptyPassedOn', unheld: 'emptyUnheld' } as const;

function NothingThere({ view }: { view: View }) {
	const filtered = isFiltered(view);
	return (
		<Empty title={t('emptyTitle')}>
			<p>{t(filtered ? 'emptyFiltered' : EMPTY[view.view])}</p>
			{filtered && (
				<Button
					kind="secondary"
					onClick={() => navigate(pathOf({ view: view.view, state: '', unit: '', overdue: false, mine: false }))}
				>
					{t('clearFilter')}
				</Button>
			)}
		</Empty>
	);
}

export default function QueuePage() {
	const role = account.value?.role;
	const views = viewsOf(role);
	const wanted = readView(place.value.query);
	const view = views.includes(wanted.view) ? wanted : { ...wanted, view: views[0]! };
	const { items, next } = queue.state.value;
	return (
		<DossierList
			asked={listed(view)}
			heading={view.view === '' ? t('queue') : viewName(view.view)}
			filters={<Filters view={view} units={account.value?.units ?? []} role={role} />}
			above={<OverviewStrip items={items} more={next !== null} leader={role === 'leader'} />}
			empty={<NothingThere view={view} />}
			more={t('loadMore')}
			opens={role !== 'admin'}
		/>
	);
}
