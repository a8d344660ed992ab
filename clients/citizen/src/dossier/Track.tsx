// In which state a dossier is, for anybody who knows its code and the last four digits of the phone number. More opens with
// the link of the receipt (TrackLink.tsx).
import { Fact, Facts } from '@motcua/shared/components/Facts.tsx';
import { asCode, asText } from '@motcua/shared/base/as-typed.ts';
import { trackDossier } from '@motcua/shared/api/dossiers.ts';
import { asProblem, type ProblemError } from '@motcua/shared/api/problem.ts';
import type { TrackingState } from '@motcua/shared/api/types.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { ErrorSummary } from '@motcua/shared/components/ErrorSummary.tsx';
import { fieldId, TextField } from '@motcua/shared/components/Field.tsx';
import { Notice } from '@motcua/shared/components/Notice.tsx';
import { StateTag } from '@motcua/shared/components/StateTag.tsx';
import { Failure } from '@motcua/shared/components/Waiting.tsx';
import { formatPhone } from '@motcua/shared/i18n/format.ts';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { place } from '@motcua/shared/router/place.tsx';
import { stateMeaning } from '@motcua/shared/words/states.ts';
import { useState } from 'preact/hooks';
import { Title } from '../Title.tsx';

const t = catalogue(
	{
		title: 'Tra cứu hồ sơ',
		lead: 'Không cần tài khoản. Mã hồ sơ in trên giấy biên nhận.',
		code: 'Mã hồ sơ',
		codeHint: 'Ví dụ: H99.31-261123-0001',
		phone: 'Bốn số cuối điện thoại của chủ hồ sơ',
		codeWrong: 'Mã hồ sơ chưa đúng. Hãy chép đúng như trên giấy biên nhận',
		phoneWrong: 'Hãy ghi đúng bốn chữ số',
		find: 'Tra cứu',
		finding: 'Đang tra cứu…',
		none: 'Không có hồ sơ nào khớp mã và bốn số này. Hãy kiểm tra lại cả hai.',
		unit: 'Nơi tiếp nhận',
		ask: 'Hỏi qua điện thoại',
		more: 'Muốn biết hồ sơ đang ở đâu và hẹn ngày nào: quét mã QR trên biên nhận, hoặc đăng nhập.',
	},
	{
		title: 'Track a dossier',
		lead: 'No account needed. The code is printed on the receipt.',
		code: 'Dossier code',
		codeHint: 'Example: H99.31-261123-0001',
		phone: "Last four digits of the applicant's phone",
		codeWrong: 'This is not a dossier code. Copy it as it stands on the receipt',
		phoneWrong: 'Write exactly four digits',
		find: 'Track',
		finding: 'Looking…',
		none: 'No dossier fits this code and these digits. Check both.',
		unit: 'Office',
		ask: 'Ask by phone',
		more: 'To see where it is and when it is due, scan the QR code on the receipt, or sign in.',
	},
);

function Found({ found }: { found: TrackingState }) {
	return (
		<section class="found" aria-live="polite">
			<h2>{found.code}</h2>
			<p>
				<StateTag state={found.state} ended={found.ended_why} />
			</p>
			<p class="lead">{stateMeaning(found.state, found.ended_why)}</p>
			<Facts rows={[[t('unit'), found.unit_name]]}>
				{found.unit_phone && (
					<Fact name={t('ask')}>
						<a href={`tel:${found.unit_phone}`}>{formatPhone(found.unit_phone)}</a>
					</Fact>
				)}
			</Facts>
			<p>{t('more')}</p>
		</section>
	);
}

function useTracking() {
	const [code, setCode] = useState(place.value.query.get('ma') ?? '');
	const [digits, setDigits] = useState('');
	const [attempt, setAttempt] = useState(0);
	const [busy, setBusy] = useState(false);
	const [found, setFound] = useState<TrackingState | null>(null);
	const [problem, setProblem] = useState<ProblemError | null>(null);
	const read = { code: asCode(code), digits: /^\d{4}$/.exec(asText(digits))?.[0] };
	const wrongCode = attempt > 0 && !read.code ? t('codeWrong') : undefined;
	const wrongDigits = attempt > 0 && !read.digits ? t('phoneWrong') : undefined;

	const look = async (event?: Event) => {
		event?.preventDefault();
		if (busy) return;
		setAttempt(attempt + 1);
		setProblem(null);
		if (!read.code || !read.digits) return;
		setBusy(true);
		setFound(null);
		try {
			setFound(await trackDossier(read.code, read.digits));
		} catch (error) {
			setProblem(asProblem(error));
		} finally {
			setBusy(false);
		}
	};
	return { code, setCode, digits, setDigits, attempt, busy, found, problem, wrongCode, wrongDigits, look };
}

export default function Track() {
	const { code, setCode, digits, setDigits, attempt, busy, found, problem, wrongCode, wrongDigits, look } = useTracking();
	return (
		<>
			<Title text={t('title')} />
			<p>{t('lead')}</p>
			<form onSubmit={look} noValidate>
				<ErrorSummary
					attempt={attempt}
					items={[
						...(wrongCode ? [{ id: fieldId('code'), message: wrongCode }] : []),
						...(wrongDigits ? [{ id: fieldId('digits'), message: wrongDigits }] : []),
					]}
				/>
				<TextField
					name="code"
					label={t('code')}
					hint={t('codeHint')}
					value={code}
					onInput={setCode}
					error={wrongCode}
				/>
				<TextField
					name="digits"
					label={t('phone')}
					kind="number"
					inputMode="numeric"
					value={digits}
					onInput={setDigits}
					error={wrongDigits}
				/>
				<div class="buttons">
					<Button type="submit" busy={busy}>
						{busy ? t('finding') : t('find')}
					</Button>
				</div>
			</form>
			{problem &&
				(problem.status === 404 ? (
					<Notice kind="warn" live title={t('none')} />
				) : (
					<Failure error={problem} onRetry={() => void look()} />
				))}
			{found && <Found found={found} />}
		</>
	);
}
