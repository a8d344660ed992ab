// Filling in a dossier, one thing per page. All steps share one draft; the address names the step, so Back works and
// nothing is lost.
import { Loaded } from '@motcua/shared/components/Loaded.tsx';
import type { Account } from '@motcua/shared/api/types.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { SaveStatus } from '@motcua/shared/draft/SaveStatus.tsx';
import { Loading } from '@motcua/shared/components/Waiting.tsx';
import type { Draft } from '@motcua/shared/draft/draft.ts';
import { FormPage } from '@motcua/shared/form/FormPage.tsx';
import { titleOf } from '@motcua/shared/form/model.ts';
import { catalogue, pick } from '@motcua/shared/i18n/index.ts';
import { navigate, place } from '@motcua/shared/router/place.tsx';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { SignedIn } from '../account/SignedIn.tsx';
import { to } from '../to.ts';
import { Title } from '../Title.tsx';
import { Check } from './Check.tsx';
import { Papers } from './Papers.tsx';
import { HowToReturn } from './HowToReturn.tsx';
import { CHECK, firstUnfinished, PAPERS, RETURN, stepsOf } from './steps.ts';
import { useDraft } from './useDraft.ts';

const t = catalogue(
	{
		step: (at: number, of: number) => `Bước ${at} trên ${of}`,
		next: 'Tiếp tục',
		toCheck: 'Xong, về trang kiểm tra',
		back: 'Quay lại',
		opening: 'Đang mở hồ sơ…',
		fallbackTitle: 'Khai hồ sơ',
	},
	{
		step: (at, of) => `Step ${at} of ${of}`,
		next: 'Continue',
		toCheck: 'Done, back to the check',
		back: 'Back',
		opening: 'Opening your dossier…',
		fallbackTitle: 'Fill in',
	},
);

interface StepProps {
	draft: Draft;
	step: string;
	onNext: () => void;
	next: string;
	/** Opens the draft anew. */
	reopen: () => void;
	/** The way back. */
	children: ComponentChildren;
}

function Step({ draft, step, onNext, next, reopen, children }: StepProps) {
	if (step === PAPERS) return <Papers draft={draft} onNext={onNext} next={next} children={children} />;
	if (step === RETURN) return <HowToReturn draft={draft} onNext={onNext} next={next} children={children} />;
	if (step === CHECK)
		return (
			<Check draft={draft} reopen={reopen}>
				{children}
			</Check>
		);
	const page = draft.pages.value.find((entry) => entry.id === step)!;
	return (
		<>
			<Title text={titleOf(page)} />
			{page.intro && <p>{pick(page.intro, page.intro_en)}</p>}
			<FormPage key={step} filling={draft.filling} page={page} onNext={onNext} next={next}>
				{children}
			</FormPage>
		</>
	);
}

function Steps({ draft, step, reopen }: { draft: Draft; step: string; reopen: () => void }) {
	const steps = stepsOf(draft);
	const id = draft.dossier.value.id;
	const fixing = place.value.query.get('sua') === '1';
	const at = steps.indexOf(step);
	const missing = at < 0;
	const filed = draft.dossier.value.state !== 'draft';
	useEffect(() => {
		if (filed) navigate(to.dossier(id), { replace: true });
		// a page that the answers have made superfluous, or a stale link
		else if (missing) navigate(to.filing(id, firstUnfinished(draft)), { replace: true });
	}, [filed, missing]);
	if (filed || missing) return <Loading />;

	const goTo = (next: string) => navigate(to.filing(id, next));
	const forward = () => {
		// the answers just given may have added a page or taken one away
		const now = stepsOf(draft);
		goTo(fixing ? CHECK : (now[now.indexOf(step) + 1] ?? CHECK));
	};
	return (
		<>
			<p class="soft small eyebrow">
				{pick(draft.procedure.title, draft.procedure.title_en)} · {t('step', at + 1, steps.length)}
			</p>
			<Step draft={draft} step={step} onNext={forward} next={fixing ? t('toCheck') : t('next')} reopen={reopen}>
				{at > 0 && (
					<Button kind="quiet" onClick={() => goTo(fixing ? CHECK : steps[at - 1]!)}>
						{t('back')}
					</Button>
				)}
			</Step>
			<SaveStatus draft={draft} />
		</>
	);
}

function Open({ id, step, me }: { id: string; step: string; me: Account }) {
	const found = useDraft(id, me);
	return (
		<Loaded found={found} head={<Title text={t('fallbackTitle')} />} label={t('opening')}>
			{(draft) => <Steps draft={draft} step={step} reopen={found.reload} />}
		</Loaded>
	);
}

export default function Filing({ id = '', step = '' }: Record<string, string>) {
	return <SignedIn>{(me) => <Open id={id} step={step} me={me} />}</SignedIn>;
}
