// State tabs as links, and the filters beside them. All of it only changes the address.
import type { UnitName } from '@motcua/shared/api/types.ts';
import { hrefOf, navigate } from '@motcua/shared/router/place.tsx';
import { ENDED_STATES, RUNNING_STATES, stateName } from '@motcua/shared/words/states.ts';
import { t } from '../messages.ts';
import { pathOf, type View } from './view.ts';

function Tab({ view, state, text }: { view: View; state: View['state']; text: string }) {
	const to = pathOf({ ...view, state });
	return (
		<li>
			<a
				class="tab"
				href={hrefOf(to)}
				aria-current={view.state === state ? 'true' : undefined}
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

export function Filters({ view, units }: { view: View; units: UnitName[] }) {
	const to = (more: Partial<View>) => navigate(pathOf({ ...view, ...more }));
	return (
		<div class="filters">
			<nav aria-label={t('tabs')}>
				<ul class="tabs">
					<Tab view={view} state="" text={t('tabAll')} />
					{RUNNING_STATES.map((state) => (
						<Tab key={state} view={view} state={state} text={stateName(state)} />
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
				<label class="filters__check">
					<input
						type="checkbox"
						checked={view.mine}
						onChange={(event) => to({ mine: event.currentTarget.checked })}
					/>
					{t('mineOnly')}
				</label>
				<ClosedState view={view} onChange={to} />
				{units.length > 1 && <Unit view={view} units={units} onChange={to} />}
			</div>
		</div>
	);
}
