// The first page on a phone: the search, what waits for me, then the events of life.
import { sampleNotice } from '@motcua/shared/api/site.ts';
import { listDossiers } from '@motcua/shared/api/dossiers.ts';
import type { DossierSummary } from '@motcua/shared/api/types.ts';
import { StateTag } from '@motcua/shared/components/StateTag.tsx';
import { catalogue, pick } from '@motcua/shared/i18n/index.ts';
import { Link } from '@motcua/shared/router/place.tsx';
import { account } from '@motcua/shared/api/session.ts';
import { isTerminal } from '@motcua/shared/words/states.ts';
import { useLoad } from '@motcua/shared/components/load.ts';
import { LifeEvents } from '@motcua/citizen/find/LifeEvents.tsx';
import { SearchBox } from '@motcua/citizen/find/SearchBox.tsx';
import { to } from '@motcua/citizen/to.ts';
import { Title } from '@motcua/citizen/Title.tsx';

const t = catalogue(
	{
		title: 'Bạn cần làm việc gì?',
		going: 'Hồ sơ đang chờ',
		allMine: 'Xem tất cả hồ sơ của tôi',
		all: 'Xem tất cả thủ tục',
		track: 'Tra cứu hồ sơ bằng mã',
	},
	{
		title: 'What do you need to do?',
		going: 'Waiting for you',
		allMine: 'All my dossiers',
		all: 'All procedures',
		track: 'Track a dossier by its code',
	},
);

const SHOWN = 3;

/** Begun, asked back or unpaid first; then what is on its way. */
export function mostPressing(items: readonly DossierSummary[]): DossierSummary[] {
	const rank = (item: DossierSummary) =>
		item.state === 'supplement_requested'
			? 0
			: item.payment?.state === 'due' && item.state !== 'draft'
				? 1
				: item.state === 'draft'
					? 2
					: 3;
	return items
		.filter((item) => !isTerminal(item.state))
		.toSorted((a, b) => rank(a) - rank(b))
		.slice(0, SHOWN);
}

function Going() {
	// without a connection the page simply lacks this part; the tab of one's dossiers tells what is wrong
	const found = useLoad(() => listDossiers({ limit: 20 }), []);
	const items = mostPressing(found.value?.items ?? []);
	if (items.length === 0) return null;
	return (
		<section>
			<h2>{t('going')}</h2>
			<ul class="cards">
				{items.map((item) => (
					<li class="card card--row" key={item.id}>
						<Link
							to={
								item.state === 'draft'
									? to.filing(item.id, 'tiep')
									: to.dossier(item.id)
							}
							class="card__whole"
						>
							{pick(item.procedure.title, item.procedure.title_en)}
						</Link>
						<StateTag state={item.state} ended={item.ended_why} />
					</li>
				))}
			</ul>
			<p>
				<Link to={to.dossiers}>{t('allMine')}</Link>
			</p>
		</section>
	);
}

export default function Home() {
	return (
		<>
			<Title text={t('title')} title="" />
			<p class="soft small">{sampleNotice()}</p>
			<SearchBox value="" />
			{account.value && <Going key={account.value.id} />}
			<LifeEvents />
			<div class="buttons">
				<Link to={to.procedures} class="button button--secondary">
					{t('all')}
				</Link>
				<Link to={to.track} class="button button--quiet">
					{t('track')}
				</Link>
			</div>
		</>
	);
}
