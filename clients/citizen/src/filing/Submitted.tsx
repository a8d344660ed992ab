// Right after filing: the code, the receipt with every file's fingerprint, what happens next, what is due.
import { Loaded } from '@motcua/shared/components/Loaded.tsx';
import { Facts } from '@motcua/shared/components/Facts.tsx';
import { getDossier, getReceipt, getTrackingLink, paperContent, renewTrackingLink } from '@motcua/shared/api/dossiers.ts';
import type { Dossier } from '@motcua/shared/api/types.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { CopyButton } from '@motcua/shared/components/CopyButton.tsx';
import { Notice } from '@motcua/shared/components/Notice.tsx';
import { Failure } from '@motcua/shared/components/Waiting.tsx';
import { saveBlob } from '@motcua/shared/device/download.ts';
import { formatMoney, formatTime } from '@motcua/shared/i18n/format.ts';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { promisedTime } from '@motcua/shared/words/promised.ts';
import { QrCode } from '@motcua/shared/components/Qr.tsx';
import { expectedBy, isEstimate, nextSteps, receiptFiles } from '../receipt/receipt.ts';
import { Link } from '@motcua/shared/router/place.tsx';
import { owed } from '@motcua/shared/words/fees.ts';
import { useLoad } from '@motcua/shared/components/load.ts';
import { useState } from 'preact/hooks';
import { FileList } from '../FileList.tsx';
import { SignedIn } from '../account/SignedIn.tsx';
import { to } from '../to.ts';
import { Title } from '../Title.tsx';

const t = catalogue(
	{
		title: 'Đã nộp hồ sơ',
		codeLabel: 'Mã hồ sơ của bạn',
		keep: 'Hãy giữ mã này. Bạn dùng nó để tra cứu và hỏi cán bộ.',
		copyCode: 'mã hồ sơ',
		at: 'Nộp lúc',
		to: 'Nộp đến',
		by: 'Dự kiến có kết quả',
		payTitle: (money: string) => `Còn phải trả ${money}`,
		payText: 'Bạn có thể trả ngay bằng mã VietQR, hoặc trả tại quầy.',
		pay: 'Trả phí bây giờ',
		next: 'Việc tiếp theo',
		bring: 'Khi đến, hãy mang theo',
		files: 'Các tệp chúng tôi đã nhận',
		noFiles: 'Không có giấy tờ kèm theo.',
		filesNote: 'Mỗi tệp có một mã kiểm tra. Tệp đổi một chữ thì mã đổi theo, nên không ai thay được mà bạn không biết.',
		receipt: 'Biên nhận có chữ ký số',
		receiptNote: 'Biên nhận chứng minh bạn đã nộp gì, lúc nào. Ai cũng kiểm tra được, bằng tệp PDF hoặc tệp điện tử.',
		pdf: 'Tải biên nhận (PDF)',
		jws: 'Tải biên nhận điện tử',
		print: 'In trang này',
		follow: 'Theo dõi không cần đăng nhập',
		qr: 'Mã QR mở trang theo dõi hồ sơ này',
		qrNote: 'Quét bằng điện thoại khác, hoặc gửi liên kết cho người nhà. Ai có liên kết này đều xem được hồ sơ đến đâu.',
		copyLink: 'liên kết theo dõi',
		renew: 'Đổi liên kết khác',
		renewNote: 'Liên kết cũ, kể cả trên giấy đã in, hết tác dụng.',
		open: 'Xem hồ sơ',
	},
	{
		title: 'Your dossier is filed',
		codeLabel: 'Your dossier code',
		keep: 'Keep this code. You track with it and name it when you ask an officer.',
		copyCode: 'dossier code',
		at: 'Filed at',
		to: 'Filed with',
		by: 'Result expected by',
		payTitle: (money) => `${money} to pay`,
		payText: 'Pay now by VietQR, or at the desk.',
		pay: 'Pay now',
		next: 'What happens next',
		bring: 'Bring when you come',
		files: 'The files we have',
		noFiles: 'No papers were attached.',
		filesNote: 'Each file has a fingerprint. Change one letter and it changes, so nobody can swap a file unseen.',
		receipt: 'The signed receipt',
		receiptNote: 'It proves what you filed and when. Anybody can verify it, with the PDF or the electronic file.',
		pdf: 'Download the receipt (PDF)',
		jws: 'Download the electronic receipt',
		print: 'Print this page',
		follow: 'Follow without signing in',
		qr: 'QR code that opens the progress of this dossier',
		qrNote: 'Scan it with another phone, or send the link to your family. Whoever has it sees how the dossier goes on.',
		copyLink: 'link',
		renew: 'Renew the link',
		renewNote: 'The link before, on printed papers too, opens nothing from then on.',
		open: 'See the dossier',
	},
);

async function load(id: string) {
	const [dossier, receipt] = await Promise.all([getDossier(id), getReceipt(id)]);
	return { dossier: dossier.value, receipt };
}

/** Papers that are shown at the office and were not sent. */
function ToBring({ dossier }: { dossier: Dossier }) {
	const papers = dossier.components.filter((component) => component.bring);
	if (papers.length === 0) return null;
	return (
		<>
			<h2>{t('bring')}</h2>
			<ul lang="vi">
				{papers.map((component) => (
					<li key={component.code}>{component.name}</li>
				))}
			</ul>
		</>
	);
}

type Filed = Awaited<ReturnType<typeof load>>;

function Due({ id, payment }: { id: string; payment: Filed['dossier']['payment'] }) {
	if (owed(payment) === 0) return null;
	return (
		<Notice kind="warn" title={t('payTitle', formatMoney(owed(payment)))}>
			<p>{t('payText')}</p>
			<p>
				<Link to={to.pay(id)} class="button">
					{t('pay')}
				</Link>
			</p>
		</Notice>
	);
}

/** The link by which others follow it too, until it is renewed. */
function FollowLink({ id }: { id: string }) {
	const given = useLoad(() => getTrackingLink(id), [id]);
	const [failure, setFailure] = useState<unknown>(null);
	const [busy, setBusy] = useState(false);
	const renew = async () => {
		setBusy(true);
		setFailure(null);
		try {
			await renewTrackingLink(id);
			given.reload();
		} catch (error) {
			setFailure(error);
		} finally {
			setBusy(false);
		}
	};
	return (
		<>
			<h2>{t('follow')}</h2>
			<Loaded found={given}>
				{({ link }) => (
					<figure class="qr-figure">
						<QrCode text={link} label={t('qr')} />
						<figcaption>
							{t('qrNote')} <CopyButton text={link} what={t('copyLink')} />
						</figcaption>
					</figure>
				)}
			</Loaded>
			{failure !== null && <Failure error={failure} onRetry={() => void renew()} />}
			<p class="no-print">
				<Button kind="quiet" busy={busy} onClick={() => void renew()}>
					{t('renew')}
				</Button>{' '}
				<span class="soft small">{t('renewNote')}</span>
			</p>
		</>
	);
}

/** The receipt to keep: as a paper, as a signed text, as a code for a phone. */
function ReceiptParts({ id, receipt }: { id: string; receipt: Filed['receipt'] }) {
	const [failure, setFailure] = useState<unknown>(null);
	const [busy, setBusy] = useState(false);
	const pdf = async () => {
		setBusy(true);
		setFailure(null);
		try {
			saveBlob(await paperContent(id, 'receipt'), `bien-nhan-${receipt.code}.pdf`);
		} catch (error) {
			setFailure(error);
		} finally {
			setBusy(false);
		}
	};
	const jws = () => saveBlob(new Blob([receipt.receipt], { type: 'application/jose' }), `bien-nhan-${receipt.code}.jws`);
	return (
		<>
			<h2>{t('receipt')}</h2>
			<p>{t('receiptNote')}</p>
			{failure !== null && <Failure error={failure} onRetry={() => void pdf()} />}
			<div class="buttons">
				<Button busy={busy} onClick={() => void pdf()}>
					{t('pdf')}
				</Button>
				<Button kind="secondary" onClick={jws}>
					{t('jws')}
				</Button>
				<Button kind="quiet" onClick={() => print()}>
					{t('print')}
				</Button>
			</div>
			<FollowLink id={id} />
		</>
	);
}

function Confirmation({ id, found: { dossier, receipt } }: { id: string; found: Filed }) {
	const files = receiptFiles(receipt.payload);
	const due = expectedBy(receipt.payload) ?? dossier.due_at;
	return (
		<>
			<div class="done">
				<Title text={t('title')} />
				<p class="done__label">{t('codeLabel')}</p>
				<p class="done__code">
					<strong>{receipt.code}</strong> <CopyButton text={receipt.code} what={t('copyCode')} />
				</p>
				<p>{t('keep')}</p>
			</div>
			<Facts
				rows={[
					[t('at'), dossier.submitted_at && formatTime(dossier.submitted_at)],
					[t('to'), dossier.unit.name],
					[t('by'), due && <strong>{promisedTime(due, isEstimate(receipt.payload))}</strong>],
				]}
			/>
			<Due id={id} payment={dossier.payment} />
			<h2>{t('next')}</h2>
			<ol lang="vi">
				{nextSteps(receipt.payload).map((step) => (
					<li key={step}>{step}</li>
				))}
			</ol>
			<ToBring dossier={dossier} />
			<h2>{t('files')}</h2>
			<p>{t(files.length > 0 ? 'filesNote' : 'noFiles')}</p>
			{files.length > 0 && <FileList files={files.map((file, i) => ({ key: String(i), ...file }))} />}
			<ReceiptParts id={id} receipt={receipt} />
			<p class="no-print">
				<Link to={to.dossier(id)} class="button button--secondary">
					{t('open')}
				</Link>
			</p>
		</>
	);
}

function Confirmed({ id }: { id: string }) {
	const found = useLoad(() => load(id), [id]);
	return (
		<Loaded found={found} head={<Title text={t('title')} />}>
			{(filed) => <Confirmation id={id} found={filed} />}
		</Loaded>
	);
}

export default function Submitted({ id = '' }: Record<string, string>) {
	return <SignedIn>{() => <Confirmed id={id} />}</SignedIn>;
}
