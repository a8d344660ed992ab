// Results sent by post.
import { intend } from './intention.ts';
import { api, body, raw } from './client.ts';
import type { Shipment, StepPreview } from './types.ts';

export function listShipments(dossierId: string): Promise<Shipment[]> {
	return body(api.GET('/v1/dossiers/{id}/shipments', { params: { path: { id: dossierId } } })).then((list) => list.items);
}

export function createShipment(dossierId: string, carrier: string): Promise<Shipment> {
	return intend(
		`ship:${dossierId}:${carrier}`,
		(key) =>
			body(
				api.POST('/v1/dossiers/{id}/shipments', {
					params: { path: { id: dossierId }, header: { 'Idempotency-Key': key } },
					body: { carrier },
				}),
			) as Promise<Shipment>,
	);
}

/** What sending it would do; nothing is sent. */
export function previewShipment(dossierId: string, carrier: string, signal: AbortSignal): Promise<StepPreview> {
	return body(
		api.POST('/v1/dossiers/{id}/shipments', {
			params: { path: { id: dossierId }, query: { dry_run: true } },
			body: { carrier },
			signal,
		}),
	) as Promise<StepPreview>;
}

export async function labelContent(trackingNumber: string): Promise<Blob> {
	return (await raw(`/v1/shipments/${encodeURIComponent(trackingNumber)}/label.pdf`)).blob();
}
