// The views and the state tabs as links, and the filters beside them. All of it only changes the address.
import type { UnitName } from '@motcua/shared/api/types.ts';
import { hrefOf, navigate } from '@motcua/shared/router/place.tsx';
import { ENDED_STATES, RUNNING_STATES, stateName } from '@motcua/shared/words/states.ts';
import { t } from '../messages.ts';
import { pathOf, viewsOf, type View } from './view.ts';

function Tab({ to, current, text }: { to: string; current: boolean; text: string }) {
	return (
		<li>
			<a
				class="tab"
				href={hrefOf(to)}
				aria-current={current ? 'true' : undefined}
				onClick={(event) => {
					if (
						event.button !== 0 ||
						event.ctrlKey ||
						event.metaKey ||
						event.shiftKey ||
						event.altKey
					)
						return;
					event.preventDefault();
					navigate(to);
				}}
			>
				{text}
			</a>
		</li>
	);
}

const VIEW_NAMES = { '': 'viewWork', for_leader: 'viewForLeader', passed_on: 'viewPassedOn', unheld: 'viewUnheld' } as const;

/** What the list of a view is called. */
export const viewName = (view: View['view']): string => t(VIEW_NAMES[view]);

function Views({ view, role }: { view: View; role: string | undefined }) {
	const views = viewsOf(role);
	if (views.length < 2) return null;
	return (
		<nav aria-label={t('views')}>
			<ul class="tabs tabs--views">
				{views.map((one) => (
					<Tab
						key={one}
						to={pathOf({ view: one, state: '', unit: view.unit, overdue: false, mine: false })}
						current={view.view === one}
						text={viewName(one)}
					/>
				))}
			</ul>
		</nav>
	);
}

type Change = (more: Partial<View>) => void;

function ClosedState({ view, onChange: to }: { view: View; onChange: Change }) {
	const closed: readonly string[] = ENDED_STATES;
	return (
		<label class="filters__select">
			<span>{t('closedStates')}</span>
			<select
				class="input"
				value={closed.includes(view.state) ? view.state : ''}
				onChange={(event) => to({ state: event.currentTarget.value as View['state'] })}
			>
				<option value="">–</option>
				{ENDED_STATES.map((state) => (
					<option key={state} value={state} selected={view.state === state}>
						{stateName(state)}
					</option>
				))}
			</select>
		</label>
	);
}

function Unit({ view, units, onChange: to }: { view: View; units: UnitName[]; onChange: Change }) {
	return (
		<label class="filters__select filters__select--wide">
			<span>{t('unit')}</span>
			<select class="input" value={view.unit} onChange={(event) => to({ unit: event.currentTarget.value })}>
				<option value="">{t('allUnits')}</option>
				{units.map((unit) => (
					<option key={unit.code} value={unit.code} selected={view.unit === unit.code}>
						{unit.name}
					</option>
				))}
			</select>
		</label>
	);
}

export function Filters({ view, units, role }: { view: View; units: UnitName[]; role: string | undefined }) {
	const to = (more: Partial<View>) => navigate(pathOf({ ...view, ...more }));
	return (
		<div class="filters">
			<Views view={view} role={role} />
			<nav aria-label={t('tabs')}>
				<ul class="tabs">
					<Tab
						to={pathOf({ ...view, state: '' })}
						current={view.state === ''}
						text={view.view === 'passed_on' ? t('tabEvery') : t('tabAll')}
					/>
					{RUNNING_STATES.map((state) => (
						<Tab
							key={state}
							to={pathOf({ ...view, state })}
							current={view.state === state}
							text={stateName(state)}
						/>
					))}
				</ul>
			</nav>
			<div class="filters__row">
				<label class="filters__check">
					<input
						type="checkbox"
						checked={view.overdue}
						onChange={(event) => to({ overdue: event.currentTarget.checked })}
					/>
					{t('overdueOnly')}
				</label>
				{view.view === '' && (
					<label class="filters__check">
						<input
							type="checkbox"
							checked={view.mine}
							onChange={(event) => to({ mine: event.currentTarget.checked })}
						/>
						{t('mineOnly')}
					</label>
				)}
				{view.view !== 'for_leader' && <ClosedState view={view} onChange={to} />}
				{units.length > 1 && <Unit view={view} units={units} onChange={to} />}
			</div>
		</div>
	);
}
