// One dossier: what was filed on the left with the file being viewed beside it, where it stands on the right, and the
// steps that can be taken now at the head.
import type { Dossier, Versioned } from '@motcua/shared/api/types.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { Notice } from '@motcua/shared/components/Notice.tsx';
import { StateTag } from '@motcua/shared/components/StateTag.tsx';
import { Failure, Loading } from '@motcua/shared/components/Waiting.tsx';
import { formatDate, formatTime } from '@motcua/shared/i18n/format.ts';
import { useHours } from '@motcua/shared/components/working-time.ts';
import { Rounds } from '@motcua/shared/form/Rounds.tsx';
import { Heading } from '@motcua/shared/components/Heading.tsx';
import { Why } from '@motcua/shared/components/Why.tsx';
import { Link, navigate } from '@motcua/shared/router/place.tsx';
import { isOpen, isTerminal } from '@motcua/shared/words/states.ts';
import { useEffect, useState } from 'preact/hooks';
import { stepsOf, type StepName } from '../steps/catalogue.ts';
import { StepDialog } from '../steps/dialog.tsx';
import { StepBar } from '../steps/step-bar.tsx';
import { wantedStep } from '../steps/wanted.ts';
import { DueTag } from '../due-tag.tsx';
import { product, t } from '../messages.ts';
import { queue } from '../queue/queue.ts';
import { useShortcuts } from '../shortcuts.ts';
import { AnswerList } from './answers.tsx';
import { Aside } from './aside.tsx';
import { useChangedElsewhere, useDossier, type DossierParts } from './load.ts';
import { fileList, Papers } from './papers.tsx';
import { Preview } from './preview.tsx';
import { to } from '../to.ts';

/** The list the officer came from, with its filters. */
const listPath = () => queue.state.value.path || to.queue;

function Neighbours({ id }: { id: string }) {
	const step = (by: 1 | -1, text: string) => {
		const item = queue.neighbour(id, by);
		return item && <Link to={to.dossier(item.id)}>{text}</Link>;
	};
	return (
		<p class="crumbs no-print">
			<Link to={listPath()}>← {t('back')}</Link>
			<span class="crumbs__steps">
				{step(-1, t('previous'))} {step(1, t('next'))}
			</span>
		</p>
	);
}

function Asked({ dossier }: { dossier: Dossier }) {
	const { supplement } = dossier;
	const named = new Map(dossier.components.map((component) => [component.code, component.name]));
	return (
		<>
			{dossier.withdrawal_requested_at && !isTerminal(dossier.state) && (
				<Notice kind="warn" title={`⚑ ${t('withdrawalAsked')}`}>
					<p>{t('withdrawalSince', formatTime(dossier.withdrawal_requested_at))}</p>
				</Notice>
			)}
			{dossier.leader_asked && (
				<Notice title={t('leaderAsked')}>
					<p>{t('leaderAskedBy', dossier.leader_asked.officer_name ?? '', formatTime(dossier.leader_asked.since))}</p>
				</Notice>
			)}
			{supplement && dossier.state === 'supplement_requested' && (
				<Notice kind="warn" title={t('supplementAsked')}>
					<Why ground={supplement.ground} said={supplement.reason} />
					{supplement.components.length > 0 && (
						<p>{supplement.components.map((code) => named.get(code) ?? code).join(' · ')}</p>
					)}
					<p>{t('supplementLimit', formatDate(supplement.limit_at))}</p>
				</Notice>
			)}
			{dossier.ground && (
				<Notice title={t('reason')}>
					<Why ground={dossier.ground} said={dossier.reason} />
				</Notice>
			)}
		</>
	);
}

function Head({ dossier, onStep }: { dossier: Dossier; onStep: (name: StepName) => void }) {
	const steps = stepsOf(dossier.actions);
	const hours = useHours([dossier.unit.code]).get(dossier.unit.code);
	return (
		<div class="dossier__head">
			<div class="dossier__title">
				<div class="dossier__name">
					<Heading
						text={dossier.applicant.full_name}
						title={`${dossier.code} ${dossier.applicant.full_name}`}
						site={product()}
					/>
					<span class="code dossier__code">{dossier.code}</span>
				</div>
				<p class="dossier__procedure">
					{dossier.procedure.title} <span class="soft code">{dossier.procedure.code}</span>
				</p>
			</div>
			<p class="dossier__tags">
				<StateTag state={dossier.state} ended={dossier.ended_why} />
				{isOpen(dossier.state) && <DueTag at={dossier.step_due_at} hours={hours} stands={dossier.clock_stands} />}
			</p>
			{steps.length > 0 ? (
				<StepBar steps={steps} onStep={onStep} />
			) : (
				<p class="soft dossier__idle">
					{t('nothingToDo')}{' '}
					{dossier.holder &&
						!isTerminal(dossier.state) &&
						t('heldElsewhere', dossier.holder.unit.name)}
				</p>
			)}
		</div>
	);
}

/** A step that another page asked for is opened here, if the dossier still has it. */
function useWantedStep(id: string, steps: ReturnType<typeof stepsOf>, open: (name: StepName) => void): void {
	const wanted = wantedStep.value;
	useEffect(() => {
		if (wanted?.dossierId !== id) return;
		wantedStep.value = null;
		if (steps.some((entry) => entry.name === wanted.name)) open(wanted.name);
	}, [wanted, id]);
}

function goTo(id: string, by: 1 | -1): void {
	const item = queue.neighbour(id, by);
	if (item) navigate(to.dossier(item.id));
}

function Changed({ onReload }: { onReload: () => void }) {
	return (
		<Notice kind="warn" live>
			<p>
				{t('changedElsewhere')}{' '}
				<Button kind="secondary" onClick={onReload}>
					{t('showNewer')}
				</Button>
			</p>
		</Notice>
	);
}

interface StepProps {
	name: StepName;
	parts: DossierParts;
	shown: Versioned<Dossier>;
	onClose: () => void;
}

function Step({ name, parts, shown, onClose }: StepProps) {
	return (
		<StepDialog
			name={name}
			shown={shown}
			form={parts.form.value}
			onClose={onClose}
			onDone={(next) => {
				onClose();
				if (next) parts.advance(next);
				else parts.reload();
				void queue.refresh();
			}}
			onReload={parts.reload}
		/>
	);
}

function Content({ parts, shown }: { parts: DossierParts; shown: Versioned<Dossier> }) {
	const dossier = shown.value;
	const [step, setStep] = useState<StepName | null>(null);
	const [fileId, setFileId] = useState<string | null>(null);
	const changed = useChangedElsewhere(dossier.id, shown.etag);
	const submissions = parts.submissions.value ?? [];
	const files = fileList(dossier, submissions);
	const steps = stepsOf(dossier.actions);
	const viewed = files.findIndex((file) => file.id === fileId);
	useWantedStep(dossier.id, steps, setStep);
	const turnTo = (by: 1 | -1) => viewed >= 0 && setFileId(files[(viewed + by + files.length) % files.length]!.id);
	const close = () => {
		const opener = document.querySelector<HTMLElement>(`[data-file="${CSS.escape(fileId ?? '')}"]`);
		setFileId(null);
		opener?.focus();
	};
	useShortcuts({
		j: () => goTo(dossier.id, 1),
		k: () => goTo(dossier.id, -1),
		r: parts.reload,
		'[': () => turnTo(-1),
		']': () => turnTo(1),
		...(viewed >= 0 ? { Escape: close } : {}),
		...Object.fromEntries(steps.slice(0, 9).map((entry, i) => [String(i + 1), () => setStep(entry.name)])),
	});

	return (
		<article class={viewed >= 0 ? 'dossier dossier--viewing' : 'dossier'}>
			<Neighbours id={dossier.id} />
			{changed && <Changed onReload={parts.reload} />}
			<Head dossier={dossier} onStep={setStep} />
			<Asked dossier={dossier} />
			<div class="dossier__filed">
				<Papers dossier={dossier} viewed={fileId} onView={setFileId} />
				<AnswerList dossier={dossier} form={parts.form.value} asked={dossier.supplement?.fields ?? []} />
				<Rounds items={submissions} form={parts.form.value} onOpen={(file) => setFileId(file.id)} />
			</div>
			{viewed >= 0 && (
				<Preview
					key={files[viewed]!.id}
					dossierId={dossier.id}
					file={files[viewed]!}
					index={viewed}
					count={files.length}
					onTurn={turnTo}
					onClose={close}
				/>
			)}
			<Aside parts={parts} dossier={dossier} />
			{step && <Step key={step} name={step} parts={parts} shown={shown} onClose={() => setStep(null)} />}
		</article>
	);
}

export default function DossierPage({ id = '' }: Record<string, string>) {
	const parts = useDossier(id);
	const { value, error } = parts.dossier;
	if (value) {
		return (
			<>
				{error !== null && <Failure error={error} onRetry={parts.reload} />}
				<Content parts={parts} shown={value} />
			</>
		);
	}
	return (
		<div class="page">
			<p class="crumbs">
				<Link to={listPath()}>← {t('back')}</Link>
			</p>
			{error ? <Failure error={error} onRetry={parts.reload} /> : <Loading />}
		</div>
	);
}
