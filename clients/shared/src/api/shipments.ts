// Results sent by post.
import { intend } from './intention.ts';
import { api, body, raw } from './client.ts';
import type { Shipment } from './types.ts';

export function listShipments(dossierId: string): Promise<Shipment[]> {
	return body(api.GET('/v1/dossiers/{id}/shipments', { params: { path: { id: dossierId } } })).then((list) => list.items);
}

export function createShipment(dossierId: string, carrier: string, note?: string): Promise<Shipment> {
	return intend(`ship:${dossierId}:${carrier}:${note ?? ''}`, (key) =>
		body(
			api.POST('/v1/dossiers/{id}/shipments', {
				params: { path: { id: dossierId }, header: { 'Idempotency-Key': key } },
				body: note ? { carrier, note } : { carrier },
			}),
		),
	);
}

export async function labelContent(trackingNumber: string): Promise<Blob> {
	return (await raw(`/v1/shipments/${encodeURIComponent(trackingNumber)}/label.pdf`)).blob();
}
