// The frame around every page: head, main, foot; and the list of pages.
import { LanguageSwitch } from '@motcua/shared/components/LanguageSwitch.tsx';
import { OfflineBar } from '@motcua/shared/components/Offline.tsx';
import { SessionEnded } from '@motcua/shared/components/SignIn.tsx';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { site } from '@motcua/shared/journey/site.ts';
import { Title } from '@motcua/shared/journey/Title.tsx';
import { Link, navigate, Router, type Route } from '@motcua/shared/router.tsx';
import { account } from '@motcua/shared/session.ts';

const t = catalogue(
	{
		skip: 'Đến nội dung chính',
		main: 'Trang chính',
		procedures: 'Thủ tục',
		mine: 'Hồ sơ của tôi',
		track: 'Tra cứu',
		help: 'Trợ giúp',
		signIn: 'Đăng nhập',
		account: 'Tài khoản',
		notices: (count: number) => (count > 0 ? `Thông báo (${count} mới)` : 'Thông báo'),
		home: 'Về trang đầu',
		verify: 'Kiểm tra biên nhận',
		contract: 'Giao diện lập trình (OpenAPI)',
		missingTitle: 'Không có trang này',
		missingText: 'Địa chỉ có thể đã gõ sai hoặc trang đã chuyển đi.',
	},
	{
		skip: 'Skip to main content',
		main: 'Main',
		procedures: 'Procedures',
		mine: 'My dossiers',
		track: 'Track',
		help: 'Help',
		signIn: 'Sign in',
		account: 'Account',
		notices: (count) => (count > 0 ? `Notices (${count} new)` : 'Notices'),
		home: 'To the front page',
		verify: 'Verify a receipt',
		contract: 'For developers (OpenAPI)',
		missingTitle: 'There is no such page',
		missingText: 'The address may be mistyped, or the page has moved.',
	},
);

const filing = () => import('@motcua/shared/journey/filing/Filing.tsx');
const routes: Route[] = [
	{ pattern: '/', load: () => import('./Home.tsx') },
	{ pattern: '/thu-tuc', load: () => import('@motcua/shared/journey/pages/Search.tsx') },
	{ pattern: '/thu-tuc/:code', load: () => import('@motcua/shared/journey/pages/Procedure.tsx') },
	{ pattern: '/nop/:code', load: () => import('@motcua/shared/journey/filing/Start.tsx') },
	{ pattern: '/ho-so', load: () => import('@motcua/shared/journey/dossier/List.tsx') },
	{ pattern: '/ho-so/:id', load: () => import('@motcua/shared/journey/dossier/Dossier.tsx') },
	{ pattern: '/ho-so/:id/khai/:step', load: filing },
	{ pattern: '/ho-so/:id/da-nop', load: () => import('@motcua/shared/journey/filing/Submitted.tsx') },
	{ pattern: '/ho-so/:id/nop-phi', load: () => import('@motcua/shared/journey/dossier/Pay.tsx') },
	{ pattern: '/ho-so/:id/bo-sung', load: () => import('@motcua/shared/journey/dossier/Supplement.tsx') },
	{ pattern: '/thong-bao', load: () => import('@motcua/shared/journey/pages/Notifications.tsx') },
	{ pattern: '/tra-cuu', load: () => import('@motcua/shared/journey/pages/Track.tsx') },
	{ pattern: '/kiem-tra-bien-nhan', load: () => import('@motcua/shared/journey/pages/Verify.tsx') },
	{ pattern: '/dang-nhap', load: () => import('@motcua/shared/journey/pages/SignInPage.tsx') },
	{ pattern: '/dang-ky', load: () => import('@motcua/shared/journey/pages/SignUp.tsx') },
	{ pattern: '/tai-khoan', load: () => import('@motcua/shared/journey/pages/AccountPage.tsx') },
	{ pattern: '/tro-giup', load: () => import('@motcua/shared/journey/pages/Help.tsx') },
];

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
	const me = account.value;
	return (
		<header class="head">
			<div class="head__bar">
				<Link to="/" class="mark">
					<img src="/mark.svg" alt="" width="40" height="40" />
					<span>
						<span class="mark__name">{site('mark')}</span> <span class="mark__place">{site('province')}</span>
					</span>
				</Link>
				<div class="head__side no-print">
					{me ? <Link to="/tai-khoan">{t('account')}</Link> : <Link to="/dang-nhap">{t('signIn')}</Link>}
					<LanguageSwitch />
				</div>
			</div>
			<nav class="head__nav" aria-label={t('main')}>
				<Link to="/thu-tuc">{t('procedures')}</Link>
				<Link to="/ho-so">{t('mine')}</Link>
				<Link to="/tra-cuu">{t('track')}</Link>
				{me && <Link to="/thong-bao">{t('notices', me.unread_notifications ?? 0)}</Link>}
				<Link to="/tro-giup">{t('help')}</Link>
			</nav>
		</header>
	);
}

export function App() {
	return (
		<>
			<a class="skip-link" href="#main">
				{t('skip')}
			</a>
			<OfflineBar />
			<Head />
			<main class="page" id="main" tabIndex={-1}>
				<Router routes={routes} missing={Missing} />
			</main>
			<footer class="foot no-print">
				<div class="foot__in">
					<p>
						<strong>{site('name')}</strong>
						<br />
						{site('sample')}
					</p>
					<ul class="foot__links">
						<li>
							<Link to="/kiem-tra-bien-nhan">{t('verify')}</Link>
						</li>
						<li>
							<Link to="/tro-giup">{t('help')}</Link>
						</li>
						<li>
							<a href="/openapi.json">{t('contract')}</a>
						</li>
					</ul>
				</div>
			</footer>
			<SessionEnded onOther={() => navigate('/ho-so')} onLeave={() => navigate('/')} />
		</>
	);
}
