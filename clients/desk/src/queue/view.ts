// Which part of the queue is shown. The address holds it, so that it survives a reload and can be passed to a colleague.
import type { InboxQuery } from '@motcua/shared/api/desk.ts';
import type { InboxView, State } from '@motcua/shared/api/types.ts';
import { ENDED_STATES, RUNNING_STATES } from '@motcua/shared/words/states.ts';

export interface View {
	/** Empty: what there is to work on. */
	view: InboxView | '';
	/** Empty: everything that is open. */
	state: State | '';
	unit: string;
	overdue: boolean;
	mine: boolean;
}

const STATES: readonly string[] = [...RUNNING_STATES, ...ENDED_STATES];
const VIEWS: readonly string[] = ['for_leader', 'passed_on', 'unheld'] satisfies InboxView[];
const UNIT = /^[A-Z][0-9]{2}(\.[0-9]{1,3}){0,4}$/;

/** Whatever stands in the address; what makes no sense is left out. */
export function readView(query: URLSearchParams): View {
	const state = query.get('state') ?? '';
	const unit = query.get('unit') ?? '';
	const view = query.get('view') ?? '';
	return {
		view: VIEWS.includes(view) ? (view as InboxView) : '',
		state: STATES.includes(state) ? (state as State) : '',
		unit: UNIT.test(unit) ? unit : '',
		overdue: query.get('overdue') === '1',
		mine: query.get('mine') === '1',
	};
}

/** The path of a view, to navigate to. */
export function pathOf(view: View): string {
	const query = new URLSearchParams();
	if (view.view) query.set('view', view.view);
	if (view.state) query.set('state', view.state);
	if (view.unit) query.set('unit', view.unit);
	if (view.overdue) query.set('overdue', '1');
	if (view.mine) query.set('mine', '1');
	const text = query.toString();
	return text ? `/?${text}` : '/';
}

export function queryOf(view: View): InboxQuery {
	return {
		...(view.view ? { view: view.view } : {}),
		...(view.state ? { state: view.state } : {}),
		...(view.unit ? { unit: view.unit } : {}),
		...(view.overdue ? { overdue: true } : {}),
		...(view.mine ? { mine: true } : {}),
	};
}

export const isFiltered = (view: View): boolean => view.state !== '' || view.unit !== '' || view.overdue || view.mine;

/** The views that somebody has beside what there is to work on. An administrator sees what nobody holds, and no more. */
export function viewsOf(role: string | undefined): View['view'][] {
	if (role === 'admin') return ['unheld'];
	return role === 'leader' ? ['', 'for_leader', 'passed_on', 'unheld'] : ['', 'passed_on'];
}
