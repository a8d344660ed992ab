// Filling in a dossier, one thing per page. All steps share one draft; the address names the step, so Back works and
// nothing is lost.
import type { Account } from '@motcua/shared/api/types.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { SaveStatus } from '@motcua/shared/draft/SaveStatus.tsx';
import { Failure, Loading } from '@motcua/shared/components/Waiting.tsx';
import type { Draft } from '@motcua/shared/draft/draft.ts';
import { FormPage } from '@motcua/shared/form/FormPage.tsx';
import { titleOf } from '@motcua/shared/form/model.ts';
import { catalogue, pick } from '@motcua/shared/i18n/index.ts';
import { navigate, place } from '@motcua/shared/router/place.tsx';
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

function Steps({ draft, step }: { draft: Draft; step: string }) {
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
	const next = fixing ? t('toCheck') : t('next');
	const back = at > 0 && (
		<Button kind="quiet" onClick={() => goTo(fixing ? CHECK : steps[at - 1]!)}>
			{t('back')}
		</Button>
	);
	const page = draft.pages.value.find((entry) => entry.id === step);
	return (
		<>
			<p class="soft small eyebrow">
				{pick(draft.procedure.title, draft.procedure.title_en)} · {t('step', at + 1, steps.length)}
			</p>
			{page && (
				<>
					<Title text={titleOf(page)} />
					{page.intro && <p>{pick(page.intro, page.intro_en)}</p>}
					<FormPage
						key={step}
						filling={draft.filling}
						page={page}
						onNext={forward}
						next={next}
					>
						{back}
					</FormPage>
				</>
			)}
			{step === PAPERS && (
				<Papers draft={draft} onNext={forward} next={next}>
					{back}
				</Papers>
			)}
			{step === RETURN && (
				<HowToReturn draft={draft} onNext={forward} next={next}>
					{back}
				</HowToReturn>
			)}
			{step === CHECK && <Check draft={draft}>{back}</Check>}
			<SaveStatus draft={draft} />
		</>
	);
}

function Open({ id, step, me }: { id: string; step: string; me: Account }) {
	const { draft, error, again } = useDraft(id, me);
	if (draft) return <Steps draft={draft} step={step} />;
	return (
		<>
			<Title text={t('fallbackTitle')} />
			{error !== null ? <Failure error={error} onRetry={again} /> : <Loading label={t('opening')} />}
		</>
	);
}

export default function Filing({ id = '', step = '' }: Record<string, string>) {
	return <SignedIn>{(me) => <Open id={id} step={step} me={me} />}</SignedIn>;
}
