// Takes a step: the actions of the contract, and the two steps that have an address of their own.
import { act } from '@motcua/shared/api/dossiers.ts';
import { createPayment } from '@motcua/shared/api/payments.ts';
import { createShipment } from '@motcua/shared/api/shipments.ts';
import type { Dossier, Versioned } from '@motcua/shared/api/types.ts';
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
		const shipment = await createShipment(dossier.id, draft.carrier, draft.note.trim() || undefined);
		return { dossier: null, trackingNumber: shipment.tracking_number };
	}
	return { dossier: await act(dossier.id, etag, actionOf(name, draft, myId)) };
}
