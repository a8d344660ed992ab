// What a search found, the newest first.
import { Button } from '@motcua/shared/components/Button.tsx';
import { Heading } from '@motcua/shared/components/Heading.tsx';
import { Empty } from '@motcua/shared/components/Waiting.tsx';
import { navigate } from '@motcua/shared/router/place.tsx';
import { product, t } from '../messages.ts';
import { to } from '../to.ts';
import { DossierList } from './list.tsx';
import { queue, searched } from './queue.ts';
import { sought } from './search.tsx';

/** The page was loaded anew, or its address passed on: what was looked for is not known any more. */
function NothingSought() {
	return (
		<div class="queue">
			<div class="queue__head">
				<Heading text={t('search')} site={product()} />
			</div>
			<Empty title={t('searchNothing')}>
				<p>{t('searchWhat')}</p>
			</Empty>
		</div>
	);
}

export default function FoundPage() {
	const words = sought.value;
	const { items, next } = queue.state.value;
	if (words === '') return <NothingSought />;
	return (
		<DossierList
			asked={searched(words)}
			heading={t('searchTitle', words)}
			title={t('search')}
			beside={
				<Button kind="quiet" onClick={() => navigate(to.queue)}>
					{t('clearSearch')}
				</Button>
			}
			empty={
				<Empty title={t('emptyTitle')}>
					<p>{t('emptySearch')}</p>
				</Empty>
			}
			more={t(items.length === 0 && next !== null ? 'searchOlder' : 'loadMore')}
		/>
	);
}
