// The frame around every page: head, main, foot.
import { contacts, sampleNotice, site } from '@motcua/shared/api/site.ts';
import { LanguageSwitch } from '@motcua/shared/components/LanguageSwitch.tsx';
import { OfflineBar } from '@motcua/shared/components/Offline.tsx';
import { SessionEnded } from '@motcua/shared/components/SignIn.tsx';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { Phone } from '@motcua/citizen/help/Contacts.tsx';
import { Missing } from '@motcua/citizen/Missing.tsx';
import { routesWith } from '@motcua/citizen/routes.ts';
import { Link, navigate } from '@motcua/shared/router/place.tsx';
import { Router } from '@motcua/shared/components/Router.tsx';
import { account } from '@motcua/shared/api/session.ts';
import { to } from '@motcua/citizen/to.ts';

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
		verify: 'Kiểm tra biên nhận',
		contract: 'Giao diện lập trình (OpenAPI)',
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
		verify: 'Verify a receipt',
		contract: 'For developers (OpenAPI)',
	},
);

const routes = routesWith({ home: () => import('./Home.tsx') });

function Head() {
	const me = account.value;
	return (
		<header class="head">
			<div class="head__bar">
				<Link to={to.home} class="mark">
					<img src="/site/logo.svg" alt="" width="40" height="40" />
					<span>
						<span class="mark__name">{site('mark')}</span> <span class="mark__place">{site('province')}</span>
					</span>
				</Link>
				<div class="head__side no-print">
					{me ? <Link to={to.account}>{t('account')}</Link> : <Link to={to.signIn()}>{t('signIn')}</Link>}
					<LanguageSwitch />
				</div>
			</div>
			<nav class="head__nav" aria-label={t('main')}>
				<Link to={to.procedures}>{t('procedures')}</Link>
				<Link to={to.dossiers}>{t('mine')}</Link>
				<Link to={to.track}>{t('track')}</Link>
				{me && <Link to={to.notifications}>{t('notices', me.unread_notifications ?? 0)}</Link>}
				<Link to={to.help}>{t('help')}</Link>
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
						<Phone number={contacts().hotline} /> · {site('hours')}
						<br />
						{sampleNotice()}
					</p>
					<ul class="foot__links">
						<li>
							<Link to={to.verify}>{t('verify')}</Link>
						</li>
						<li>
							<Link to={to.help}>{t('help')}</Link>
						</li>
						<li>
							<a href="/openapi.json">{t('contract')}</a>
						</li>
					</ul>
				</div>
			</footer>
			<SessionEnded onOther={() => navigate(to.dossiers)} onLeave={() => navigate(to.home)} />
		</>
	);
}
