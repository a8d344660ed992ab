// Made by api/generate; changes belong into schema/vocabulary/charge_kinds.yaml.
export const chargeKinds = {
	fee: { vi: 'Phí, lệ phí', en: 'Fee' },
	difference: { vi: 'Phần chênh lệch sau khi bổ sung', en: 'Difference after a supplement' },
	refund: { vi: 'Phần nộp thừa', en: 'Paid too much' },
} as const;
