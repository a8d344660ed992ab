// One step, confirmed: what is filled in, what the citizen will be told, and problems where they belong. Nothing that was
// typed is lost when the service refuses.
import { paperContent } from '@motcua/shared/api/dossiers.ts';
import { asProblem, type ProblemError } from '@motcua/shared/api/problem.ts';
import { labelContent } from '@motcua/shared/api/shipments.ts';
import type { Dossier, Versioned } from '@motcua/shared/api/types.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { ErrorSummary } from '@motcua/shared/components/ErrorSummary.tsx';
import { fieldId } from '@motcua/shared/components/Field.tsx';
import { Modal } from '@motcua/shared/components/Modal.tsx';
import { Notice } from '@motcua/shared/components/Notice.tsx';
import type { FormDefinition } from '@motcua/shared/form/model.ts';
import { ts } from '@motcua/shared/i18n/shared.ts';
import { stateName } from '@motcua/shared/words/states.ts';
import { navigate } from '@motcua/shared/router/place.tsx';
import { account } from '@motcua/shared/api/session.ts';
import { useState } from 'preact/hooks';
import { openPdf } from '../dossier/pdf.ts';
import { toast } from '../toasts.tsx';
import { Ahead } from './ahead.tsx';
import { draftFor, fieldOf, kindOf, mistakesOf, stepsOf, type Draft, type Mistake, type StepName } from './catalogue.ts';
import { StepFields } from './fields.tsx';
import { takeStep, type Outcome } from './run.ts';
import { wantedStep } from './wanted.ts';
import { d, doneText, stepName } from './words.ts';
import { to } from '../to.ts';

interface Props {
	name: StepName;
	/** The dossier as it stands behind the dialog; after onReload a newer one. */
	shown: Versioned<Dossier>;
	form: FormDefinition | null;
	onClose: () => void;
	/** The dossier after the step, or null when it must be loaded. */
	onDone: (next: Versioned<Dossier> | null) => void;
	onReload: () => void;
}

/** The dossier has moved on: trying the same again cannot help. */
const MOVED: readonly string[] = ['wrong-state', 'stale', 'not-found', 'forbidden', 'leader-required', 'nothing-due'];

function announce(name: StepName, dossier: Dossier, outcome: Outcome): void {
	const text = doneText(name, dossier.code ?? '');
	const { trackingNumber } = outcome;
	const ignore = () => undefined;
	if (trackingNumber) {
		toast(`${text}: ${trackingNumber}`, {
			label: d('openLabel'),
			run: () => void openPdf(() => labelContent(trackingNumber), `${trackingNumber}.pdf`).catch(ignore),
		});
	} else if (name === 'take_cash') {
		toast(text, {
			label: d('openReceipt'),
			run: () =>
				void openPdf(
					() => paperContent(dossier.id, 'payment-receipt'),
					`bien-lai-${dossier.code}.pdf`,
				).catch(ignore),
		});
	} else if (name === 'finish' && stepsOf(outcome.dossier?.value.actions).some((step) => step.name === 'recall')) {
		toast(text, {
			label: d('undo'),
			run() {
				wantedStep.value = { dossierId: dossier.id, name: 'recall' };
				navigate(to.dossier(dossier.id));
			},
		});
	} else toast(text);
}

/** What the fields are called. */
const LABELS = {
	reasonCode: 'reasonCode',
	reason: 'reason',
	note: 'note',
	components: 'askedPapers',
	fields: 'askedFields',
	unit: 'unit',
	toMe: 'toMe',
	receiver: 'receiver',
	personalId: 'personalId',
	uploads: 'resultFiles',
	carrier: 'carrier',
	days: 'days',
	partner: 'partner',
	externalId: 'externalId',
} as const satisfies Record<keyof Draft, Parameters<typeof d>[0]>;

function found(problem: ProblemError): Mistake[] {
	return problem.items.flatMap((item) => {
		const field = fieldOf(item.pointer);
		return field ? [{ field, message: item.detail }] : [];
	});
}

/** What was filled in, what is wrong with it, and the taking of the step. */
function useStep({ name, shown, onDone, onReload }: Pick<Props, 'name' | 'shown' | 'onDone' | 'onReload'>) {
	const dossier = shown.value;
	const [draft, setDraft] = useState<Draft>(() => draftFor(dossier));
	const [mistakes, setMistakes] = useState<Mistake[]>([]);
	const [problem, setProblem] = useState<ProblemError | null>(null);
	const [attempt, setAttempt] = useState(0);
	const [busy, setBusy] = useState(false);

	const change = (more: Partial<Draft>) => {
		setDraft((old) => ({ ...old, ...more }));
		setMistakes((old) => old.filter((mistake) => !(mistake.field in more)));
	};
	const submit = async (event: Event) => {
		event.preventDefault();
		if (busy) return;
		const own = mistakesOf(name, draft);
		setMistakes(own);
		setProblem(null);
		setAttempt(attempt + 1);
		if (own.length) return;
		setBusy(true);
		try {
			const outcome = await takeStep(name, shown, draft, account.value?.id ?? '');
			onDone(outcome.dossier);
			announce(name, dossier, outcome);
		} catch (error) {
			const failure = asProblem(error);
			const placed = found(failure);
			setMistakes(placed);
			setProblem(placed.length ? null : failure);
			setAttempt(attempt + 2);
			setBusy(false);
		}
	};
	const reload = () => {
		setProblem(null);
		onReload();
	};
	return { draft, mistakes, problem, attempt, busy, change, reload, submit: (event: Event) => void submit(event) };
}

function Refused({ problem, onReload }: { problem: ProblemError; onReload: () => void }) {
	return (
		<Notice kind="bad" title={problem.title} live>
			{problem.detail && <p>{problem.detail}</p>}
			{MOVED.includes(problem.code) && (
				<p>
					{d('staleHint')}{' '}
					<Button kind="secondary" onClick={onReload}>
						{d('reload')}
					</Button>
				</p>
			)}
		</Notice>
	);
}

/** What to know before pressing the button: somebody else is at it, or the step cannot be taken any more. */
function Before({ name, dossier, possible }: { name: StepName; dossier: Dossier; possible: boolean }) {
	const { officer_id, officer_name } = dossier.holder ?? {};
	if (!possible) return <Notice kind="bad" title={d('notNow', stepName(name), stateName(dossier.state))} live />;
	if (!officer_id || officer_id === account.value?.id) return null;
	return <Notice kind="warn" title={d('heldBy', officer_name ?? '', stepName(name))} live />;
}

export function StepDialog({ name, shown, form, onClose, onDone, onReload }: Props) {
	const { draft, mistakes, problem, attempt, busy, change, reload, submit } = useStep({ name, shown, onDone, onReload });
	const dossier = shown.value;
	const possible = stepsOf(dossier.actions).some((step) => step.name === name);
	const danger = kindOf(name) === 'danger';
	return (
		<Modal title={stepName(name)} onClose={onClose}>
			<p class="soft dialog__about">{d('dossierLine', dossier.code ?? '', dossier.applicant.full_name)}</p>
			<form onSubmit={submit} noValidate>
				<ErrorSummary
					attempt={attempt}
					items={mistakes.map((mistake) => ({
						id: fieldId(mistake.field),
						label: d(LABELS[mistake.field]),
						message: mistake.message,
					}))}
				/>
				{problem ? (
					<Refused problem={problem} onReload={reload} />
				) : (
					<Before name={name} dossier={dossier} possible={possible} />
				)}
				<StepFields
					name={name}
					dossier={dossier}
					form={form}
					draft={draft}
					errorOf={(field) => mistakes.find((mistake) => mistake.field === field)?.message}
					onChange={change}
				/>
				<Ahead name={name} shown={shown} draft={draft} busy={busy} />
				<div class="buttons">
					{possible && (
						<Button type="submit" kind={danger ? 'danger' : 'primary'} busy={busy}>
							{busy ? d('working') : stepName(name)}
						</Button>
					)}
					<Button kind="secondary" onClick={onClose}>
						{ts('cancel')}
					</Button>
				</div>
			</form>
		</Modal>
	);
}
