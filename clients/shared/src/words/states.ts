// The states of a dossier and of a shipment in words. The dossier's names are those of the table
// dossier_state (schema/migrations); what a state means for the citizen is said here alone.
import reference from './states.json';
import type { ShipmentState, State } from '../api/types.ts';
import { catalogue, pick } from '../i18n/index.ts';

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

interface Entry {
	key: string;
	name: string;
	name_en: string;
	citizen: string;
	citizen_en: string;
	terminal: boolean;
}

const byKey = new Map<string, Entry>(reference.map((entry) => [entry.key, entry]));

export const stateShape = (state: State): StateShape => shapes[state];

export function stateName(state: State): string {
	const entry = byKey.get(state);
	return entry ? pick(entry.name, entry.name_en) : state;
}

/** What the state means for the citizen, in a sentence or two. */
export function stateMeaning(state: State): string {
	const entry = byKey.get(state);
	return entry ? pick(entry.citizen, entry.citizen_en) : '';
}

export const isTerminal = (state: State): boolean => byKey.get(state)?.terminal ?? false;

const shipment = catalogue(
	{
		created: 'Đã lập phiếu gửi',
		collected: 'Bưu tá đã nhận',
		in_transit: 'Đang vận chuyển',
		at_delivery_office: 'Đã đến bưu cục phát',
		out_for_delivery: 'Đang đi phát',
		delivered: 'Đã phát',
		delivery_failed: 'Phát chưa thành công',
		returning: 'Đang chuyển hoàn',
		returned_to_sender: 'Đã hoàn về nơi gửi',
		cancelled: 'Đã hủy',
		lost: 'Thất lạc',
	},
	{
		created: 'Label made',
		collected: 'Collected',
		in_transit: 'On its way',
		at_delivery_office: 'At the delivery office',
		out_for_delivery: 'Out for delivery',
		delivered: 'Delivered',
		delivery_failed: 'Delivery failed',
		returning: 'Going back to the sender',
		returned_to_sender: 'Back with the sender',
		cancelled: 'Cancelled',
		lost: 'Lost',
	},
);

export const shipmentStateName = (state: ShipmentState): string => shipment(state);

export function shipmentShape(state: ShipmentState): StateShape {
	if (state === 'delivered') return 'done';
	if (state === 'delivery_failed' || state === 'returning' || state === 'lost') return 'attention';
	if (state === 'returned_to_sender' || state === 'cancelled') return 'closed';
	return state === 'created' ? 'waiting' : 'working';
}
