// The fourth tab: who is signed in, and everything that has no tab of its own.
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { Link } from '@motcua/shared/router/place.tsx';
import { account } from '@motcua/shared/api/session.ts';
import AccountPage from '@motcua/citizen/account/AccountPage.tsx';
import { to } from '@motcua/citizen/to.ts';
import { Title } from '@motcua/citizen/Title.tsx';
import { install, installable } from './install.ts';

const t = catalogue(
	{
		title: 'Tài khoản',
		lead: 'Đăng nhập để nộp hồ sơ, trả phí và nhận kết quả.',
		signIn: 'Đăng nhập',
		signUp: 'Tạo tài khoản',
		more: 'Công cụ khác',
		track: 'Tra cứu hồ sơ bằng mã',
		verify: 'Kiểm tra biên nhận',
		help: 'Trợ giúp',
		install: 'Đưa ứng dụng ra màn hình chính',
		full: 'Mở trang đầy đủ trên máy tính',
	},
	{
		title: 'Account',
		lead: 'Sign in to file, pay and get results.',
		signIn: 'Sign in',
		signUp: 'Make an account',
		more: 'More',
		track: 'Track a dossier by its code',
		verify: 'Verify a receipt',
		help: 'Help',
		install: 'Put the app on the home screen',
		full: 'Open the full site',
	},
);

function Guest() {
	return (
		<>
			<Title text={t('title')} />
			<p>{t('lead')}</p>
			<div class="buttons">
				<Link to={to.signIn(to.dossiers)} class="button">
					{t('signIn')}
				</Link>
				<Link to={to.signUp(to.dossiers)} class="button button--secondary">
					{t('signUp')}
				</Link>
			</div>
		</>
	);
}

export default function Account() {
	return (
		<>
			{account.value === null ? <Guest /> : <AccountPage />}
			<h2>{t('more')}</h2>
			<ul class="menu">
				<li>
					<Link to={to.track}>{t('track')}</Link>
				</li>
				<li>
					<Link to={to.verify}>{t('verify')}</Link>
				</li>
				<li>
					<Link to={to.help}>{t('help')}</Link>
				</li>
				<li>
					<a href="/">{t('full')}</a>
				</li>
			</ul>
			{installable() && (
				<Button kind="secondary" onClick={() => void install()}>
					{t('install')}
				</Button>
			)}
		</>
	);
}
