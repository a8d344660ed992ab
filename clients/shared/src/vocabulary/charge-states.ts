// Made by api/generate; changes belong into schema/vocabulary/charge_states.yaml.
export const chargeStates = {
	open: { vi: 'Chưa nộp', en: 'Unpaid' },
	paid: { vi: 'Đã nộp', en: 'Paid' },
	void: { vi: 'Không phải nộp nữa', en: 'No longer due' },
	to_refund: { vi: 'Sẽ được hoàn lại', en: 'To be given back' },
} as const;
