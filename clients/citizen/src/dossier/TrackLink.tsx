// How a dossier goes on, for whoever holds the link or the QR code of its receipt. The link is a secret: what stands in it is
// sent in the body of a request, and no page that is opened from here is told of it (docker/nginx/nginx.conf.in).
import { Fact, Facts } from '@motcua/shared/components/Facts.tsx';
import { openTrackingLink } from '@motcua/shared/api/dossiers.ts';
import { asProblem } from '@motcua/shared/api/problem.ts';
import type { Tracking } from '@motcua/shared/api/types.ts';
import { useLoad } from '@motcua/shared/components/load.ts';
import { Loaded } from '@motcua/shared/components/Loaded.tsx';
import { Notice } from '@motcua/shared/components/Notice.tsx';
import { ShapeTag, StateTag } from '@motcua/shared/components/StateTag.tsx';
import { Timeline } from '@motcua/shared/components/Timeline.tsx';
import { formatPhone, formatTime } from '@motcua/shared/i18n/format.ts';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { Link } from '@motcua/shared/router/place.tsx';
import { promisedTime } from '@motcua/shared/words/promised.ts';
import { shipmentShape, shipmentStateName, stateMeaning, stateName, isTerminal } from '@motcua/shared/words/states.ts';
import { Title } from '../Title.tsx';
import { to } from '../to.ts';

const t = catalogue(
	{
		title: 'Theo dõi hồ sơ',
		none: 'Liên kết này không mở được hồ sơ nào',
		noneWhy: 'Có thể liên kết bị chép thiếu, hoặc chủ hồ sơ đã đổi liên kết khác.',
		byCode: 'Tra cứu bằng mã hồ sơ',
		code: 'Mã hồ sơ',
		applicant: 'Chủ hồ sơ',
		unit: 'Nơi tiếp nhận',
		holder: 'Đang ở',
		filed: 'Nộp lúc',
		due: 'Hẹn trả',
		ask: 'Hỏi qua điện thoại',
		fee: 'Hồ sơ còn khoản phí chưa trả. Đăng nhập để trả, hoặc trả tại quầy.',
		post: 'Bưu gửi',
		history: 'Những việc đã làm',
		masked: 'Tên và thông tin riêng được che.',
	},
	{
		title: 'Follow a dossier',
		none: 'This link opens no dossier',
		noneWhy: 'It may not have been copied whole, or the applicant has renewed it.',
		byCode: 'Track by the dossier code',
		code: 'Dossier code',
		applicant: 'Applicant',
		unit: 'Office',
		holder: 'Now with',
		filed: 'Filed at',
		due: 'Due',
		ask: 'Ask by phone',
		fee: 'A fee is still unpaid. Sign in to pay, or pay at the desk.',
		post: 'Shipment',
		history: 'What has happened',
		masked: 'Names and private data are masked.',
	},
);

function Found({ found }: { found: Tracking }) {
	const rows: [string, string | null | undefined][] = [
		[t('code'), found.code],
		[t('applicant'), found.applicant_name],
		[t('unit'), found.unit_name],
		[t('holder'), isTerminal(found.state) ? null : found.holder?.unit_name],
		[t('filed'), found.submitted_at ? formatTime(found.submitted_at) : null],
		[t('due'), found.due_at ? promisedTime(found.due_at, found.due_estimated) : null],
	];
	const events = found.events ?? [];
	return (
		<section class="found" aria-live="polite">
			<h2 lang="vi">{found.procedure_title}</h2>
			<p>
				<StateTag state={found.state} ended={found.ended_why} />
			</p>
			<p class="lead">{stateMeaning(found.state, found.ended_why)}</p>
			{found.payment_state === 'due' && <Notice kind="warn" title={t('fee')} />}
			<Facts rows={rows}>
				{found.unit_phone && (
					<Fact name={t('ask')}>
						<a href={`tel:${found.unit_phone}`}>{formatPhone(found.unit_phone)}</a>
					</Fact>
				)}
				{found.shipment && (
					<Fact name={t('post')}>
						{found.shipment.tracking_number}{' '}
						<ShapeTag
							shape={shipmentShape(found.shipment.state)}
							text={shipmentStateName(found.shipment.state)}
						/>
					</Fact>
				)}
			</Facts>
			<p class="soft small">{t('masked')}</p>
			{events.length > 0 && (
				<>
					<h3>{t('history')}</h3>
					<Timeline
						label={t('history')}
						steps={events.map((event, i) => ({
							key: String(i),
							title: stateName(event.to_state, isTerminal(event.to_state) ? found.ended_why : null),
							at: event.at,
							phase:
								i === events.length - 1 && !isTerminal(found.state)
									? 'now'
									: 'past',
						}))}
					/>
				</>
			)}
		</section>
	);
}

/** null: the link opens nothing. */
async function load(secret: string): Promise<{ found: Tracking | null }> {
	try {
		return { found: await openTrackingLink(secret) };
	} catch (error) {
		if (asProblem(error).status !== 404) throw error;
		return { found: null };
	}
}

export default function TrackLink({ secret = '' }: Record<string, string>) {
	const loaded = useLoad(() => load(secret), [secret]);
	return (
		<>
			<Title text={t('title')} />
			<Loaded found={loaded}>
				{({ found }) =>
					found ? (
						<Found found={found} />
					) : (
						<Notice kind="warn" live title={t('none')}>
							<p>{t('noneWhy')}</p>
							<p>
								<Link to={to.track}>{t('byCode')}</Link>
							</p>
						</Notice>
					)
				}
			</Loaded>
		</>
	);
}
