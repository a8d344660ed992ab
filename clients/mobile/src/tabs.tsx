// The four places, at the foot where the thumb is: a picture with its word each.
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { hrefOf, navigate, place } from '@motcua/shared/router/place.tsx';
import { account } from '@motcua/shared/api/session.ts';
import { to } from '@motcua/citizen/to.ts';

const t = catalogue(
	{
		label: 'Các phần của ứng dụng',
		find: 'Tìm thủ tục',
		mine: 'Hồ sơ của tôi',
		notices: 'Thông báo',
		account: 'Tài khoản',
		fresh: (count: number) => `${count} thông báo mới`,
	},
	{
		label: 'Parts of the app',
		find: 'Procedures',
		mine: 'My dossiers',
		notices: 'Notices',
		account: 'Account',
		fresh: (count) => `${count} new`,
	},
);

/** The tab that a page belongs to. */
export function tabOf(path: string): string {
	if (path === to.dossiers || path === to.claim || path.startsWith(`${to.dossiers}/`)) return to.dossiers;
	if (path === to.notifications) return to.notifications;
	return [to.account, to.signIn(), to.signUp(), to.track, to.verify, to.help].includes(path) ? to.account : to.home;
}

const PICTURES = {
	find: 'M10.5 3a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM16 16l5 5',
	mine: 'M6 2h8l5 5v15H6zM14 2v5h5M9 12h7M9 16h7',
	notices: 'M12 3a6 6 0 0 0-6 6v4l-2 4h16l-2-4V9a6 6 0 0 0-6-6zM10 20a2.2 2.2 0 0 0 4 0',
	account: 'M12 3a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM3.5 21c.8-4 4.2-6 8.5-6s7.7 2 8.5 6',
};

const TABS = [
	{ name: 'find', to: to.home },
	{ name: 'mine', to: to.dossiers },
	{ name: 'notices', to: to.notifications },
	{ name: 'account', to: to.account },
] as const;

function Fresh({ count }: { count: number }) {
	if (count === 0) return null;
	return (
		<span class="tab__count">
			<span aria-hidden="true">{count > 9 ? '9+' : count}</span>
			<span class="visually-hidden"> ({t('fresh', count)})</span>
		</span>
	);
}

export function Tabs() {
	const { path } = place.value;
	const at = tabOf(path);
	return (
		<nav class="tabs no-print" aria-label={t('label')}>
			{TABS.map((tab) => (
				<a
					key={tab.to}
					class="tab"
					href={hrefOf(tab.to)}
					aria-current={path === tab.to ? 'page' : at === tab.to ? 'true' : undefined}
					onClick={(event) => {
						if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
						event.preventDefault();
						navigate(tab.to);
					}}
				>
					<svg class="tab__picture" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
						<path d={PICTURES[tab.name]} />
					</svg>
					<span class="tab__word">{t(tab.name)}</span>
					{tab.name === 'notices' && <Fresh count={account.value?.unread_notifications ?? 0} />}
				</a>
			))}
		</nav>
	);
}
