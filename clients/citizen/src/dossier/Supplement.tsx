// Supplying what was asked for: only the papers and answers named, with the reason in sight.
import { Loaded } from '@motcua/shared/components/Loaded.tsx';
import { asProblem } from '@motcua/shared/api/problem.ts';
import type { Account, ProcedureComponent } from '@motcua/shared/api/types.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { ErrorSummary } from '@motcua/shared/components/ErrorSummary.tsx';
import { fieldId } from '@motcua/shared/components/Field.tsx';
import { Notice } from '@motcua/shared/components/Notice.tsx';
import { SaveStatus } from '@motcua/shared/draft/SaveStatus.tsx';
import { Failure } from '@motcua/shared/components/Waiting.tsx';
import { Why } from '@motcua/shared/components/Why.tsx';
import { labelIn, pageErrors, strayErrors } from '@motcua/shared/form/check.ts';
import type { Draft } from '@motcua/shared/draft/draft.ts';
import type { Page } from '@motcua/shared/form/model.ts';
import { Question } from '@motcua/shared/form/Question.tsx';
import { formatTime } from '@motcua/shared/i18n/format.ts';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { Link, navigate } from '@motcua/shared/router/place.tsx';
import { useState } from 'preact/hooks';
import { Paper, paperErrors } from '../filing/Papers.tsx';
import { useDraft } from '../filing/useDraft.ts';
import { SignedIn } from '../account/SignedIn.tsx';
import { to } from '../to.ts';
import { Title } from '../Title.tsx';

const t = catalogue(
	{
		title: 'Bổ sung hồ sơ',
		reason: 'Cán bộ viết',
		by: (time: string) => `Hạn bổ sung: ${time}`,
		papers: 'Giấy tờ cần gửi lại',
		keep: 'Bạn có thể bỏ tệp cũ và gửi tệp mới, hoặc gửi thêm.',
		answers: 'Câu trả lời cần sửa',
		send: 'Gửi bổ sung',
		sending: 'Đang gửi…',
		none: 'Hồ sơ này hiện không cần bổ sung.',
		back: 'Về hồ sơ',
		notSaved: 'Có câu trả lời chưa lưu được lên hệ thống. Hãy kiểm tra mạng rồi gửi lại.',
	},
	{
		title: 'Supply what is missing',
		reason: 'The officer writes',
		by: (time) => `Supply it by ${time}`,
		papers: 'Papers to send again',
		keep: 'You may take the old file off and send a new one, or add to it.',
		answers: 'Answers to correct',
		send: 'Send',
		sending: 'Sending…',
		none: 'Nothing is asked of you for this dossier now.',
		back: 'To the dossier',
		notSaved: 'Some answers are not saved on the service yet. Check your connection and send again.',
	},
);

/** Nothing is asked any more: somebody came back, or the time is over. */
function Nothing({ id }: { id: string }) {
	return (
		<>
			<Title text={t('title')} />
			<Notice title={t('none')} />
			<Link to={to.dossier(id)}>{t('back')}</Link>
		</>
	);
}

interface Asked {
	components: ProcedureComponent[];
	page: Page;
}

function askedOf(draft: Draft): Asked {
	const { supplement } = draft.dossier.value;
	const papers = new Set(supplement?.components ?? []);
	const names = new Set(supplement?.fields ?? []);
	const fields = draft.pages.value.flatMap((entry) => entry.fields).filter((field) => names.has(field.name));
	return {
		components: draft.chosenCase.components.filter((component) => papers.has(component.code)),
		page: { id: 'supplement', title: t('answers'), fields },
	};
}

/** What is still wrong, and the sending of what is not. */
function useSupply(draft: Draft, { components, page }: Asked) {
	const [attempt, setAttempt] = useState(0);
	const [busy, setBusy] = useState(false);
	const [failure, setFailure] = useState<unknown>(null);
	const [unsaved, setUnsaved] = useState(false);
	const mistakes = () => ({ fields: pageErrors(draft.filling, page), files: paperErrors(draft, components, () => true) });
	const send = async () => {
		draft.filling.leaveAll();
		setAttempt(attempt + 1);
		setFailure(null);
		setUnsaved(false);
		const now = mistakes();
		if (now.fields.length + now.files.length > 0) return;
		setBusy(true);
		const { id } = draft.dossier.value;
		try {
			if (!(await draft.settle())) return setUnsaved(true);
			await draft.supply();
			navigate(to.dossier(id), { replace: true });
		} catch (error) {
			setFailure(asProblem(error));
		} finally {
			setBusy(false);
		}
	};
	// nothing is listed before somebody asks to send it
	const listed = attempt > 0 ? mistakes() : { fields: [], files: [] };
	const wrong = attempt > 0 ? listed : { fields: strayErrors(draft.filling, page), files: [] };
	return { attempt, busy, failure, unsaved, send, listed, wrong };
}

function AskedFor({ draft, asked, wrong }: { draft: Draft; asked: Asked; wrong: ReturnType<typeof useSupply>['wrong'] }) {
	const { components, page } = asked;
	return (
		<>
			{components.length > 0 && (
				<>
					<h2>{t('papers')}</h2>
					<p>{t('keep')}</p>
					{components.map((component) => (
						<Paper
							key={component.code}
							needed
							draft={draft}
							component={component}
							error={
								wrong.files.find((error) => error.code === component.code)
									?.message
							}
						/>
					))}
				</>
			)}
			{page.fields.length > 0 && (
				<>
					<h2>{t('answers')}</h2>
					{page.fields.map((field) => (
						<Question
							key={field.name}
							filling={draft.filling}
							field={field}
							errors={wrong.fields.filter((error) => error.name === field.name)}
						/>
					))}
				</>
			)}
		</>
	);
}

function Supply({ draft }: { draft: Draft }) {
	const asked = askedOf(draft);
	const { attempt, busy, failure, unsaved, send, listed, wrong } = useSupply(draft, asked);
	const dossier = draft.dossier.value;
	const { supplement } = dossier;
	if (!supplement || dossier.state !== 'supplement_requested') return <Nothing id={dossier.id} />;
	return (
		<>
			<Title text={t('title')} />
			<ErrorSummary
				attempt={attempt}
				items={[
					...listed.files.map((error) => ({ id: fieldId(error.code), message: error.message })),
					...listed.fields.map((error) => ({
						id: fieldId(error.name, error.part),
						label: labelIn(asked.page, error),
						message: error.message,
					})),
				]}
			/>
			<Notice kind="warn" title={t('reason')}>
				<Why ground={supplement.ground} said={supplement.reason} />
				<p>
					<strong>{t('by', formatTime(supplement.limit_at))}</strong>
				</p>
			</Notice>
			<AskedFor draft={draft} asked={asked} wrong={wrong} />
			{failure !== null && <Failure error={failure} onRetry={() => void send()} />}
			{unsaved && <Notice kind="bad" live title={t('notSaved')} />}
			<div class="buttons">
				<Button busy={busy} onClick={() => void send()}>
					{busy ? t('sending') : t('send')}
				</Button>
				<Link to={to.dossier(dossier.id)} class="button button--quiet">
					{t('back')}
				</Link>
			</div>
			<SaveStatus draft={draft} />
		</>
	);
}

function Open({ id, me }: { id: string; me: Account }) {
	const found = useDraft(id, me);
	return (
		<Loaded found={found} head={<Title text={t('title')} />}>
			{(draft) => <Supply draft={draft} />}
		</Loaded>
	);
}

export default function Supplement({ id = '' }: Record<string, string>) {
	return <SignedIn>{(me) => <Open id={id} me={me} />}</SignedIn>;
}
