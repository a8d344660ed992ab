// What the system has told me, newest first. Opening one marks it read.
import { loadAccount } from '@motcua/shared/api/identity.ts';
import { listNotifications, readNotification } from '@motcua/shared/api/notifications.ts';
import type { Notification } from '@motcua/shared/api/types.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { Empty, Failure, Loading } from '@motcua/shared/components/Waiting.tsx';
import { formatTime } from '@motcua/shared/i18n/format.ts';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { ts } from '@motcua/shared/i18n/shared.ts';
import { Link } from '@motcua/shared/router/place.tsx';
import { useLoad } from '@motcua/shared/components/load.ts';
import { useEffect, useState } from 'preact/hooks';
import { SignedIn } from './SignedIn.tsx';
import { to } from '../to.ts';
import { Title } from '../Title.tsx';

const t = catalogue(
	{ title: 'Thông báo', none: 'Chưa có thông báo nào.', fresh: 'Mới', open: 'Xem hồ sơ' },
	{ title: 'Notices', none: 'There are no notices yet.', fresh: 'New', open: 'See the dossier' },
);

function Notices() {
	const first = useLoad(() => listNotifications({ limit: 30 }), []);
	const [more, setMore] = useState<{ items: Notification[]; cursor: string | null } | null>(null);
	const [error, setError] = useState<unknown>(null);
	const items = [...(first.value?.items ?? []), ...(more?.items ?? [])];
	const cursor = more ? more.cursor : (first.value?.next_cursor ?? null);
	// seen is read; the mark stays on the screen until the page is left
	useEffect(() => {
		const unread = items.filter((item) => !item.read_at);
		if (unread.length === 0) return;
		Promise.all(unread.map((item) => readNotification(item.id))).then(
			() => loadAccount(),
			() => undefined, // they stay unread and are marked next time
		).catch(() => undefined);
	}, [first.value, more]);
	const loadMore = () => {
		setError(null);
		listNotifications({ limit: 30, cursor: cursor! }).then(
			(next) => setMore({ items: [...(more?.items ?? []), ...next.items], cursor: next.next_cursor }),
			setError,
		);
	};
	return (
		<>
			<Title text={t('title')} />
			{first.error !== null && <Failure error={first.error} onRetry={first.reload} />}
			{!first.value && first.error === null && <Loading />}
			{first.value && items.length === 0 && <Empty title={t('none')} />}
			<ul class="cards">
				{items.map((item) => (
					<li class="card" key={item.id}>
						<h2 class="card__title">
							{!item.read_at && <span class="fresh">{t('fresh')}</span>} {item.title}
						</h2>
						<p>{item.body}</p>
						<p class="soft small card__facts">
							<time dateTime={item.created_at}>{formatTime(item.created_at)}</time>
							{item.dossier_id && <Link to={to.dossier(item.dossier_id)}>{t('open')}</Link>}
						</p>
					</li>
				))}
			</ul>
			{error !== null && <Failure error={error} onRetry={loadMore} />}
			{cursor && (
				<Button kind="secondary" onClick={loadMore}>
					{ts('more')}
				</Button>
			)}
		</>
	);
}

export default function Notifications() {
	return <SignedIn>{() => <Notices />}</SignedIn>;
}
