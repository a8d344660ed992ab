// Made by api/generate; changes belong into schema/vocabulary/papers.yaml.
export const papers = {
	receipt: { vi: 'Biên nhận', en: 'Receipt' },
	appointment: { vi: 'Giấy tiếp nhận và hẹn trả kết quả', en: 'Receipt and appointment' },
	'payment-receipt': { vi: 'Biên lai', en: 'Payment receipt' },
	supplement: { vi: 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ', en: 'Request for more papers' },
	refusal: { vi: 'Phiếu từ chối tiếp nhận giải quyết hồ sơ', en: 'Refusal' },
	extension: {
		vi: 'Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết',
		en: 'Apology and another day for the result',
	},
	stop: { vi: 'Thông báo dừng giải quyết hồ sơ', en: 'Notice that work has stopped' },
} as const;
