// The one search box: whatever is known of a dossier, among all that the officer's units have or had to do with. A whole code
// that is found leads straight to its dossier. What is looked for is of people: it stands in no address, and goes with the page.
import { asCode, asText } from '@motcua/shared/base/as-typed.ts';
import { searchInbox } from '@motcua/shared/api/desk.ts';
import { navigate, place } from '@motcua/shared/router/place.tsx';
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../messages.ts';
import { to } from '../to.ts';

/** What is looked for now. */
export const sought = signal('');

async function direct(code: string): Promise<string | null> {
	try {
		const { items } = await searchInbox(code, { limit: 2 });
		const exact = items.find((item) => item.code === code);
		return exact ? to.dossier(exact.id) : null;
	} catch {
		// the list that is opened instead shows what is wrong
		return null;
	}
}

export function Search() {
	const given = place.value.path === to.search ? sought.value : '';
	const [typed, setTyped] = useState(given);
	useEffect(() => setTyped(given), [given]);

	const submit = async (event: Event) => {
		event.preventDefault();
		const words = asText(typed);
		const code = /^ *BL\b/i.test(words) ? null : asCode(words);
		const found = code && (await direct(code));
		sought.value = found ? '' : (code ?? words);
		if (found) setTyped('');
		// one search after the other is one place to go back from
		navigate(found || (words ? to.search : to.queue), { replace: !found && place.value.path === to.search });
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
				value={typed}
				onInput={(event) => setTyped(event.currentTarget.value)}
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
