// Offers the other language, in that language.
import { language, setLanguage } from '../i18n/index.ts';

export function LanguageSwitch() {
	const other = language.value === 'vi' ? 'en' : 'vi';
	return (
		<button type="button" class="button button--quiet" lang={other} onClick={() => setLanguage(other)}>
			{other === 'en' ? 'English' : 'Tiếng Việt'}
		</button>
	);
}
