// What a step would do, as the service says it before it is taken: an officer sees beforehand what somebody else will read.
import { asProblem } from '@motcua/shared/api/problem.ts';
import { account } from '@motcua/shared/api/session.ts';
import type { Dossier, StepPreview, Versioned } from '@motcua/shared/api/types.ts';
import { formatMoney, formatTime } from '@motcua/shared/i18n/format.ts';
import { pick } from '@motcua/shared/i18n/index.ts';
import { chargeStates } from '@motcua/shared/vocabulary/charge-states.ts';
import { stateName } from '@motcua/shared/words/states.ts';
import { useEffect, useRef, useState } from 'preact/hooks';
import { mistakesOf, type Draft, type StepName } from './catalogue.ts';
import { previewStep } from './run.ts';
import { d } from './words.ts';

interface Props {
	name: StepName;
	/** The dossier as the officer sees it. */
	shown: Versioned<Dossier>;
	draft: Draft;
	/** The step is being taken: there is nothing to ask any more. */
	busy: boolean;
}

/** How long the typing rests before the service is asked, in milliseconds. */
const REST = 600;

/** What would follow from what is filled in, or why that cannot be said; null while it is not known. */
type Answer = { preview: StepPreview } | { failure: string } | null;

/** Asked at once when the dialog opens, and again whenever the typing rests; an answer to what was there before is not shown. */
function useAhead({ name, shown, draft, busy }: Props, ready: boolean): Answer {
	const [answer, setAnswer] = useState<Answer>(null);
	const opened = useRef(false);
	useEffect(() => {
		if (busy) return;
		setAnswer(null);
		if (!ready) return;
		const stop = new AbortController();
		const timer = setTimeout(
			() => {
				previewStep(name, shown, draft, account.value?.id ?? '', stop.signal).then(
					(preview) => stop.signal.aborted || setAnswer({ preview }),
					(error: unknown) => stop.signal.aborted || setAnswer({ failure: asProblem(error).title }),
				);
			},
			opened.current ? REST : 0,
		);
		opened.current = true;
		return () => {
			stop.abort();
			clearTimeout(timer);
		};
	}, [ready, name, JSON.stringify(draft), shown.etag, busy]);
	return answer;
}

function Outcome({ preview, dossier }: { preview: StepPreview; dossier: Dossier }) {
	const { state, ended_why, due_at, charges } = preview;
	return (
		<>
			{state !== dossier.state && <p class="told__head">{d('willBe', stateName(state, ended_why))}</p>}
			{due_at && due_at !== dossier.due_at && <p class="told__head">{d('willBePromised', formatTime(due_at))}</p>}
			{charges.map(({ total, state: becomes }, at) => (
				<p class="told__head" key={at}>
					{d('willBeCharged', formatMoney(total), pick(chargeStates[becomes].vi, chargeStates[becomes].en))}
				</p>
			))}
		</>
	);
}

type Words = StepPreview['told'][number]['vi'];

/** The different notices, each in the language of who gets it. */
function noticesOf(preview: StepPreview): (Words & { language: string })[] {
	const all = preview.told.map((notice) => ({ ...notice[notice.language], language: notice.language }));
	return all.filter((notice, at) => all.findIndex(({ title, body }) => title === notice.title && body === notice.body) === at);
}

function Told({ preview }: { preview: StepPreview }) {
	const notices = noticesOf(preview);
	return (
		<>
			<p class="told__head">{notices.length ? d('citizenTold') : d('citizenNothing')}</p>
			{notices.map(({ title, body, messages, language }) => (
				<blockquote class="told__text" lang={language} key={title}>
					<strong>{title}</strong>
					<br />
					{body}
					{messages
						.filter(({ channel }) => channel === 'sms')
						.map(({ text }) => (
							<p class="soft" key={text}>
								{d('byMessage', text)}
							</p>
						))}
				</blockquote>
			))}
		</>
	);
}

export function Ahead(props: Props) {
	const { name, shown, draft } = props;
	const ready = mistakesOf(name, draft).length === 0;
	const answer = useAhead(props, ready);
	const words = () => {
		if (!ready) return d('previewIncomplete');
		return answer && 'failure' in answer ? d('previewFailed', answer.failure) : d('previewWaiting');
	};
	return (
		<div class="told">
			{answer && 'preview' in answer ? (
				<>
					<Outcome preview={answer.preview} dossier={shown.value} />
					<Told preview={answer.preview} />
				</>
			) : (
				<p class="told__head">{words()}</p>
			)}
		</div>
	);
}
