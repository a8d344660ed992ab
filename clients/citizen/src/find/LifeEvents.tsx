// The events of life that bring people here: nobody knows the official name of a procedure. Which there are, and what each
// takes, is the site's.
import { inWords, loadSite } from '@motcua/shared/api/site.ts';
import { useLoad } from '@motcua/shared/components/load.ts';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { Link } from '@motcua/shared/router/place.tsx';
import { to } from '../to.ts';

const t = catalogue({ title: 'Chọn theo việc trong đời' }, { title: 'By what happens in life' });

export function LifeEvents() {
	// without it the search and the list of all procedures are still there
	const { value } = useLoad(loadSite, []);
	const events = value?.life_events ?? [];
	if (events.length === 0) return null;
	return (
		<>
			<h2>{t('title')}</h2>
			<ul class="events">
				{events.map((event) => (
					<li key={event.name.vi}>
						<details class="event">
							<summary class="event__name">{inWords(event.name)}</summary>
							<ul class="plain">
								{event.procedures.map((procedure) => (
									<li key={procedure.code}>
										<Link to={to.procedure(procedure.code)}>{inWords(procedure.name)}</Link>
									</li>
								))}
							</ul>
						</details>
					</li>
				))}
			</ul>
		</>
	);
}
