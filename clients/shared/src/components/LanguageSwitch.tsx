// Offers the other language, in that language.
import { language, languages, setLanguage } from '../i18n/index.ts';

export function LanguageSwitch() {
	const other = languages.value.find((one) => one !== language.value);
	if (!other) return null;
	return (
		<button type="button" class="button button--quiet" lang={other} onClick={() => setLanguage(other)}>
			{other === 'en' ? 'English' : 'Tiếng Việt'}
		</button>
	);
}
