// Fees and how they are paid.
import { intend } from './intention.ts';
import { api, body } from './client.ts';
import type { Payment, PaymentList, StepPreview } from './types.ts';
import type { paymentMethods } from '../vocabulary/payment-methods.ts';

export function listPayments(dossierId: string): Promise<PaymentList> {
	return body(api.GET('/v1/dossiers/{id}/payments', { params: { path: { id: dossierId } } }));
}

export function createPayment(dossierId: string, method: keyof typeof paymentMethods): Promise<Payment> {
	return intend(
		`pay:${dossierId}:${method}`,
		(key) =>
			body(
				api.POST('/v1/dossiers/{id}/payments', {
					params: { path: { id: dossierId }, header: { 'Idempotency-Key': key } },
					body: { method },
				}),
			) as Promise<Payment>,
	);
}

/** What a payment would do; none is begun or made. */
export function previewPayment(
	dossierId: string,
	method: keyof typeof paymentMethods,
	signal: AbortSignal,
): Promise<StepPreview> {
	return body(
		api.POST('/v1/dossiers/{id}/payments', {
			params: { path: { id: dossierId }, query: { dry_run: true } },
			body: { method },
			signal,
		}),
	) as Promise<StepPreview>;
}
