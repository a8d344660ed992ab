// Dossiers that somebody filed at a desk before he had an account: by the phone that the desk took down, which he shows to have
// in his hand, and his number, in two steps.
import { asPersonalId, asPhone, asText } from '@motcua/shared/base/as-typed.ts';
import { claimDossiers } from '@motcua/shared/api/dossiers.ts';
import { askForCode, enterCode, loadAccount } from '@motcua/shared/api/identity.ts';
import { asProblem, type ProblemError } from '@motcua/shared/api/problem.ts';
import type { Account, ContactProof, DossiersClaimed } from '@motcua/shared/api/types.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { ErrorSummary, type SummaryItem } from '@motcua/shared/components/ErrorSummary.tsx';
import { fieldId, TextField } from '@motcua/shared/components/Field.tsx';
import { Notice } from '@motcua/shared/components/Notice.tsx';
import { formatClock, formatPhone } from '@motcua/shared/i18n/format.ts';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { ts } from '@motcua/shared/i18n/shared.ts';
import { Link } from '@motcua/shared/router/place.tsx';
import { useState } from 'preact/hooks';
import { SignedIn } from '../account/SignedIn.tsx';
import { to } from '../to.ts';
import { Title } from '../Title.tsx';

const t = catalogue(
	{
		title: 'Tìm hồ sơ đã nộp tại quầy',
		lead: 'Bạn đã nộp hồ sơ tại quầy hoặc gửi qua bưu chính? Hãy cho biết số điện thoại mà cán bộ đã ghi.',
		phone: 'Số điện thoại',
		phoneHint: 'Chúng tôi gửi đến số này một mã gồm 6 chữ số.',
		send: 'Gửi mã',
		sending: 'Đang gửi…',
		sent: (phone: string, until: string) => `Mã đã được gửi đến ${phone}, dùng được đến ${until}.`,
		proven: (phone: string) => `Số ${phone} đã được xác nhận là của bạn.`,
		code: 'Mã trong tin nhắn',
		codeHint: '6 chữ số. Đừng đưa mã này cho ai.',
		wrongCode: 'Mã gồm 6 chữ số. Hãy xem lại tin nhắn',
		number: 'Số định danh cá nhân',
		numberHint: '12 chữ số trên thẻ căn cước của bạn.',
		look: 'Tìm hồ sơ',
		looking: 'Đang tìm…',
		again: 'Gửi mã khác hoặc đổi số điện thoại',
		found: (count: number) => `${count} hồ sơ nộp tại quầy đã được đưa vào tài khoản của bạn`,
		foundMore:
			'Từ nay bạn nhận được tin báo về các hồ sơ này. ' +
			'Hồ sơ sau này nộp tại quầy với cùng hai số đó cũng tự đến đây.',
		open: 'Xem hồ sơ của tôi',
		none: 'Không tìm thấy hồ sơ nào',
		noneMore:
			'Cả số điện thoại và số định danh phải giống như cán bộ đã ghi. ' +
			'Nếu bạn đã để lại số khác, hãy tìm bằng số đó. ' +
			'Hoặc mang giấy tờ tùy thân đến nơi đã nộp để được hướng dẫn.',
		elsewhere: 'Hồ sơ đang ở một tài khoản khác',
		elsewhereMore:
			'Tài khoản đó đã xác nhận cùng số điện thoại và số định danh này. ' +
			'Nếu đó cũng là tài khoản của bạn, hãy đăng nhập ' +
			'bằng tài khoản đó. Nếu không, hãy mang giấy tờ tùy thân đến nơi đã nộp.',
		retry: 'Tìm bằng số điện thoại khác',
		track: 'Tra cứu bằng mã hồ sơ',
	},
	{
		title: 'Find dossiers filed at the desk',
		lead: 'Have you filed at a desk or by post? Give the phone number that the officer took down.',
		phone: 'Phone number',
		phoneHint: 'We send a code of 6 digits to it.',
		send: 'Send the code',
		sending: 'Sending…',
		sent: (phone, until) => `The code was sent to ${phone}. It is good until ${until}.`,
		proven: (phone) => `The number ${phone} is shown to be yours.`,
		code: 'Code in the text message',
		codeHint: '6 digits. Give it to nobody.',
		wrongCode: 'The code has 6 digits. Look at the message again',
		number: 'Personal identification number',
		numberHint: 'The 12 digits on your identity card.',
		look: 'Find dossiers',
		looking: 'Looking…',
		again: 'Send another code or change the number',
		found: (count) =>
			count === 1
				? '1 dossier filed at the desk is now in your account'
				: `${count} dossiers filed at the desk are now in your account`,
		foundMore:
			'From now on you get notices of them. What you file at a desk later ' +
			'with the same two numbers comes here by itself.',
		open: 'See my dossiers',
		none: 'No dossier was found',
		noneMore:
			'Both the phone number and the identification number must be as the ' +
			'officer took them down. If you left another number, ' +
			'look with that one. Or take your papers to where you filed, and they will help.',
		elsewhere: 'The dossiers are in another account',
		elsewhereMore:
			'That account has shown the same phone number and identification ' +
			'number. If it is yours too, sign in with it. If not, ' +
			'take your papers to where you filed.',
		retry: 'Look with another phone number',
		track: 'Track by the code of a dossier',
	},
);

const asCode = (typed: string) => /^\d{6}$/.exec(asText(typed).replace(/[ .-]/g, ''))?.[0] ?? null;

type Name = 'phone' | 'code' | 'personal_id';
type Values = Record<Name, string>;
const LABELS = { phone: 'phone', code: 'code', personal_id: 'number' } as const;

function faultOf(name: Name, values: Values): string | undefined {
	if (name === 'phone') return asPhone(values.phone) ? undefined : ts('wrongPhone');
	if (name === 'code') return asCode(values.code) ? undefined : t('wrongCode');
	return asPersonalId(values.personal_id) ? undefined : ts('wrongPersonalId');
}

function useClaim(me: Account) {
	const [values, setValues] = useState<Values>({
		phone: me.phone ? formatPhone(me.phone) : '',
		code: '',
		personal_id: me.personal_id ?? '',
	});
	const [proof, setProof] = useState<ContactProof | null>(null);
	const [result, setResult] = useState<DossiersClaimed | null>(null);
	const [attempt, setAttempt] = useState(0);
	const [problem, setProblem] = useState<ProblemError | null>(null);
	const [busy, setBusy] = useState(false);
	const names: readonly Name[] = !proof ? ['phone'] : proof.proven_at ? ['personal_id'] : ['code', 'personal_id'];

	/** A code that is proven stays so: what went wrong after it is tried again without another one. */
	const look = async (sent: ContactProof) => {
		if (!sent.proven_at) setProof(await enterCode(sent.id, asCode(values.code)!));
		setResult(await claimDossiers(asPersonalId(values.personal_id)!));
		await loadAccount().catch(() => undefined); // the number that it shows is the one just given
	};
	const submit = async (event: Event) => {
		event.preventDefault();
		if (busy) return;
		setProblem(null);
		setAttempt(attempt + 1);
		if (names.some((name) => faultOf(name, values))) return;
		setBusy(true);
		try {
			if (proof) await look(proof);
			else setProof(await askForCode(asPhone(values.phone)!));
			setAttempt(0);
		} catch (error) {
			setProblem(asProblem(error));
		} finally {
			setBusy(false);
		}
	};
	const restart = () => {
		setValues({ ...values, code: '' });
		setProof(null);
		setResult(null);
		setProblem(null);
		setAttempt(0);
	};
	return { values, setValues, proof, result, attempt, problem, setProblem, busy, names, submit, restart };
}

type ClaimForm = ReturnType<typeof useClaim>;

/** What is wrong with each box, by the page or by the service. A code that is wrong has a problem of its own. */
function faultsOf({ names, values, attempt, problem }: ClaimForm): Map<Name, string> {
	const faults = new Map<Name, string>();
	for (const item of problem?.items ?? []) faults.set(item.pointer.slice(1) as Name, item.detail);
	if (problem?.code === 'code-wrong') faults.set('code', problem.title);
	for (const name of names) {
		const fault = attempt > 0 ? faultOf(name, values) : undefined;
		if (fault) faults.set(name, fault);
	}
	return faults;
}

function Result({ result, onRestart }: { result: DossiersClaimed; onRestart: () => void }) {
	return (
		<>
			{result.dossiers > 0 && (
				<Notice kind="good" title={t('found', result.dossiers)} live>
					<p>{t('foundMore')}</p>
				</Notice>
			)}
			{result.elsewhere && (
				<Notice kind="warn" title={t('elsewhere')} live>
					<p>{t('elsewhereMore')}</p>
				</Notice>
			)}
			{result.dossiers === 0 && !result.elsewhere && (
				<Notice title={t('none')} live>
					<p>{t('noneMore')}</p>
				</Notice>
			)}
			<div class="buttons">
				{result.dossiers > 0 ? (
					<Link to={to.dossiers} class="button">
						{t('open')}
					</Link>
				) : (
					<>
						<Button onClick={onRestart}>{t('retry')}</Button>
						<Link to={to.track} class="button button--secondary">
							{t('track')}
						</Link>
					</>
				)}
			</div>
		</>
	);
}

function Boxes({ form, faults }: { form: ClaimForm; faults: Map<Name, string> }) {
	const box = (name: Name) => ({
		name,
		label: t(LABELS[name]),
		value: form.values[name],
		error: faults.get(name),
		onInput: (value: string) => {
			form.setValues({ ...form.values, [name]: value });
			form.setProblem(null);
		},
	});
	const [phone, code, number] = [box('phone'), box('code'), box('personal_id')];
	const { proof } = form;
	if (!proof)
		return (
			<>
				<p>{t('lead')}</p>
				<TextField {...phone} hint={t('phoneHint')} type="tel" kind="phone" inputMode="tel" autocomplete="tel" />
			</>
		);
	const shown = formatPhone(proof.phone);
	return (
		<>
			<p role="status">{proof.proven_at ? t('proven', shown) : t('sent', shown, formatClock(proof.expires_at))}</p>
			{!proof.proven_at && (
				<TextField {...code} hint={t('codeHint')} kind="number" inputMode="numeric" autocomplete="one-time-code" />
			)}
			<TextField {...number} hint={t('numberHint')} kind="personal_id" inputMode="numeric" />
		</>
	);
}

function Search({ me }: { me: Account }) {
	const form = useClaim(me);
	const { proof, result, attempt, problem, busy, names, submit, restart } = form;
	const faults = faultsOf(form);
	const summary: SummaryItem[] = names.flatMap((name) =>
		faults.has(name) ? [{ id: fieldId(name), label: t(LABELS[name]), message: faults.get(name)! }] : [],
	);
	if (problem && summary.length === 0) summary.push({ message: problem.words });
	if (result)
		return (
			<>
				<Title text={t('title')} />
				<Result result={result} onRestart={restart} />
			</>
		);
	return (
		<form onSubmit={(event) => void submit(event)} noValidate>
			<Title text={t('title')} />
			<ErrorSummary items={summary} attempt={attempt} />
			<Boxes form={form} faults={faults} />
			<div class="buttons">
				<Button type="submit" busy={busy}>
					{busy ? t(proof ? 'looking' : 'sending') : t(proof ? 'look' : 'send')}
				</Button>
				{proof && (
					<Button kind="quiet" onClick={restart}>
						{t('again')}
					</Button>
				)}
			</div>
		</form>
	);
}

export default function Claim() {
	return <SignedIn>{(me) => <Search me={me} />}</SignedIn>;
}
