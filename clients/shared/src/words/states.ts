// The states of a dossier and of a shipment in words, and the shapes that go with them.
import type { DossierEnd, ShipmentState, State } from '../api/types.ts';
import { pick } from '../i18n/index.ts';
import { dossierEnds } from '../vocabulary/dossier-ends.ts';
import { shipmentStates } from '../vocabulary/shipment-states.ts';
import { states } from '../vocabulary/states.ts';

/** The shape that goes with the word: colour alone says nothing. */
export type StateShape = 'draft' | 'waiting' | 'working' | 'attention' | 'done' | 'closed';

const shapes: Record<State, StateShape> = {
	draft: 'draft',
	registered: 'waiting',
	received: 'working',
	rejected: 'closed',
	processing: 'working',
	supplement_requested: 'attention',
	payment_requested: 'attention',
	withdrawn: 'closed',
	stopped: 'closed',
	finished: 'done',
	returned: 'done',
};

export const stateShape = (state: State): StateShape => shapes[state];

/** Why a dossier ended is said in place of its state, where the state alone would say something else. */
const said = (state: State, ended?: DossierEnd | null) => (ended ? dossierEnds[ended] : states[state]);

export const stateName = (state: State, ended?: DossierEnd | null): string => pick(said(state, ended).vi, said(state, ended).en);

/** What the state means for the citizen, in a sentence or two. */
export const stateMeaning = (state: State, ended?: DossierEnd | null): string =>
	pick(said(state, ended).citizen.vi, said(state, ended).citizen.en);

type Phase = (typeof states)[State]['phase'];
const statesIn = (phase: Phase) => (Object.keys(states) as State[]).filter((state) => states[state].phase === phase);

/** Filed, without a result yet. */
export const isOpen = (state: State): boolean => states[state].phase === 'open';
export const isTerminal = (state: State): boolean => states[state].phase === 'ended';
/** The states of the desk's queue, and those that dossiers end in. */
export const RUNNING_STATES: readonly State[] = [...statesIn('open'), ...statesIn('decided')];
export const ENDED_STATES: readonly State[] = statesIn('ended');

export const shipmentStateName = (state: ShipmentState): string => pick(shipmentStates[state].vi, shipmentStates[state].en);

export function shipmentShape(state: ShipmentState): StateShape {
	if (state === 'delivered') return 'done';
	if (state === 'delivery_failed' || state === 'returning' || state === 'lost') return 'attention';
	if (state === 'returned_to_sender' || state === 'cancelled') return 'closed';
	return state === 'created' ? 'waiting' : 'working';
}
