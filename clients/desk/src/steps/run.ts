// Takes a step, or asks what it would do: the actions of the contract, and the two steps that have an address of their own.
import { act, previewAct } from '@motcua/shared/api/dossiers.ts';
import { createPayment, previewPayment } from '@motcua/shared/api/payments.ts';
import { createShipment, previewShipment } from '@motcua/shared/api/shipments.ts';
import type { Dossier, StepPreview, Versioned } from '@motcua/shared/api/types.ts';
import { actionOf, type Draft, type StepName } from './catalogue.ts';

export interface Outcome {
	/** Absent when the answer was not a dossier: it must be asked for. */
	dossier: Versioned<Dossier> | null;
	/** Of a shipment that was made. */
	trackingNumber?: string;
}

/** shown: the dossier as the officer has seen it. */
export async function takeStep(name: StepName, shown: Versioned<Dossier>, draft: Draft, myId: string): Promise<Outcome> {
	const { value: dossier, etag } = shown;
	if (name === 'take_cash') {
		await createPayment(dossier.id, 'cash');
		return { dossier: null };
	}
	if (name === 'ship') {
		const shipment = await createShipment(dossier.id, draft.carrier);
		return { dossier: null, trackingNumber: shipment.tracking_number };
	}
	return { dossier: await act(dossier.id, etag, actionOf(name, draft, myId)) };
}

/** The step is not taken. */
export function previewStep(
	name: StepName,
	{ value: dossier, etag }: Versioned<Dossier>,
	draft: Draft,
	myId: string,
	signal: AbortSignal,
): Promise<StepPreview> {
	if (name === 'take_cash') return previewPayment(dossier.id, 'cash', signal);
	if (name === 'ship') return previewShipment(dossier.id, draft.carrier, signal);
	return previewAct(dossier.id, etag, actionOf(name, draft, myId), signal);
}
