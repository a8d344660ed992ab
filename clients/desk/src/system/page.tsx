// How the system is: what needs somebody first, then the figures. It renews itself while somebody looks at it.
import { getSystemStatus } from '@motcua/shared/api/system.ts';
import type { AlertState, SystemFigure, SystemStatus } from '@motcua/shared/api/types.ts';
import { serverNow } from '@motcua/shared/base/clock.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { Heading } from '@motcua/shared/components/Heading.tsx';
import { useLoad } from '@motcua/shared/components/load.ts';
import { Loaded } from '@motcua/shared/components/Loaded.tsx';
import { Notice } from '@motcua/shared/components/Notice.tsx';
import { ShapeTag } from '@motcua/shared/components/StateTag.tsx';
import { formatClock, formatTime } from '@motcua/shared/i18n/format.ts';
import { useEffect } from 'preact/hooks';
import { product, t } from '../messages.ts';
import { alertName, figureName, figureText, GROUPS, partName, rowsOf, sorted, tw, valueText, type Group } from './words.ts';

const AGAIN = 15_000;
/** Older than this, figures and the last sign of who watches tell that something stands still. */
const OLD = 60_000;

const SHAPES = { act: 'closed', attention: 'attention', good: 'done', unknown: 'draft' } as const;

const isOld = (time: string): boolean => serverNow().getTime() - new Date(time).getTime() > OLD;

function useAgain(again: () => void): void {
	useEffect(() => {
		const look = () => document.visibilityState === 'visible' && again();
		const timer = setInterval(look, AGAIN);
		document.addEventListener('visibilitychange', look);
		return () => {
			clearInterval(timer);
			document.removeEventListener('visibilitychange', look);
		};
	}, []);
}

/** In one sentence. */
function Summary({ alerts }: { alerts: readonly AlertState[] }) {
	const count = (state: AlertState['state']) => alerts.filter((one) => one.state === state).length;
	const act = count('act');
	const attention = count('attention');
	const blank = count('unknown');
	if (act > 0) {
		return (
			<Notice kind="bad" title={tw('actNow', act)} live>
				<p>
					{attention > 0 && `${tw('alsoAttend', attention)} `}
					{tw('page')}
				</p>
			</Notice>
		);
	}
	if (attention > 0) {
		return (
			<Notice kind="warn" title={tw('attend', attention)} live>
				<p>{tw('page')}</p>
			</Notice>
		);
	}
	return (
		<Notice kind="good" title={tw('allGood')}>
			{blank > 0 && <p>{tw('blank', blank)}</p>}
		</Notice>
	);
}

function Alert({ told }: { told: AlertState }) {
	const wrong = told.state === 'act' || told.state === 'attention';
	return (
		<li class={`alert alert--${told.state}`}>
			<ShapeTag shape={SHAPES[told.state]} text={tw(told.state)} />
			<div class="alert__what">
				<p class="alert__name">{alertName(told)}</p>
				<p class="alert__figure">{figureText(told) ?? tw('unknownText')}</p>
				{told.since && <p class="alert__figure">{tw('since', formatTime(told.since))}</p>}
			</div>
			{wrong && (
				<p class="alert__page">
					{tw('runbook')}: <span class="code">{told.runbook}</span>
				</p>
			)}
		</li>
	);
}

function Value({ one }: { one: SystemFigure }) {
	return (
		<span class="figure__value">
			{one.part !== null && <span class="figure__part">{partName(one.part)}: </span>}
			{valueText(one.figure, one.value)}
		</span>
	);
}

function Figures({ group, all }: { group: Group; all: readonly SystemFigure[] }) {
	const rows = rowsOf(group, all);
	return (
		<section class="figures" aria-labelledby={`figures-${group}`}>
			<h2 id={`figures-${group}`}>{tw(group)}</h2>
			{rows.length === 0 && <p class="soft">{tw('none')}</p>}
			<dl class="figures__list">
				{rows.map(({ figure, values }) => (
					<div key={figure} class="figure">
						<dt>{figureName(figure)}</dt>
						<dd>
							{values.map((one) => (
								<Value key={one.part} one={one} />
							))}
						</dd>
					</div>
				))}
			</dl>
		</section>
	);
}

function Status({ status }: { status: SystemStatus }) {
	if (status.read_at === null) return <Notice title={tw('notRead')} />;
	return (
		<>
			{isOld(status.read_at) && <Notice kind="warn" title={tw('old', formatClock(status.read_at))} />}
			<Summary alerts={status.alerts} />
			{(status.watch_seen_at === null || isOld(status.watch_seen_at)) && (
				<Notice kind="warn" title={tw('silent')}>
					<p>{tw('silentText')}</p>
				</Notice>
			)}
			<section aria-labelledby="alerts">
				<h2 id="alerts">{tw('conditions')}</h2>
				<ul class="alerts">
					{sorted(status.alerts).map((told) => (
						<Alert key={told.alert} told={told} />
					))}
				</ul>
			</section>
			<div class="figures__groups">
				{GROUPS.map((group) => (
					<Figures key={group} group={group} all={status.figures} />
				))}
			</div>
		</>
	);
}

export default function SystemPage() {
	const found = useLoad(getSystemStatus, []);
	const readAt = found.value?.read_at;
	useAgain(found.reload);
	return (
		<div class="system">
			<div class="queue__head">
				<Heading text={t('adminSystem')} site={product()} />
				<p class="queue__status">{readAt && tw('readAt', formatClock(readAt))}</p>
				<Button kind="secondary" onClick={found.reload}>
					{t('refresh')}
				</Button>
			</div>
			<Loaded found={found}>{(status) => <Status status={status} />}</Loaded>
		</div>
	);
}
