// One dossier: where it stands in plain words, who holds it until when, what is asked of me, what happened, its files.
import { Loaded } from '@motcua/shared/components/Loaded.tsx';
import { fileContent, getDossier, listEvents, listSubmissions, paperContent } from '@motcua/shared/api/dossiers.ts';
import { listShipments } from '@motcua/shared/api/shipments.ts';
import type { Dossier as DossierContent, DossierEvent, Shipment, Submission } from '@motcua/shared/api/types.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { Notice } from '@motcua/shared/components/Notice.tsx';
import { ShapeTag, StateTag } from '@motcua/shared/components/StateTag.tsx';
import { Timeline, type TimelineStep } from '@motcua/shared/components/Timeline.tsx';
import { Failure, Loading } from '@motcua/shared/components/Waiting.tsx';
import { Why } from '@motcua/shared/components/Why.tsx';
import { saveBlob } from '@motcua/shared/device/download.ts';
import { eventActor, eventName } from '@motcua/shared/words/events.ts';
import { loadForm } from '@motcua/shared/form/load.ts';
import type { FormDefinition } from '@motcua/shared/form/model.ts';
import { Rounds } from '@motcua/shared/form/Rounds.tsx';
import { formatDate, formatMoney, formatTime } from '@motcua/shared/i18n/format.ts';
import { catalogue, pick } from '@motcua/shared/i18n/index.ts';
import { Link, navigate } from '@motcua/shared/router/place.tsx';
import { papers } from '@motcua/shared/vocabulary/papers.ts';
import { partnerName } from '@motcua/shared/words/partners.ts';
import { owed } from '@motcua/shared/words/fees.ts';
import { promisedTime } from '@motcua/shared/words/promised.ts';
import { isOpen, isTerminal, shipmentShape, shipmentStateName, stateMeaning, stateName } from '@motcua/shared/words/states.ts';
import { useLoad } from '@motcua/shared/components/load.ts';
import { useHours } from '@motcua/shared/components/working-time.ts';
import { dueOf, standing } from '@motcua/shared/words/due.ts';
import { useEffect, useState } from 'preact/hooks';
import { returnName } from '../channels.ts';
import { FileList } from '../FileList.tsx';
import { SignedIn } from '../account/SignedIn.tsx';
import { to } from '../to.ts';
import { Title } from '../Title.tsx';
import { Withdraw } from './Withdraw.tsx';

const t = catalogue(
	{
		fallback: 'Hồ sơ',
		code: 'Mã hồ sơ',
		reason: 'Lý do',
		supplementTitle: 'Bạn cần bổ sung',
		supplementBy: (time: string) => `Hạn bổ sung: ${time}`,
		supply: 'Bổ sung ngay',
		payTitle: (money: string) => `Bạn cần trả ${money}`,
		pay: 'Trả phí',
		payKeeps: 'Có kết quả rồi, nhưng phải trả phí trước khi nhận.',
		withdrawing: 'Bạn đã xin rút hồ sơ. Cán bộ đang xem xét.',
		resultTitle: 'Kết quả của bạn',
		resultPost: 'Bản giấy được gửi qua bưu điện.',
		resultCounter: (unit: string) => `Bản giấy: mang căn cước đến ${unit}.`,
		where: 'Hồ sơ đang ở đâu',
		holder: 'Nơi đang giữ',
		officer: 'Người phụ trách',
		leader: 'Đang chờ',
		leaderAsked: (time: string) => `Lãnh đạo cơ quan xem và cho ý kiến, từ ${time}. Bạn không phải làm gì.`,
		waitsFor: 'Đang chờ cơ quan khác',
		waitsSince: (name: string, time: string) => `${name} trả lời, từ ${time}`,
		since: 'Từ lúc',
		until: 'Phải xong trước',
		due: 'Ngày hẹn trả kết quả',
		left: 'Thời gian còn lại',
		how: 'Cách nhận kết quả',
		history: 'Những việc đã làm',
		ahead: 'Trả kết quả',
		files: 'Giấy tờ đã nộp',
		noFiles: 'Không có giấy tờ kèm theo.',
		payments: 'Phí, lệ phí',
		paid: (money: string) => `Đã trả ${money}.`,
		refund: (money: string) => `${money} sẽ được hoàn lại bạn.`,
		free: 'Hồ sơ này không phải trả phí.',
		paymentReceipt: 'Tải biên lai (PDF)',
		receipt: 'Biên nhận',
		receiptOpen: 'Xem biên nhận đã ký',
		appointment: 'Tải giấy hẹn (PDF)',
		shipment: 'Gửi qua bưu điện',
		tracking: 'Số bưu gửi',
		again: 'Nộp lại thủ tục này',
		finished: 'Xong ngày',
	},
	{
		fallback: 'Dossier',
		code: 'Code',
		reason: 'Reason',
		supplementTitle: 'Something is missing',
		supplementBy: (time) => `Supply it by ${time}`,
		supply: 'Supply it now',
		payTitle: (money) => `You have ${money} to pay`,
		pay: 'Pay',
		payKeeps: 'The result is ready; the fee must be paid before it is handed over.',
		withdrawing: 'You asked to withdraw. An officer is looking at it.',
		resultTitle: 'Your result',
		resultPost: 'The paper is sent by post.',
		resultCounter: (unit) => `The paper: come to ${unit} with your identity card.`,
		where: 'Where it is',
		holder: 'Held by',
		officer: 'Officer',
		leader: 'Waiting for',
		leaderAsked: (time) => `The head of the agency to look at it, since ${time}. You need do nothing.`,
		waitsFor: 'Waits for',
		waitsSince: (name, time) => `${name}, since ${time}`,
		since: 'Since',
		until: 'To be done by',
		due: 'Result due on',
		left: 'Time left',
		how: 'How the result comes',
		history: 'What has happened',
		ahead: 'Result handed over',
		files: 'Papers filed',
		noFiles: 'No papers were attached.',
		payments: 'Fees',
		paid: (money) => `${money} paid.`,
		refund: (money) => `${money} will be given back to you.`,
		free: 'There is no fee for this dossier.',
		paymentReceipt: 'Download the payment receipt (PDF)',
		receipt: 'Receipt',
		receiptOpen: 'See the signed receipt',
		appointment: 'Download the appointment slip (PDF)',
		shipment: 'By post',
		tracking: 'Tracking number',
		again: 'File this procedure again',
		finished: 'Done on',
	},
);

interface Everything {
	dossier: DossierContent;
	etag: string;
	events: DossierEvent[];
	shipments: Shipment[];
	/** More than one: what each says beside the one before. */
	submissions: Submission[];
	form: FormDefinition | null;
}

async function load(id: string): Promise<Everything> {
	const { value: dossier, etag } = await getDossier(id);
	if (dossier.state === 'draft') return { dossier, etag, events: [], shipments: [], submissions: [], form: null };
	const again = (dossier.submission_number ?? 0) > 1;
	const [events, shipments, submissions, form] = await Promise.all([
		listEvents(id),
		dossier.finished_at ? listShipments(id) : [],
		again ? listSubmissions(id) : [],
		again ? loadForm(dossier.procedure.code) : null,
	]);
	return { dossier, etag, events, shipments, submissions, form };
}

function steps(dossier: DossierContent, events: DossierEvent[], save: Downloads): TimelineStep[] {
	const over = isTerminal(dossier.state);
	const past = events.map((event, i): TimelineStep => ({
		key: event.id,
		title: eventName(event),
		at: event.at,
		note: (
			<>
				{eventActor(event) && <span class="soft small">{eventActor(event)}</span>}
				<Why ground={event.ground} said={event.note} />
				{event.paper && (
					<Button kind="quiet" onClick={() => save.letter(event)}>
						{pick(papers[event.paper].vi, papers[event.paper].en)} (PDF)
					</Button>
				)}
			</>
		),
		phase: i === events.length - 1 && !over ? 'now' : 'past',
	}));
	const ahead: TimelineStep[] = over
		? []
		: [{ key: 'ahead', title: t('ahead'), at: dossier.due_at ?? null, phase: 'ahead' }];
	return [...past, ...ahead];
}

function Asked({ dossier }: { dossier: DossierContent }) {
	const { payment, supplement } = dossier;
	return (
		<>
			{dossier.state === 'supplement_requested' && supplement && (
				<Notice kind="warn" title={t('supplementTitle')}>
					<Why ground={supplement.ground} said={supplement.reason} />
					<p>
						<strong>{t('supplementBy', formatTime(supplement.limit_at))}</strong>
					</p>
					<p>
						<Link to={to.supplement(dossier.id)} class="button">
							{t('supply')}
						</Link>
					</p>
				</Notice>
			)}
			{owed(payment) > 0 && (
				<Notice kind="warn" title={t('payTitle', formatMoney(owed(payment)))}>
					{dossier.finished_at && <p>{t('payKeeps')}</p>}
					<p>
						<Link to={to.pay(dossier.id)} class="button">
							{t('pay')}
						</Link>
					</p>
				</Notice>
			)}
			{dossier.ground && (
				<Notice kind="bad" title={t('reason')}>
					<Why ground={dossier.ground} said={dossier.reason} />
				</Notice>
			)}
			{dossier.withdrawal_requested_at && !isTerminal(dossier.state) && <Notice title={t('withdrawing')} />}
		</>
	);
}

function Where({ dossier }: { dossier: DossierContent }) {
	const { holder, waits_for: waiting } = dossier;
	const hours = useHours([dossier.unit.code]).get(dossier.unit.code);
	const running = isOpen(dossier.state) && dossier.due_at;
	const left = running ? (dossier.clock_stands ? standing() : dueOf(dossier.due_at, hours)) : null;
	const rows: [string, string | null | undefined][] = [
		[t('holder'), isTerminal(dossier.state) ? null : holder?.unit.name],
		[t('officer'), isTerminal(dossier.state) ? null : holder?.officer_name],
		[t('leader'), dossier.leader_asked ? t('leaderAsked', formatTime(dossier.leader_asked.since)) : null],
		[t('waitsFor'), waiting ? t('waitsSince', partnerName(waiting.partner), formatTime(waiting.since)) : null],
		[t('since'), isTerminal(dossier.state) || !holder ? null : formatTime(holder.since)],
		[t('until'), isTerminal(dossier.state) || !holder?.until ? null : formatTime(holder.until)],
		[t('due'), dossier.due_at ? promisedTime(dossier.due_at, dossier.due_estimated) : null],
		[t('left'), left?.text],
		[t('finished'), dossier.finished_at ? formatDate(dossier.finished_at) : null],
		[t('how'), returnName(dossier.return_channel)],
	];
	return (
		<dl class="facts">
			{rows.map(
				([name, value]) =>
					value && (
						<div class="facts__row" key={name}>
							<dt>{name}</dt>
							<dd>{value}</dd>
						</div>
					),
			)}
		</dl>
	);
}

function ShipmentView({ shipment }: { shipment: Shipment }) {
	const { events } = shipment;
	return (
		<>
			<p>
				{t('tracking')}: <strong>{shipment.tracking_number}</strong>{' '}
				<ShapeTag shape={shipmentShape(shipment.state)} text={shipmentStateName(shipment.state)} />
			</p>
			<p class="soft">{shipment.recipient.address}</p>
			{events.length > 0 && (
				<Timeline
					label={t('shipment')}
					steps={events.map((event, i) => ({
						key: String(i),
						title: shipmentStateName(event.state),
						at: event.at,
						note: event.note,
						phase: i === events.length - 1 ? 'now' : 'past',
					}))}
				/>
			)}
		</>
	);
}

interface Downloads {
	file: (file: { key: string; name: string }) => void;
	paper: (form: 'appointment' | 'payment-receipt', name: string) => void;
	letter: (event: DossierEvent) => void;
}

function Results({ dossier, save }: { dossier: DossierContent; save: Downloads }) {
	if (dossier.results.length === 0) return null;
	return (
		<section class="result">
			<h2>{t('resultTitle')}</h2>
			<FileList files={dossier.results.map((file) => ({ key: file.id, ...file }))} onOpen={save.file} />
			{dossier.return_channel === 'post' && <p>{t('resultPost')}</p>}
			{dossier.return_channel === 'counter' && dossier.state === 'finished' && (
				<p>{t('resultCounter', dossier.unit.name)}</p>
			)}
		</section>
	);
}

function Payments({ payment, save }: { payment: DossierContent['payment']; save: Downloads }) {
	return (
		<>
			<h2>{t('payments')}</h2>
			{payment?.state === 'none' && <p>{t('free')}</p>}
			{owed(payment) > 0 && <p>{t('payTitle', formatMoney(owed(payment)))}</p>}
			{payment !== undefined && payment.to_refund > 0 && <p>{t('refund', formatMoney(payment.to_refund))}</p>}
			{payment !== undefined && payment.paid > 0 && (
				<p>
					{t('paid', formatMoney(payment.paid))}{' '}
					<Button kind="quiet" onClick={() => save.paper('payment-receipt', 'bien-lai')}>
						{t('paymentReceipt')}
					</Button>
				</p>
			)}
		</>
	);
}

interface PapersProps {
	dossier: DossierContent;
	etag: string;
	save: Downloads;
	onChange: () => void;
}

/** The papers of the service, and what can still be done. */
function Papers({ dossier, etag, save, onChange }: PapersProps) {
	return (
		<>
			<h2>{t('receipt')}</h2>
			<p>
				<Link to={to.submitted(dossier.id)}>{t('receiptOpen')}</Link>
			</p>
			{dossier.received_at && (
				<p>
					<Button kind="secondary" onClick={() => save.paper('appointment', 'giay-hen')}>
						{t('appointment')}
					</Button>
				</p>
			)}
			{(dossier.state === 'rejected' || dossier.ended_why) && (
				<p>
					<Link to={to.start(dossier.procedure.code)} class="button">
						{t('again')}
					</Link>
				</p>
			)}
			{dossier.actions?.includes('request_withdrawal') && <Withdraw id={dossier.id} etag={etag} onChange={onChange} />}
		</>
	);
}

function View({ found, onChange }: { found: Awaited<ReturnType<typeof load>>; onChange: () => void }) {
	const [failure, setFailure] = useState<unknown>(null);
	const { dossier, events, shipments } = found;
	const hand = (content: Promise<Blob>, name: string) => {
		setFailure(null);
		content.then((blob) => saveBlob(blob, name), setFailure);
	};
	const save: Downloads = {
		file: (file) => hand(fileContent(dossier.id, file.key), file.name),
		paper: (form, name) => hand(paperContent(dossier.id, form), `${name}-${dossier.code}.pdf`),
		letter: ({ id, paper }) =>
			paper && hand(paperContent(dossier.id, paper, { event: id }), `${paper}-${dossier.code}.pdf`),
	};
	const filed = dossier.components.flatMap((component) => component.files.map((file) => ({ key: file.id, ...file })));
	return (
		<>
			<Title
				text={pick(dossier.procedure.title, dossier.procedure.title_en)}
				title={`${stateName(dossier.state, dossier.ended_why)} - ${dossier.code ?? ''}`}
			/>
			<p class="status">
				<StateTag state={dossier.state} ended={dossier.ended_why} />{' '}
				<span class="soft">
					{t('code')}: <strong class="nowrap">{dossier.code}</strong>
				</span>
			</p>
			<p class="lead">{stateMeaning(dossier.state, dossier.ended_why)}</p>
			{failure !== null && <Failure error={failure} />}
			<Asked dossier={dossier} />
			<Results dossier={dossier} save={save} />
			{shipments.length > 0 && (
				<section>
					<h2>{t('shipment')}</h2>
					{shipments.map((shipment) => (
						<ShipmentView key={shipment.tracking_number} shipment={shipment} />
					))}
				</section>
			)}
			<h2>{t('where')}</h2>
			<Where dossier={dossier} />
			<h2>{t('history')}</h2>
			<Timeline label={t('history')} steps={steps(dossier, events, save)} />
			<h2>{t('files')}</h2>
			{filed.length === 0 ? <p>{t('noFiles')}</p> : <FileList files={filed} onOpen={save.file} />}
			<Rounds
				items={found.submissions}
				form={found.form}
				onOpen={(file) => save.file({ key: file.id, name: file.name })}
			/>
			<Payments payment={dossier.payment} save={save} />
			<Papers dossier={dossier} etag={found.etag} save={save} onChange={onChange} />
		</>
	);
}

function Open({ id }: { id: string }) {
	const found = useLoad(() => load(id), [id]);
	const draft = found.value?.dossier.state === 'draft';
	useEffect(() => {
		if (draft) navigate(to.filing(id, 'tiep'), { replace: true });
	}, [draft]);
	// coming back to the tab shows the present state
	useEffect(() => {
		const look = () => document.visibilityState === 'visible' && found.reload();
		document.addEventListener('visibilitychange', look);
		return () => document.removeEventListener('visibilitychange', look);
	}, [id]);
	return (
		<Loaded found={found} head={<Title text={t('fallback')} />}>
			{(loaded) => (draft ? <Loading /> : <View found={loaded} onChange={found.reload} />)}
		</Loaded>
	);
}

export default function Dossier({ id = '' }: Record<string, string>) {
	return <SignedIn>{() => <Open id={id} />}</SignedIn>;
}
