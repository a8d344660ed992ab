// Verifies a receipt inside the browser: only the public keys are fetched, the receipt itself goes nowhere. Then a file can
// be compared with the fingerprint in the receipt.
import { Facts } from '@motcua/shared/components/Facts.tsx';
import { getKeys } from '@motcua/shared/api/keys.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { TextAreaField } from '@motcua/shared/components/Field.tsx';
import { Notice } from '@motcua/shared/components/Notice.tsx';
import { Failure } from '@motcua/shared/components/Waiting.tsx';
import { formatTime } from '@motcua/shared/i18n/format.ts';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { isEstimate, receiptFiles, receiptIn, verifyReceipt, type Verdict } from './receipt.ts';
import { promisedTime } from '@motcua/shared/words/promised.ts';
import { fingerprint } from '@motcua/shared/base/sha256.ts';
import { useState } from 'preact/hooks';
import { FileList } from '../FileList.tsx';
import { Title } from '../Title.tsx';

const t = catalogue(
	{
		title: 'Kiểm tra biên nhận',
		lead:
			'Chọn tệp biên nhận (PDF hoặc .jws) bạn đã tải về, hoặc dán biên nhận điện tử vào ô dưới. ' +
			'Việc kiểm tra làm ngay trên máy của bạn; biên nhận không gửi đi đâu.',
		text: 'Nội dung biên nhận',
		textHint: 'Một dãy chữ dài có hai dấu chấm, bắt đầu bằng eyJ',
		file: 'Chọn tệp biên nhận',
		check: 'Kiểm tra',
		checking: 'Đang kiểm tra…',
		missing: 'Hãy dán biên nhận hoặc chọn tệp',
		validTitle: 'Biên nhận thật',
		valid: 'Chữ ký đúng. Nội dung dưới đây đúng như lúc hệ thống cấp, không bị sửa.',
		forgedTitle: 'Biên nhận không đúng',
		forged: 'Chữ ký không khớp. Nội dung đã bị sửa hoặc biên nhận là giả.',
		malformedTitle: 'Đây không phải biên nhận',
		malformed: 'Nội dung dán vào không đủ hoặc không đúng dạng. Hãy dán lại toàn bộ.',
		noReceipt:
			'Tệp PDF này không mang theo biên nhận. ' +
			'Bản chụp và bản in lại không kiểm tra được; hãy chọn tệp PDF tải từ trang hồ sơ.',
		tooLarge: 'Tệp này quá lớn so với một biên nhận.',
		unknownTitle: 'Không biết khóa ký',
		unknown: 'Biên nhận được ký bằng khóa mà hệ thống này không công bố. Có thể nó do nơi khác cấp.',
		unsupportedTitle: 'Trình duyệt chưa kiểm tra được ở đây',
		unsupported: 'Hãy mở trang này bằng địa chỉ bắt đầu bằng https.',
		code: 'Mã hồ sơ',
		procedure: 'Thủ tục',
		applicant: 'Chủ hồ sơ',
		unit: 'Nộp đến',
		at: 'Nộp lúc',
		by: 'Dự kiến có kết quả',
		issuer: 'Nơi cấp',
		files: 'Các tệp trong biên nhận',
		compare: 'So một tệp với biên nhận',
		compareText: 'Chọn tệp bạn đang giữ. Máy của bạn tính mã kiểm tra của tệp và so với biên nhận.',
		choose: 'Chọn tệp để so',
		reading: 'Đang đọc tệp…',
		same: (name: string, listed: string) => `Tệp “${name}” giống hệt tệp “${listed}” trong biên nhận.`,
		other: (name: string) => `Tệp “${name}” không có trong biên nhận, hoặc đã bị sửa.`,
		none: 'Biên nhận này không có tệp nào.',
	},
	{
		title: 'Verify a receipt',
		lead:
			'Choose the receipt (PDF or .jws) that you downloaded, or paste the electronic receipt below. ' +
			'It is verified on your own device; the receipt is sent nowhere.',
		text: 'The receipt',
		textHint: 'A long string with two dots that begins with eyJ',
		file: 'Choose the receipt file',
		check: 'Verify',
		checking: 'Verifying…',
		missing: 'Paste the receipt or choose its file',
		validTitle: 'The receipt is genuine',
		valid: 'The signature is right. What stands below is as it was issued, unchanged.',
		forgedTitle: 'The receipt is not genuine',
		forged: 'The signature does not fit. The content was changed, or the receipt is forged.',
		malformedTitle: 'This is not a receipt',
		malformed: 'What was pasted is incomplete or of another form. Paste all of it again.',
		noReceipt:
			'This PDF carries no receipt. ' +
			'Scans and reprints cannot be verified; choose the PDF from the page of the dossier.',
		tooLarge: 'This file is too large to be a receipt.',
		unknownTitle: 'Unknown key',
		unknown: 'It is signed with a key that this service does not publish. Somebody else may have issued it.',
		unsupportedTitle: 'The browser cannot verify here',
		unsupported: 'Open this page at an address that begins with https.',
		code: 'Dossier code',
		procedure: 'Procedure',
		applicant: 'Applicant',
		unit: 'Filed with',
		at: 'Filed at',
		by: 'Result expected by',
		issuer: 'Issued by',
		files: 'Files in the receipt',
		compare: 'Compare a file with the receipt',
		compareText: 'Choose the file you hold. Its fingerprint is computed on your device and compared.',
		choose: 'Choose a file to compare',
		reading: 'Reading the file…',
		same: (name, listed) => `The file “${name}” is exactly the file “${listed}” of the receipt.`,
		other: (name) => `The file “${name}” is not in the receipt, or was changed.`,
		none: 'This receipt lists no files.',
	},
);

const bad: Record<Exclude<Verdict['kind'], 'valid'>, () => [string, string]> = {
	forged: () => [t('forgedTitle'), t('forged')],
	malformed: () => [t('malformedTitle'), t('malformed')],
	unknown_key: () => [t('unknownTitle'), t('unknown')],
	unsupported: () => [t('unsupportedTitle'), t('unsupported')],
};

const textOf = (value: unknown, member?: string): string => {
	const found = member && typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[member] : value;
	return typeof found === 'string' ? found : '';
};

/** A button of ours over the browser's own, which speaks the browser's language. */
function PickFile(props: { text: string; hint?: string; accept?: string; onPick: (file: File | undefined) => Promise<void> }) {
	return (
		<p>
			<span class="drop__pick button button--secondary">
				<span aria-hidden="true">{props.text}</span>
				<input
					type="file"
					accept={props.accept}
					aria-label={props.text}
					aria-describedby={props.hint}
					onChange={(event) => {
						const input = event.currentTarget;
						// emptied, so that the same file can be chosen again
						void props.onPick(input.files?.[0]).then(() => (input.value = ''));
					}}
				/>
			</span>
		</p>
	);
}

function Content({ payload }: { payload: Record<string, unknown> }) {
	const [outcome, setOutcome] = useState<{ good: boolean; text: string } | null>(null);
	const [reading, setReading] = useState(false);
	const files = receiptFiles(payload);
	const rows: [string, string][] = [
		[t('code'), textOf(payload['code'])],
		[t('procedure'), textOf(payload['procedure'], 'title')],
		[t('applicant'), textOf(payload['applicant'], 'name')],
		[t('unit'), textOf(payload['unit'], 'name')],
		[t('at'), formatTime(textOf(payload['submitted_at']))],
		[t('by'), promisedTime(textOf(payload['expected_by']), isEstimate(payload))],
		[t('issuer'), textOf(payload['iss'])],
	];
	const compare = async (file: File | undefined) => {
		if (!file) return;
		setReading(true);
		setOutcome(null);
		try {
			const hash = await fingerprint(file);
			const same = files.find((entry) => entry.sha256 === hash && entry.size === file.size);
			setOutcome(
				same
					? { good: true, text: t('same', file.name, same.name) }
					: { good: false, text: t('other', file.name) },
			);
		} finally {
			setReading(false);
		}
	};
	return (
		<>
			<Facts rows={rows} />
			<h2>{t('files')}</h2>
			{files.length === 0 ? (
				<p>{t('none')}</p>
			) : (
				<FileList files={files.map((file, i) => ({ key: String(i), ...file }))} />
			)}
			{files.length > 0 && (
				<>
					<h2>{t('compare')}</h2>
					<p id="compare-hint">{t('compareText')}</p>
					<PickFile text={t('choose')} hint="compare-hint" onPick={compare} />
					<div role="status">
						{reading && t('reading')}
						{outcome && <Notice kind={outcome.good ? 'good' : 'bad'} title={outcome.text} />}
					</div>
				</>
			)}
		</>
	);
}

/** A receipt on paper with a hundred files stays far below. */
const LARGEST = 16 << 20;

function Outcome({ verdict }: { verdict: Verdict }) {
	if (verdict.kind === 'valid') {
		return (
			<>
				<Notice kind="good" live title={t('validTitle')}>
					<p>{t('valid')}</p>
				</Notice>
				<Content payload={verdict.payload} />
			</>
		);
	}
	const [title, text] = bad[verdict.kind]();
	return (
		<Notice kind={verdict.kind === 'unsupported' ? 'warn' : 'bad'} live title={title}>
			<p>{text}</p>
		</Notice>
	);
}

type Found = { verdict: Verdict } | { error: unknown } | { refused: string } | null;

/** A receipt given as text or as a file, and what came of it. */
function useVerifying() {
	const [text, setText] = useState('');
	const [tried, setTried] = useState(false);
	const [busy, setBusy] = useState(false);
	const [found, setFound] = useState<Found>(null);
	const verify = async (token: string) => {
		setTried(true);
		setFound(null);
		if (!token.trim()) return document.getElementById('f-receipt')?.focus();
		setBusy(true);
		try {
			setFound({ verdict: await verifyReceipt(token, await getKeys()) });
		} catch (error) {
			setFound({ error });
		} finally {
			setBusy(false);
		}
	};
	const take = async (file: File | undefined) => {
		if (!file) return;
		setFound(null);
		if (file.size > LARGEST) return setFound({ refused: t('tooLarge') });
		const read = receiptIn(new Uint8Array(await file.arrayBuffer()));
		if (read === null) return setFound({ refused: t('noReceipt') });
		setText(read);
		await verify(read);
	};
	return { text, setText, missing: tried && !text.trim(), busy, found, verify, take };
}

export default function Verify() {
	const { text, setText, missing, busy, found, verify, take } = useVerifying();
	return (
		<>
			<Title text={t('title')} />
			<p>{t('lead')}</p>
			<form
				noValidate
				onSubmit={(event) => {
					event.preventDefault();
					if (!busy) void verify(text);
				}}
				onDragOver={(event) => event.preventDefault()}
				onDrop={(event) => {
					event.preventDefault();
					void take(event.dataTransfer?.files[0]);
				}}
			>
				<TextAreaField
					name="receipt"
					label={t('text')}
					hint={t('textHint')}
					rows={6}
					value={text}
					onInput={setText}
					error={missing ? t('missing') : undefined}
				/>
				<PickFile
					text={t('file')}
					accept=".pdf,.jws,.txt,application/pdf,application/jose,text/plain"
					onPick={take}
				/>
				<div class="buttons">
					<Button type="submit" busy={busy}>
						{busy ? t('checking') : t('check')}
					</Button>
				</div>
			</form>
			{found && 'error' in found && <Failure error={found.error} onRetry={() => void verify(text)} />}
			{found && 'refused' in found && (
				<Notice kind="bad" live title={t('malformedTitle')}>
					<p>{found.refused}</p>
				</Notice>
			)}
			{found && 'verdict' in found && <Outcome verdict={found.verdict} />}
		</>
	);
}
