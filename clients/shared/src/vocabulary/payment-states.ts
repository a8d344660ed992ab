// Made by api/generate; changes belong into schema/vocabulary/payment_states.yaml.
export const paymentStates = {
	pending: { vi: 'Đang chờ tiền', en: 'Waiting for the money' },
	paid: { vi: 'Đã nhận tiền', en: 'Paid' },
	ended: { vi: 'Không phải nộp nữa', en: 'No longer due' },
	expired: { vi: 'Mã đã hết hạn', en: 'Code expired' },
} as const;
