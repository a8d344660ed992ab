// Supplying what was asked for: only the papers and answers named, with the reason in sight.
import { act } from '@motcua/shared/api/dossiers.ts';
import { asProblem } from '@motcua/shared/api/problem.ts';
import type { Account } from '@motcua/shared/api/types.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { ErrorSummary } from '@motcua/shared/components/ErrorSummary.tsx';
import { fieldId } from '@motcua/shared/components/Field.tsx';
import { Notice } from '@motcua/shared/components/Notice.tsx';
import { SaveStatus } from '@motcua/shared/draft/SaveStatus.tsx';
import { Failure, Loading } from '@motcua/shared/components/Waiting.tsx';
import { pageErrors } from '@motcua/shared/form/check.ts';
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

function Supply({ draft }: { draft: Draft }) {
	const [attempt, setAttempt] = useState(0);
	const [busy, setBusy] = useState(false);
	const [failure, setFailure] = useState<unknown>(null);
	const [unsaved, setUnsaved] = useState(false);
	const dossier = draft.dossier.value;
	const { supplement } = dossier;
	const asked = new Set(supplement?.components ?? []);
	const components = draft.chosenCase.components.filter((component) => asked.has(component.code));
	const names = new Set(supplement?.fields ?? []);
	const page: Page = { id: 'supplement', title: t('answers'), fields: draft.pages.value.flatMap((entry) => entry.fields).filter((field) => names.has(field.name)) };
	const fieldErrors = attempt > 0 ? pageErrors(draft.filling, page) : [];
	const fileErrors = attempt > 0 ? paperErrors(draft, components, () => true) : [];

	if (!supplement || dossier.state !== 'supplement_requested') {
		return (
			<>
				<Title text={t('title')} />
				<Notice title={t('none')} />
				<Link to={to.dossier(dossier.id)}>{t('back')}</Link>
			</>
		);
	}
	const send = async () => {
		draft.filling.leaveAll();
		setAttempt(attempt + 1);
		setFailure(null);
		setUnsaved(false);
		if (pageErrors(draft.filling, page).length + paperErrors(draft, components, () => true).length > 0) return;
		setBusy(true);
		try {
			if (!(await draft.settle())) return setUnsaved(true);
			await act(dossier.id, { action: 'supply' });
			navigate(to.dossier(dossier.id), { replace: true });
		} catch (error) {
			setFailure(asProblem(error));
		} finally {
			setBusy(false);
		}
	};
	return (
		<>
			<Title text={t('title')} />
			<ErrorSummary
				attempt={attempt}
				items={[
					...fileErrors.map((error) => ({ id: fieldId(error.code), message: error.message })),
					...fieldErrors.map((error) => ({ id: fieldId(error.name, error.part), message: error.message })),
				]}
			/>
			<Notice kind="warn" title={t('reason')}>
				<p lang="vi">{supplement.reason}</p>
				<p>
					<strong>{t('by', formatTime(supplement.limit_at))}</strong>
				</p>
			</Notice>
			{components.length > 0 && (
				<>
					<h2>{t('papers')}</h2>
					<p>{t('keep')}</p>
					{components.map((component) => (
						<Paper key={component.code} needed draft={draft} component={component} error={fileErrors.find((error) => error.code === component.code)?.message} />
					))}
				</>
			)}
			{page.fields.length > 0 && (
				<>
					<h2>{t('answers')}</h2>
					{page.fields.map((field) => (
						<Question key={field.name} filling={draft.filling} field={field} errors={fieldErrors.filter((error) => error.name === field.name)} />
					))}
				</>
			)}
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
	const { draft, error, again } = useDraft(id, me);
	if (draft) return <Supply draft={draft} />;
	return (
		<>
			<Title text={t('title')} />
			{error !== null ? <Failure error={error} onRetry={again} /> : <Loading />}
		</>
	);
}

export default function Supplement({ id = '' }: Record<string, string>) {
	return <SignedIn>{(me) => <Open id={id} me={me} />}</SignedIn>;
}
