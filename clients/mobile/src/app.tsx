// The frame on a phone: a head with the way back, the page, and the four places at the thumb.
import { site } from '@motcua/shared/api/site.ts';
import { LanguageSwitch } from '@motcua/shared/components/LanguageSwitch.tsx';
import { OfflineBar } from '@motcua/shared/components/Offline.tsx';
import { SessionEnded } from '@motcua/shared/components/SignIn.tsx';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { Router } from '@motcua/shared/components/Router.tsx';
import { hrefOf, Link, navigate, place } from '@motcua/shared/router/place.tsx';
import { account } from '@motcua/shared/api/session.ts';
import { Missing } from '@motcua/citizen/Missing.tsx';
import { routesWith } from '@motcua/citizen/routes.ts';
import { useOutbox } from '@motcua/citizen/outbox/useOutbox.ts';
import { OutboxNotice } from '@motcua/citizen/outbox/OutboxNotice.tsx';
import { Tabs, tabOf } from './tabs.tsx';
import { newerVersion, takeNewer } from './worker/register.ts';
import { to } from '@motcua/citizen/to.ts';

const t = catalogue(
	{
		skip: 'Đến nội dung chính',
		back: 'Quay lại',
		newer: 'Có bản mới của ứng dụng.',
		load: 'Tải bản mới',
	},
	{
		skip: 'Skip to main content',
		back: 'Back',
		newer: 'A newer version of the app is ready.',
		load: 'Load it',
	},
);

const routes = routesWith({ home: () => import('./home.tsx'), account: () => import('./account.tsx') });

/** The pages that the tabs lead to have nothing to go back to. */
const ROOTS: readonly string[] = [to.home, to.dossiers, to.notifications, to.account];

function Head() {
	const { path } = place.value;
	return (
		<header class="bar">
			{ROOTS.includes(path) ? (
				<Link to={to.home} class="bar__mark">
					<img src={hrefOf('/site/logo.svg')} alt="" width="32" height="32" />
					<span>{site('mark')}</span>
				</Link>
			) : (
				<button
					type="button"
					class="bar__back"
					onClick={() => (history.length > 1 ? history.back() : navigate(tabOf(path)))}
				>
					<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
						<path d="M15 4 7 12l8 8" />
					</svg>
					{t('back')}
				</button>
			)}
			<LanguageSwitch />
		</header>
	);
}

function Newer() {
	if (!newerVersion()) return null;
	return (
		<div class="newer" role="status">
			{t('newer')}{' '}
			<button type="button" class="button button--secondary" onClick={takeNewer}>
				{t('load')}
			</button>
		</div>
	);
}

export function App() {
	useOutbox(account.value?.id);
	return (
		<>
			<a class="skip-link" href="#main">
				{t('skip')}
			</a>
			<OfflineBar />
			<Newer />
			<Head />
			<main class="page" id="main" tabIndex={-1} data-scroll>
				<div class="page__in">
					<OutboxNotice />
					<Router routes={routes} missing={Missing} />
				</div>
			</main>
			<Tabs />
			<SessionEnded onOther={() => navigate(to.dossiers)} onLeave={() => navigate(to.home)} />
		</>
	);
}
