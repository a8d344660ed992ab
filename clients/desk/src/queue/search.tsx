// The one search box: a dossier's code or the applicant's name, among everything the officer's units hold or held. A whole
// code that is found leads straight to its dossier.
import { asCode, asText } from '@motcua/shared/base/as-typed.ts';
import { listInbox } from '@motcua/shared/api/desk.ts';
import { navigate, place } from '@motcua/shared/router/place.tsx';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../messages.ts';
import { pathOf, readView } from './view.ts';
import { to } from '../to.ts';

async function direct(code: string): Promise<string | null> {
	try {
		const { items } = await listInbox({ q: code, limit: 2 });
		const exact = items.find((item) => item.code === code);
		return exact ? to.dossier(exact.id) : null;
	} catch {
		// the list that is opened instead shows what is wrong
		return null;
	}
}

export function Search() {
	const given = place.value.path === to.queue ? readView(place.value.query).q : '';
	const [q, setQ] = useState(given);
	useEffect(() => setQ(given), [given]);

	const submit = async (event: Event) => {
		event.preventDefault();
		const code = asCode(q);
		const found = code && (await direct(code));
		if (found) setQ('');
		navigate(found || pathOf({ state: '', unit: '', overdue: false, mine: false, q: code ?? asText(q) }));
	};
	return (
		<form class="search" role="search" onSubmit={(event) => void submit(event)}>
			<label class="visually-hidden" for="search">
				{t('search')}
			</label>
			<input
				class="input search__input"
				id="search"
				type="search"
				placeholder={t('searchHint')}
				autocomplete="off"
				spellcheck={false}
				value={q}
				onInput={(event) => setQ(event.currentTarget.value)}
				onKeyDown={(event) => {
					if (event.key === 'Escape') event.currentTarget.blur();
				}}
			/>
			<kbd class="search__key" aria-hidden="true">
				/
			</kbd>
			<button type="submit" class="button search__button">
				{t('searchButton')}
			</button>
		</form>
	);
}
