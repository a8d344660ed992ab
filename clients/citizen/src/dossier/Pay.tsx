// Paying: the VietQR code, what to write in the transfer, and the wait until the bank's notice arrives. Or cash at the desk.
import { Loaded } from '@motcua/shared/components/Loaded.tsx';
import { serverNow } from '@motcua/shared/base/clock.ts';
import { getDossier } from '@motcua/shared/api/dossiers.ts';
import { createPayment, listPayments } from '@motcua/shared/api/payments.ts';
import { loadSite } from '@motcua/shared/api/site.ts';
import type { Payment, PaymentList } from '@motcua/shared/api/types.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { CopyButton } from '@motcua/shared/components/CopyButton.tsx';
import { SaveQr } from '@motcua/shared/components/SaveQr.tsx';
import { Notice } from '@motcua/shared/components/Notice.tsx';
import { Failure, Loading } from '@motcua/shared/components/Waiting.tsx';
import { formatCountdown, formatMoney, formatTime } from '@motcua/shared/i18n/format.ts';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { QrCode } from '@motcua/shared/components/Qr.tsx';
import { Link } from '@motcua/shared/router/place.tsx';
import { useLoad } from '@motcua/shared/components/load.ts';
import { useEffect, useState } from 'preact/hooks';
import { SignedIn } from '../account/SignedIn.tsx';
import { to } from '../to.ts';
import { Title } from '../Title.tsx';

const t = catalogue(
	{
		title: 'Trả phí, lệ phí',
		total: 'Tổng cộng',
		scanTitle: 'Cách 1: quét mã bằng ứng dụng ngân hàng',
		scan: 'Mở ứng dụng ngân hàng, chọn quét mã QR, hướng vào mã dưới đây. Đừng sửa số tiền và nội dung.',
		qr: 'Mã VietQR để chuyển khoản',
		manualTitle: 'Hoặc tự nhập chuyển khoản',
		account: 'Số tài khoản',
		holder: 'Tên tài khoản',
		bank: 'Mã ngân hàng (BIN)',
		amount: 'Số tiền',
		content: 'Nội dung',
		contentHint: 'Ghi đúng từng chữ, nhờ nó chúng tôi biết là bạn trả.',
		left: 'Mã còn hiệu lực',
		expired: 'Mã này đã hết hạn. Nếu đã chuyển tiền thì không cần làm lại; chờ ít phút.',
		newCode: 'Lấy mã mới',
		making: 'Đang lấy mã…',
		ways: 'Đang hỏi xem có trả qua ngân hàng được không…',
		waiting: 'Đang chờ ngân hàng báo tiền đến. Trang này tự cập nhật.',
		paidTitle: 'Đã nhận được tiền',
		paidAt: (money: string, time: string) => `Chúng tôi nhận ${money} lúc ${time}.`,
		number: 'Số biên lai',
		nothing: 'Hồ sơ này không còn khoản nào phải trả.',
		deskTitle: 'Cách 2: trả tiền mặt tại quầy',
		deskOnly: 'Trả tiền mặt tại quầy',
		desk: (unit: string) => `Đến ${unit}, đọc mã hồ sơ, trả tiền và nhận biên lai.`,
		back: 'Về hồ sơ',
		offline: 'Chưa hỏi được ngân hàng đã báo chưa. Đang tự thử lại.',
	},
	{
		title: 'Pay the fees',
		total: 'Total',
		scanTitle: 'Way 1: scan with your banking app',
		scan: 'Open your banking app, choose to scan a QR code, point it at this one. Do not change amount and content.',
		qr: 'VietQR code for the transfer',
		manualTitle: 'Or type the transfer yourself',
		account: 'Account number',
		holder: 'Account name',
		bank: 'Bank code (BIN)',
		amount: 'Amount',
		content: 'Content',
		contentHint: 'Letter by letter; by it we know that it is you who paid.',
		left: 'The code is good for',
		expired: 'This code has run out. If you have transferred already, do nothing; wait a few minutes.',
		newCode: 'Get a new code',
		making: 'Getting the code…',
		ways: 'Asking whether you can pay by bank transfer…',
		waiting: "Waiting for the bank's notice. This page updates by itself.",
		paidTitle: 'The money has arrived',
		paidAt: (money, time) => `We received ${money} at ${time}.`,
		number: 'Receipt number',
		nothing: 'Nothing is left to pay for this dossier.',
		deskTitle: 'Way 2: cash at the desk',
		deskOnly: 'Pay cash at the desk',
		desk: (unit) => `Come to ${unit}, name the dossier code, pay and take the receipt.`,
		back: 'To the dossier',
		offline: 'We could not ask whether the bank has told us. Trying again.',
	},
);

const POLL = 4000;

/** Asks again and again while the page is looked at, until `done`. */
function usePoll(ask: () => void, done: boolean): void {
	useEffect(() => {
		if (done) return;
		const timer = setInterval(() => document.visibilityState === 'visible' && ask(), POLL);
		return () => clearInterval(timer);
	}, [done]);
}

function useSecondsLeft(until: string | null | undefined): number {
	const left = () => (until ? (new Date(until).getTime() - serverNow().getTime()) / 1000 : 0);
	const [seconds, setSeconds] = useState(left);
	useEffect(() => {
		setSeconds(left());
		const timer = setInterval(() => setSeconds(left()), 1000);
		return () => clearInterval(timer);
	}, [until]);
	return seconds;
}

/** For whoever types the transfer: each part can be copied. */
function Account({ payment }: { payment: Payment }) {
	const rows: [string, string | null | undefined, string?][] = [
		[t('account'), payment.bank_account],
		[t('holder'), payment.bank_account_name],
		[t('bank'), payment.bank_bin],
		[t('amount'), String(payment.amount)],
		[t('content'), payment.transfer_content, t('contentHint')],
	];
	return (
		<dl class="facts">
			{rows.map(
				([name, value, hint]) =>
					value && (
						<div class="facts__row" key={name}>
							<dt>{name}</dt>
							<dd>
								{name === t('amount') ? (
									<strong>{formatMoney(payment.amount)}</strong>
								) : (
									<strong class="code">{value}</strong>
								)}
								{hint && <div class="soft small">{hint}</div>}
							</dd>
							<dd>
								<CopyButton text={value} what={name} />
							</dd>
						</div>
					),
			)}
		</dl>
	);
}

function Transfer({ payment, onNew, busy }: { payment: Payment; onNew: () => void; busy: boolean }) {
	const seconds = useSecondsLeft(payment.expires_at);
	const expired = payment.state === 'expired' || (Boolean(payment.expires_at) && seconds <= 0);
	if (expired) {
		return (
			<Notice kind="warn" title={t('expired')}>
				<p>
					<Button busy={busy} onClick={onNew}>
						{t('newCode')}
					</Button>
				</p>
			</Notice>
		);
	}
	return (
		<>
			<p>{t('scan')}</p>
			{payment.qr_payload && (
				<>
					<QrCode text={payment.qr_payload} label={t('qr')} />
					<SaveQr
						text={payment.qr_payload}
						name={`vietqr-${payment.transfer_content ?? payment.id}`}
					/>
				</>
			)}
			{payment.expires_at && (
				<p>
					{t('left')}: <strong role="timer">{formatCountdown(seconds)}</strong>
				</p>
			)}
			<p role="status">{t('waiting')}</p>
			{payment.note && <Notice kind="warn" title={payment.note} />}
			<h3>{t('manualTitle')}</h3>
			<Account payment={payment} />
		</>
	);
}

async function load(id: string) {
	const [dossier, payments] = await Promise.all([getDossier(id), listPayments(id)]);
	return { unit: dossier.value.unit.name, payments };
}

/** Whether this service takes transfers. */
const takesTransfers = async () => (await loadSite()).payment_methods.some((method) => method.code === 'vietqr');

const current = (list: PaymentList) => list.items.find((item) => item.method === 'vietqr' && item.state === 'pending');

/** What is to be paid now, or what was. */
function Sums({ list }: { list: PaymentList }) {
	const open = list.charges.filter((charge) => charge.state === 'open');
	const charges = open.length > 0 ? open : list.charges.filter((charge) => charge.kind !== 'refund' && charge.state !== 'void');
	const lines = charges.flatMap((charge) => charge.lines.map((line) => ({ ...line, key: charge.id + line.code })));
	if (lines.length === 0) return null;
	return (
		<table class="sums">
			<tbody>
				{lines.map((line) => (
					<tr key={line.key}>
						<td lang="vi">
							{line.name}
							{(line.quantity ?? 1) > 1 && ` × ${line.quantity}`}
						</td>
						<td class="sums__amount">{formatMoney(line.amount)}</td>
					</tr>
				))}
				<tr>
					<th scope="row">{t('total')}</th>
					<th class="sums__amount">{formatMoney(lines.reduce((sum, line) => sum + line.amount, 0))}</th>
				</tr>
			</tbody>
		</table>
	);
}

function Settled({ list }: { list: PaymentList }) {
	const settled = list.items.findLast((item) => item.state === 'paid');
	return (
		<Notice kind="good" live title={t('paidTitle')}>
			{settled?.paid_at && <p>{t('paidAt', formatMoney(settled.amount), formatTime(settled.paid_at))}</p>}
			{settled?.receipt_number && (
				<p>
					{t('number')}: <strong class="nowrap">{settled.receipt_number}</strong>
				</p>
			)}
		</Notice>
	);
}

interface DueProps {
	id: string;
	found: Awaited<ReturnType<typeof load>>;
	onMade: () => void;
	offline: boolean;
}

/** By transfer: the code that is valid now, else one is made. */
function ByTransfer({ id, found, onMade, offline }: DueProps) {
	const [made, setMade] = useState<Payment | null>(null);
	const [failure, setFailure] = useState<unknown>(null);
	const [busy, setBusy] = useState(false);
	const payment = current(found.payments) ?? made;
	const make = async () => {
		setBusy(true);
		setFailure(null);
		try {
			setMade(await createPayment(id, 'vietqr'));
			onMade();
		} catch (error) {
			setFailure(error);
		} finally {
			setBusy(false);
		}
	};
	useEffect(() => {
		if (!payment) void make();
	}, []);
	return (
		<>
			<h2>{t('scanTitle')}</h2>
			{failure !== null && <Failure error={failure} onRetry={() => void make()} />}
			{offline && <Notice kind="warn" title={t('offline')} />}
			{payment && <Transfer payment={payment} onNew={() => void make()} busy={busy} />}
			{!payment && busy && <Loading label={t('making')} />}
		</>
	);
}

/** The ways to pay. Until the service has said whether it takes transfers, that is waited for, or asked for again; the desk
 * takes cash in any case. */
function Due(props: DueProps) {
	const transfers = useLoad(takesTransfers, []);
	return (
		<>
			<Loaded found={transfers} label={t('ways')}>
				{(taken) => taken && <ByTransfer {...props} />}
			</Loaded>
			<h2>{transfers.value ? t('deskTitle') : t('deskOnly')}</h2>
			<p>{t('desk', props.found.unit)}</p>
		</>
	);
}

function Paying({ id }: { id: string }) {
	const found = useLoad(() => load(id), [id]);
	usePoll(found.reload, found.value?.payments.state !== 'due');
	// a poll that fails is told where it matters; what is there stays
	const shown = found.value ? { ...found, error: null } : found;
	return (
		<>
			<Title text={t('title')} />
			<Loaded found={shown}>
				{(loaded) => (
					<>
						<Sums list={loaded.payments} />
						{(loaded.payments.state === 'none' || loaded.payments.state === 'to_refund') && (
							<Notice title={t('nothing')} />
						)}
						{loaded.payments.state === 'paid' && <Settled list={loaded.payments} />}
						{loaded.payments.state === 'due' && (
							<Due
								id={id}
								found={loaded}
								onMade={found.reload}
								offline={found.error !== null}
							/>
						)}
						<p>
							<Link to={to.dossier(id)} class="button button--secondary">
								{t('back')}
							</Link>
						</p>
					</>
				)}
			</Loaded>
		</>
	);
}

export default function Pay({ id = '' }: Record<string, string>) {
	return <SignedIn>{() => <Paying id={id} />}</SignedIn>;
}
