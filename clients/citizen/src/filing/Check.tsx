// Check your answers: everything that will be filed, each with a way to change it; then the button.
import { Fact, Facts } from '@motcua/shared/components/Facts.tsx';
import { asProblem, type ProblemError } from '@motcua/shared/api/problem.ts';
import { AddressText } from '@motcua/shared/form/fields/address/AddressText.tsx';
import { Button } from '@motcua/shared/components/Button.tsx';
import { ErrorSummary } from '@motcua/shared/components/ErrorSummary.tsx';
import { Notice } from '@motcua/shared/components/Notice.tsx';
import { Failure } from '@motcua/shared/components/Waiting.tsx';
import { feeLines, feeTotal } from './fees.ts';
import { labelIn, pageErrors, serverErrors } from '@motcua/shared/form/check.ts';
import { isComplete, type Draft } from '@motcua/shared/draft/draft.ts';
import { AnswerText } from '@motcua/shared/form/AnswerText.tsx';
import { labelOf, pageOf, titleOf } from '@motcua/shared/form/model.ts';
import { formatMoney, formatSize } from '@motcua/shared/i18n/format.ts';
import { catalogue, pick } from '@motcua/shared/i18n/index.ts';
import { ts } from '@motcua/shared/i18n/shared.ts';
import { outbox } from '../outbox/outbox.ts';
import { Link, navigate } from '@motcua/shared/router/place.tsx';
import { useOnline } from '@motcua/shared/device/online.ts';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { returnName } from '../channels.ts';
import { to } from '../to.ts';
import { Title } from '../Title.tsx';
import { paperErrors } from './Papers.tsx';
import { PAPERS, RETURN } from './steps.ts';

const t = catalogue(
	{
		title: 'Kiểm tra lại trước khi nộp',
		lead: 'Đọc lại một lượt. Chỗ nào chưa đúng thì bấm Sửa.',
		procedure: 'Thủ tục',
		unit: 'Nộp đến',
		papers: 'Giấy tờ kèm theo',
		noFile: 'Không gửi kèm',
		how: 'Cách nhận kết quả',
		way: 'Cách nhận',
		recipient: 'Người nhận',
		fee: 'Phí, lệ phí (tạm tính)',
		feeNote: 'Bạn trả sau khi nộp, bằng mã VietQR hoặc tại quầy.',
		truth: 'Bấm nút dưới đây là bạn cam đoan những điều đã khai là đúng.',
		submit: 'Nộp hồ sơ',
		submitting: 'Đang nộp…',
		notSaved: 'Có câu trả lời chưa lưu được lên hệ thống. Hãy kiểm tra mạng rồi bấm Nộp lại.',
		later: 'Tự nộp khi có mạng lại',
		laterText: 'Máy đang mất mạng. Bấm nút dưới thì hồ sơ chờ trên máy này, được nộp một lần khi có mạng lại.',
		fileWaiting: 'chờ gửi',
		changed: 'Mở lại hồ sơ theo quy định mới',
		agree: (amount: string) => `Đồng ý trả ${amount} và nộp hồ sơ`,
		agreeFree: 'Đồng ý và nộp hồ sơ, không phải trả tiền',
		address: 'Hãy điền đủ địa chỉ nhận kết quả',
	},
	{
		title: 'Check before you file',
		lead: 'Read it through once. Press Change where something is wrong.',
		procedure: 'Procedure',
		unit: 'Filed with',
		papers: 'Papers attached',
		noFile: 'Nothing attached',
		how: 'How the result comes back',
		way: 'The way',
		recipient: 'Recipient',
		fee: 'Fees (estimate)',
		feeNote: 'You pay after filing, by VietQR or at the desk.',
		truth: 'By pressing the button you declare that what you have stated is true.',
		submit: 'File the dossier',
		submitting: 'Filing…',
		notSaved: 'Some answers are not saved on the service yet. Check your connection and press the button again.',
		later: 'File when the connection is back',
		laterText:
			'You are offline. ' +
			'Press the button and the dossier waits on this device, to be filed once when the connection is back.',
		fileWaiting: 'waiting to be sent',
		changed: 'Open the dossier by the new rules',
		agree: (amount) => `Agree to pay ${amount} and file`,
		agreeFree: 'Agree and file, nothing to pay',
		address: 'Complete the address for the result',
	},
);

/** One page's answers, with the way back to that page. */
function Section(props: { name: string; step: string; id: string; children: ComponentChildren }) {
	return (
		<section>
			<div class="check__head">
				<h2>{props.name}</h2>
				<Link to={`${to.filing(props.id, props.step)}?sua=1`} class="button button--quiet">
					{ts('change')}
					<span class="visually-hidden">: {props.name}</span>
				</Link>
			</div>
			<dl class="facts">{props.children}</dl>
		</section>
	);
}

interface Obstacle {
	/** Of the question, where the message may not say it. */
	label?: string | undefined;
	message: string;
	step: string;
}

/** Everything that would be refused, found here before asking the service. */
function obstacles(draft: Draft): Obstacle[] {
	const answers = draft.pages.value.flatMap((page) =>
		pageErrors(draft.filling, page).map((error) => ({
			label: labelIn(page, error),
			message: error.message,
			step: page.id,
		})),
	);
	const papers = paperErrors(draft, draft.chosenCase.components, (component) => component.required);
	const address = draft.returnAddress.value;
	const homeless = draft.returnChannel.value === 'post' && !(address && isComplete(address));
	return [
		...answers,
		...papers.map((error) => ({ message: error.message, step: PAPERS })),
		...(homeless ? [{ message: t('address'), step: RETURN }] : []),
	];
}

/** What the service found, by the step where it can be put right. */
function refusals(draft: Draft, problem: ProblemError): Obstacle[] {
	if (problem.code === 'answers-invalid' || problem.code === 'invalid-body') {
		return serverErrors(problem).map((error) => {
			const at = pageOf(draft.pages.value, error.name);
			const page = draft.pages.value[Math.max(0, at)]!;
			return { label: labelIn(page, error), message: error.message, step: page.id };
		});
	}
	if (problem.code === 'component-missing') return problem.items.map((item) => ({ message: item.detail, step: PAPERS }));
	return [];
}

const totalOf = (draft: Draft): number => feeTotal(feeLines(draft.fees.value, draft.answers.value));

/** What stands in the way, and the filing once nothing does. */
function useFiling(draft: Draft, later: (() => void) | null) {
	const [attempt, setAttempt] = useState(0);
	const [found, setFound] = useState<Obstacle[]>([]);
	const [problem, setProblem] = useState<ProblemError | null>(null);
	const [unsaved, setUnsaved] = useState(false);
	const [busy, setBusy] = useState(false);
	const { id } = draft.dossier.value;

	const file = async () => {
		const shown = totalOf(draft);
		if (!(await draft.settle())) return setUnsaved(true);
		try {
			await draft.submit(shown);
		} catch (error) {
			if (asProblem(error).code === 'fee-changed') await draft.reloadFees();
			throw error;
		}
		navigate(to.submitted(id), { replace: true });
	};
	const submit = async () => {
		setAttempt((count) => count + 1);
		setProblem(null);
		setUnsaved(false);
		const inTheWay = obstacles(draft);
		setFound(inTheWay);
		if (inTheWay.length > 0) return;
		if (later) return later();
		setBusy(true);
		try {
			await file();
		} catch (error) {
			const refused = asProblem(error);
			const items = refusals(draft, refused);
			setFound(items);
			setAttempt((count) => count + 1);
			if (items.length === 0) setProblem(refused);
		} finally {
			setBusy(false);
		}
	};
	return { attempt, found, problem, unsaved, busy, submit: () => void submit() };
}

function Files({ draft, code }: { draft: Draft; code: string }) {
	const [sent, waiting] = [draft.files(code), draft.queue(code).items.value];
	return (
		<>
			{sent.length + waiting.length === 0 && <span class="soft">{t('noFile')}</span>}
			{sent.map((file) => (
				<div key={file.id}>
					{file.name} <span class="soft">({formatSize(file.size)})</span>
				</div>
			))}
			{waiting.map((item) => (
				<div key={item.id}>
					{item.name}{' '}
					<span class="soft">
						({formatSize(item.size)}, {t('fileWaiting')})
					</span>
				</div>
			))}
		</>
	);
}

/** Everything that will be filed. */
function Content({ draft }: { draft: Draft }) {
	const { id } = draft.dossier.value;
	const [way, address] = [draft.returnChannel.value, draft.returnAddress.value];
	return (
		<>
			{draft.pages.value.map((page) => (
				<Section key={page.id} id={id} name={titleOf(page)} step={page.id}>
					{page.fields.map((field) => (
						<Fact key={field.name} name={labelOf(field)}>
							<AnswerText field={field} answer={draft.answers.value[field.name]} />
						</Fact>
					))}
				</Section>
			))}
			{draft.chosenCase.components.length > 0 && (
				<Section id={id} name={t('papers')} step={PAPERS}>
					{draft.chosenCase.components.map((component) => (
						<Fact key={component.code} name={component.name}>
							<Files draft={draft} code={component.code} />
						</Fact>
					))}
				</Section>
			)}
			<Section id={id} name={t('how')} step={RETURN}>
				<Fact name={t('way')}>{returnName(way)}</Fact>
				{way === 'post' && address && (
					<Fact name={t('recipient')}>
						{address.recipient_name}, {address.phone}
						<br />
						<AddressText value={address} />
					</Fact>
				)}
			</Section>
		</>
	);
}

function Fee({ draft }: { draft: Draft }) {
	const total = totalOf(draft);
	return (
		<section>
			<h2>{t('fee')}</h2>
			<p>
				<strong>{formatMoney(total)}</strong>. {total > 0 && t('feeNote')}
			</p>
		</section>
	);
}

/** The way on after something has changed since the person saw it. */
function Renewed({ draft, code, reopen, submit }: { draft: Draft; code: string; reopen: () => void; submit: () => void }) {
	const total = totalOf(draft);
	if (code === 'procedure-changed')
		return (
			<p>
				<Button onClick={reopen}>{t('changed')}</Button>
			</p>
		);
	if (code === 'fee-changed')
		return (
			<p>
				<Button onClick={submit}>{total > 0 ? t('agree', formatMoney(total)) : t('agreeFree')}</Button>
			</p>
		);
	return null;
}

interface CheckProps {
	draft: Draft;
	/** Opens the draft and its form anew. */
	reopen: () => void;
	children: ComponentChildren;
}

export function Check({ draft, reopen, children }: CheckProps) {
	const online = useOnline();
	const box = outbox.value;
	const { id, unit } = draft.dossier.value;
	const title = pick(draft.procedure.title, draft.procedure.title_en);
	const wait = () => {
		box?.add(id, title, totalOf(draft));
		navigate(to.queued(id), { replace: true });
	};
	const { attempt, found, problem, unsaved, busy, submit } = useFiling(draft, !online && box ? wait : null);
	return (
		<>
			<Title text={t('title')} />
			{found.length > 0 && <Obstacles id={id} found={found} attempt={attempt} />}
			{problem && <Failure error={problem} onRetry={submit} />}
			{problem && <Renewed draft={draft} code={problem.code} reopen={reopen} submit={submit} />}
			{unsaved && <Notice kind="bad" live title={t('notSaved')} />}
			{box && (unsaved || problem?.code === 'network') && (
				<p>
					<Button kind="secondary" onClick={wait}>
						{t('later')}
					</Button>
				</p>
			)}
			<p>{t('lead')}</p>
			<Facts
				rows={[
					[t('procedure'), title],
					[t('unit'), unit.name],
				]}
			/>
			<Content draft={draft} />
			<Fee draft={draft} />
			{!online && box && <Notice kind="warn" live title={t('laterText')} />}
			<p>{t('truth')}</p>
			<div class="buttons">
				<Button busy={busy} onClick={submit}>
					{busy ? t('submitting') : online || !box ? t('submit') : t('later')}
				</Button>
				{children}
			</div>
		</>
	);
}

/** The list of what needs correcting; each entry leads to its page. */
function Obstacles({ id, found, attempt }: { id: string; found: Obstacle[]; attempt: number }) {
	return (
		<ErrorSummary
			attempt={attempt}
			items={found.map((obstacle) => ({
				label: obstacle.label,
				message: obstacle.message,
				to: `${to.filing(id, obstacle.step)}?sua=1`,
			}))}
		/>
	);
}
