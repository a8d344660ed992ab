// The frame on a phone: a head with the way back, the page, and the four places at the thumb.
import { LanguageSwitch } from '@motcua/shared/components/LanguageSwitch.tsx';
import { OfflineBar } from '@motcua/shared/components/Offline.tsx';
import { SessionEnded } from '@motcua/shared/components/SignIn.tsx';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { hrefOf, Link, navigate, place, Router, type Route } from '@motcua/shared/router.tsx';
import { account } from '@motcua/shared/session.ts';
import { site } from '@motcua/shared/journey/site.ts';
import { Title } from '@motcua/shared/journey/Title.tsx';
import { useOutbox } from '@motcua/shared/journey/useOutbox.ts';
import { OutboxNotice } from '@motcua/shared/journey/OutboxNotice.tsx';
import { Tabs, tabOf } from './tabs.tsx';
import { newerVersion, takeNewer } from './worker/register.ts';

const t = catalogue(
	{
		skip: 'Đến nội dung chính',
		back: 'Quay lại',
		newer: 'Có bản mới của ứng dụng.',
		load: 'Tải bản mới',
		missingTitle: 'Không có trang này',
		missingText: 'Địa chỉ có thể đã gõ sai hoặc trang đã chuyển đi.',
		home: 'Về trang đầu',
	},
	{
		skip: 'Skip to main content',
		back: 'Back',
		newer: 'A newer version of the app is ready.',
		load: 'Load it',
		missingTitle: 'There is no such page',
		missingText: 'The address may be mistyped, or the page has moved.',
		home: 'To the first page',
	},
);

const filing = () => import('@motcua/shared/journey/filing/Filing.tsx');
const routes: Route[] = [
	{ pattern: '/', load: () => import('./home.tsx') },
	{ pattern: '/thu-tuc', load: () => import('@motcua/shared/journey/pages/Search.tsx') },
	{ pattern: '/thu-tuc/:code', load: () => import('@motcua/shared/journey/pages/Procedure.tsx') },
	{ pattern: '/nop/:code', load: () => import('@motcua/shared/journey/filing/Start.tsx') },
	{ pattern: '/ho-so', load: () => import('@motcua/shared/journey/dossier/List.tsx') },
	{ pattern: '/ho-so/:id', load: () => import('@motcua/shared/journey/dossier/Dossier.tsx') },
	{ pattern: '/ho-so/:id/khai/:step', load: filing },
	{ pattern: '/ho-so/:id/da-nop', load: () => import('@motcua/shared/journey/filing/Submitted.tsx') },
	{ pattern: '/ho-so/:id/cho-nop', load: () => import('@motcua/shared/journey/filing/Queued.tsx') },
	{ pattern: '/ho-so/:id/nop-phi', load: () => import('@motcua/shared/journey/dossier/Pay.tsx') },
	{ pattern: '/ho-so/:id/bo-sung', load: () => import('@motcua/shared/journey/dossier/Supplement.tsx') },
	{ pattern: '/thong-bao', load: () => import('@motcua/shared/journey/pages/Notifications.tsx') },
	{ pattern: '/tra-cuu', load: () => import('@motcua/shared/journey/pages/Track.tsx') },
	{ pattern: '/kiem-tra-bien-nhan', load: () => import('@motcua/shared/journey/pages/Verify.tsx') },
	{ pattern: '/dang-nhap', load: () => import('@motcua/shared/journey/pages/SignInPage.tsx') },
	{ pattern: '/dang-ky', load: () => import('@motcua/shared/journey/pages/SignUp.tsx') },
	{ pattern: '/tai-khoan', load: () => import('./account.tsx') },
	{ pattern: '/tro-giup', load: () => import('@motcua/shared/journey/pages/Help.tsx') },
];

/** The pages that the tabs lead to have nothing to go back to. */
const ROOTS: readonly string[] = ['/', '/ho-so', '/thong-bao', '/tai-khoan'];

function Missing() {
	return (
		<>
			<Title text={t('missingTitle')} />
			<p>{t('missingText')}</p>
			<p>
				<Link to="/">{t('home')}</Link>
			</p>
		</>
	);
}

function Head() {
	const { path } = place.value;
	return (
		<header class="bar">
			{ROOTS.includes(path) ? (
				<Link to="/" class="bar__mark">
					<img src={hrefOf('/icon.svg')} alt="" width="32" height="32" />
					<span>{site('mark')}</span>
				</Link>
			) : (
				<button type="button" class="bar__back" onClick={() => (history.length > 1 ? history.back() : navigate(tabOf(path)))}>
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
			<SessionEnded onOther={() => navigate('/ho-so')} onLeave={() => navigate('/')} />
		</>
	);
}
