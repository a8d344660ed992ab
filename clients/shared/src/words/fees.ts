// What there is to pay, in words.
import type { PaymentState } from '../api/types.ts';
import { pick } from '../i18n/index.ts';
import { feeStates } from '../vocabulary/fee-states.ts';

/** What must still be paid, in đồng. */
export const owed = (payment: PaymentState | undefined): number =>
	payment?.state === 'due' ? payment.total - payment.paid : 0;

export const feeStateName = (state: PaymentState['state']): string => pick(feeStates[state].vi, feeStates[state].en);

/** The sum that the state speaks of. */
export function feeSum(payment: PaymentState): number {
	if (payment.state === 'due') return owed(payment);
	return payment.state === 'to_refund' ? payment.to_refund : payment.paid;
}
