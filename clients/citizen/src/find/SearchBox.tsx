// The search for procedures: words as people type them, with or without diacritics.
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { navigate } from '@motcua/shared/router/place.tsx';
import { useEffect, useState } from 'preact/hooks';
import { to } from '../to.ts';

const t = catalogue(
	{ label: 'Tìm thủ tục', hint: 'Gõ có dấu hay không dấu đều được. Ví dụ: giay khai sinh', find: 'Tìm' },
	{ label: 'Find a procedure', hint: 'With or without accents. Example: giay khai sinh', find: 'Search' },
);

export function SearchBox({ value }: { value: string }) {
	const [typed, setTyped] = useState(value);
	useEffect(() => setTyped(value), [value]);
	return (
		<form
			class="search"
			role="search"
			onSubmit={(event) => {
				event.preventDefault();
				navigate(to.search(typed.trim()));
			}}
		>
			<label class="field__label" for="search">
				{t('label')}
			</label>
			<div class="search__row">
				<input
					class="input search__input"
					id="search"
					type="search"
					name="q"
					autocomplete="off"
					spellcheck={false}
					aria-describedby="search-hint"
					enterkeyhint="search"
					value={typed}
					onInput={(event) => setTyped(event.currentTarget.value)}
				/>
				<button type="submit" class="button">
					{t('find')}
				</button>
			</div>
			<p class="field__hint search__hint" id="search-hint">
				{t('hint')}
			</p>
		</form>
	);
}
