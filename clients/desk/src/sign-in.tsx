// The door of the desk.
import { sampleNotice, site } from '@motcua/shared/api/site.ts';
import { LanguageSwitch } from '@motcua/shared/components/LanguageSwitch.tsx';
import { SignInForm } from '@motcua/shared/components/SignIn.tsx';
import { Heading } from '@motcua/shared/components/Heading.tsx';
import { hrefOf } from '@motcua/shared/router/place.tsx';
import { product, t } from './messages.ts';

export function SignInPage() {
	return (
		<main class="alone" id="main">
			<img src={hrefOf('/site/logo.svg')} alt="" width="48" height="48" />
			<Heading text={t('signInTitle')} site={product()} />
			<p class="soft">
				{site('name')}. {sampleNotice()}
			</p>
			<p class="soft">{t('signInIntro')}</p>
			{/* who has signed in is told by the account itself; the page changes with it */}
			<SignInForm onDone={() => undefined} />
			<p class="alone__foot">
				<a href="/">{t('toPortal')}</a> <LanguageSwitch />
			</p>
		</main>
	);
}
