// A dossier that waits for a connection to be filed. It is not filed, and the page says so before anything else.
import { Button } from '@motcua/shared/components/Button.tsx';
import { Notice } from '@motcua/shared/components/Notice.tsx';
import { formatTime } from '@motcua/shared/i18n/format.ts';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { outbox } from './outbox.ts';
import { Link, navigate } from '@motcua/shared/router/place.tsx';
import { useOnline } from '@motcua/shared/device/online.ts';
import { useEffect } from 'preact/hooks';
import { SignedIn } from '../account/SignedIn.tsx';
import { to } from '../to.ts';
import { Title } from '../Title.tsx';
import { CHECK } from '../filing/steps.ts';

const t = catalogue(
	{
		title: 'Hồ sơ chưa được nộp',
		offline: 'Máy đang mất mạng. Hồ sơ nằm trên máy này và được nộp đúng một lần khi có mạng lại.',
		sending: 'Đã có mạng. Đang nộp hồ sơ…',
		asked: (time: string) => `Bạn bấm nộp lúc ${time}.`,
		keepTitle: 'Cho đến lúc đó',
		keepOpen: 'Mở ứng dụng này khi có mạng. Bạn không phải bấm gì thêm.',
		keepSignedIn: 'Đừng đăng xuất: đăng xuất xóa những gì chưa gửi khỏi máy này.',
		keepTime: 'Thời điểm nộp là lúc hệ thống nhận được, không phải lúc bạn bấm.',
		cancel: 'Khoan nộp, để tôi xem lại',
		mine: 'Về hồ sơ của tôi',
		gone: 'Hồ sơ này không còn chờ nộp.',
	},
	{
		title: 'Your dossier is not filed yet',
		offline: 'You are offline. The dossier is on this device and is filed exactly once when the connection is back.',
		sending: 'The connection is back. Filing…',
		asked: (time) => `You pressed the button at ${time}.`,
		keepTitle: 'Until then',
		keepOpen: 'Open this app when you have a connection. You need not press anything.',
		keepSignedIn: 'Do not sign out: that erases from this device what has not been sent.',
		keepTime: 'The time of filing is when the service receives it, not when you pressed.',
		cancel: 'Wait, let me look again',
		mine: 'To my dossiers',
		gone: 'This dossier is not waiting to be filed any more.',
	},
);

function Waiting({ id }: { id: string }) {
	const online = useOnline();
	const box = outbox.value;
	const entry = box?.waiting.value.find((other) => other.dossierId === id);
	const sent = box?.sent.value.some((other) => other.dossierId === id) ?? false;
	useEffect(() => {
		if (sent) navigate(to.submitted(id), { replace: true });
		else if (entry?.refused != null) navigate(to.filing(id, CHECK), { replace: true });
	}, [sent, entry?.refused]);

	if (!entry) {
		return (
			<>
				<Title text={t('gone')} />
				<Link to={to.dossiers}>{t('mine')}</Link>
			</>
		);
	}
	return (
		<>
			<Title text={t('title')} />
			<Notice kind="warn" live title={entry.title}>
				<p>{online ? t('sending') : t('offline')}</p>
				<p>{t('asked', formatTime(entry.asked_at))}</p>
			</Notice>
			<h2>{t('keepTitle')}</h2>
			<ul>
				<li>{t('keepOpen')}</li>
				<li>{t('keepSignedIn')}</li>
				<li>{t('keepTime')}</li>
			</ul>
			<div class="buttons">
				<Link to={to.dossiers} class="button">
					{t('mine')}
				</Link>
				{!online && (
					<Button
						kind="quiet"
						onClick={() => {
							box?.remove(id);
							navigate(to.filing(id, CHECK), { replace: true });
						}}
					>
						{t('cancel')}
					</Button>
				)}
			</div>
		</>
	);
}

export default function Queued({ id = '' }: Record<string, string>) {
	return <SignedIn>{() => <Waiting id={id} />}</SignedIn>;
}
