// Made by api/generate; changes belong into schema/vocabulary/fee_states.yaml.
export const feeStates = {
	none: { vi: 'Không thu', en: 'No fee' },
	due: { vi: 'Chưa nộp', en: 'Unpaid' },
	paid: { vi: 'Đã nộp', en: 'Paid' },
	to_refund: { vi: 'Sẽ được hoàn lại', en: 'To be given back' },
} as const;
