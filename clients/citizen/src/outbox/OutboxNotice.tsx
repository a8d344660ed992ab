// Says plainly what waits to be filed, what has been filed since, and what the service did not take.
import { Notice } from '@motcua/shared/components/Notice.tsx';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { outbox } from './outbox.ts';
import { Link, place } from '@motcua/shared/router/place.tsx';
import { to } from '../to.ts';

const t = catalogue(
	{
		waiting: (title: string) => `Chưa nộp, đang chờ mạng: ${title}`,
		waitingText: 'Chúng tôi tự nộp một lần khi có mạng lại. Đừng đăng xuất trước lúc đó.',
		look: 'Xem lại',
		sent: (title: string) => `Đã nộp: ${title}`,
		code: (code: string) => `Mã hồ sơ ${code}.`,
		receipt: 'Xem biên nhận',
		refused: (title: string) => `Chưa nộp được: ${title}`,
	},
	{
		waiting: (title) => `Not filed yet, waiting for a connection: ${title}`,
		waitingText: 'We file it once when the connection is back. Do not sign out before.',
		look: 'Look at it',
		sent: (title) => `Filed: ${title}`,
		code: (code) => `Dossier code ${code}.`,
		receipt: 'See the receipt',
		refused: (title) => `Could not be filed: ${title}`,
	},
);

export function OutboxNotice() {
	const box = outbox.value;
	if (!box) return null;
	const { path } = place.value;
	return (
		<>
			{box.sent.value.map((entry) => (
				<Notice key={entry.dossierId} kind="good" live title={t('sent', entry.title)}>
					<p>
						{t('code', entry.code)} <Link to={to.submitted(entry.dossierId)}>{t('receipt')}</Link>
					</p>
				</Notice>
			))}
			{box.waiting.value
				// the page of the dossier itself says it already
				.filter((entry) => path !== to.queued(entry.dossierId))
				.map((entry) =>
					entry.refused === null ? (
						<Notice key={entry.dossierId} kind="warn" title={t('waiting', entry.title)}>
							<p>
								{t('waitingText')} <Link to={to.queued(entry.dossierId)}>{t('look')}</Link>
							</p>
						</Notice>
					) : (
						<Notice key={entry.dossierId} kind="bad" title={t('refused', entry.title)}>
							<p>
								{entry.refused} <Link to={to.filing(entry.dossierId, 'kiem-tra')}>{t('look')}</Link>
							</p>
						</Notice>
					),
				)}
		</>
	);
}
