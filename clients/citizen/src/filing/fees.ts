// What filing will cost, by the fees of a procedure and the answers given. The service makes the binding quote.
import type { Fee } from '@motcua/shared/api/types.ts';
import type { Answers } from '@motcua/shared/form/model.ts';

export interface FeeLine {
	code: string;
	name: string;
	amount: number;
}

export function feeLines(fees: readonly Fee[], answers: Answers): FeeLine[] {
	return fees.map((fee) => {
		const quantity = fee.per === 'quantity' && fee.quantity_field ? Number(answers[fee.quantity_field] ?? 0) : 1;
		return { code: fee.code, name: fee.name, amount: fee.amount * (Number.isInteger(quantity) ? quantity : 0) };
	});
}

export const feeTotal = (lines: readonly FeeLine[]): number => lines.reduce((sum, line) => sum + line.amount, 0);
