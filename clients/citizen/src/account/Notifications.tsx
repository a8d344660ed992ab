// What the system has told me, newest first. Opening one marks it read.
import { Loaded } from '@motcua/shared/components/Loaded.tsx';
import { MessageStates } from '@motcua/shared/components/MessageStates.tsx';
import { More } from '@motcua/shared/components/More.tsx';
import { loadAccount } from '@motcua/shared/api/identity.ts';
import { listNotifications, readNotification } from '@motcua/shared/api/notifications.ts';
import type { Notification } from '@motcua/shared/api/types.ts';
import { Empty } from '@motcua/shared/components/Waiting.tsx';
import { formatTime } from '@motcua/shared/i18n/format.ts';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { Link } from '@motcua/shared/router/place.tsx';
import { usePages } from '@motcua/shared/components/load.ts';
import { useEffect } from 'preact/hooks';
import { SignedIn } from './SignedIn.tsx';
import { to } from '../to.ts';
import { Title } from '../Title.tsx';

const t = catalogue(
	{ title: 'Thông báo', none: 'Chưa có thông báo nào.', fresh: 'Mới', open: 'Xem hồ sơ' },
	{ title: 'Notices', none: 'There are no notices yet.', fresh: 'New', open: 'See the dossier' },
);

function Notice({ item }: { item: Notification }) {
	return (
		<li class="card">
			<h2 class="card__title">
				{!item.read_at && <span class="fresh">{t('fresh')}</span>} {item.title}
			</h2>
			<p>{item.body}</p>
			<MessageStates messages={item.messages} />
			<p class="soft small card__facts">
				<time dateTime={item.created_at}>{formatTime(item.created_at)}</time>
				{item.dossier_id && <Link to={to.dossier(item.dossier_id)}>{t('open')}</Link>}
			</p>
		</li>
	);
}

function Notices() {
	const list = usePages((cursor) => listNotifications({ limit: 30, ...(cursor ? { cursor } : {}) }), []);
	// seen is read; the mark stays on the screen until the page is left
	useEffect(() => {
		const unread = list.items.filter((item) => !item.read_at);
		if (unread.length === 0) return;
		Promise.all(unread.map((item) => readNotification(item.id)))
			.then(
				() => loadAccount(),
				() => undefined, // they stay unread and are marked next time
			)
			.catch(() => undefined);
	}, [list.items.length]);
	return (
		<>
			<Title text={t('title')} />
			<Loaded found={list}>
				{() => (
					<>
						{list.items.length === 0 && <Empty title={t('none')} />}
						<ul class="cards">
							{list.items.map((item) => (
								<Notice key={item.id} item={item} />
							))}
						</ul>
						<More list={list} />
					</>
				)}
			</Loaded>
		</>
	);
}

export default function Notifications() {
	return <SignedIn>{() => <Notices />}</SignedIn>;
}
