// Made by api/generate; changes belong into schema/vocabulary/steps.yaml.
export const stepEvents = {
	accept_withdrawal: { vi: 'Đồng ý cho rút hồ sơ', en: 'Withdrawal agreed to' },
	accept: { vi: 'Tiếp nhận hồ sơ', en: 'Accepted' },
	finish: { vi: 'Có kết quả', en: 'Result ready' },
	ship: { vi: 'Gửi kết quả qua bưu chính', en: 'Result sent by post' },
	return: { vi: 'Trả kết quả', en: 'Result handed over' },
	take_cash: { vi: 'Thu tiền mặt', en: 'Fee taken in cash' },
	forward: { vi: 'Chuyển xử lý', en: 'Passed on' },
	request_supplement: { vi: 'Yêu cầu bổ sung', en: 'More papers asked for' },
	request_payment: { vi: 'Yêu cầu nộp phí, lệ phí', en: 'Payment asked for' },
	decline_withdrawal: { vi: 'Không đồng ý cho rút hồ sơ', en: 'Withdrawal declined' },
	recall: { vi: 'Thu hồi để xử lý lại', en: 'Taken back to be worked on again' },
	expire_supplement: { vi: 'Hết hạn bổ sung', en: 'Papers not supplied in time' },
	refuse: { vi: 'Không tiếp nhận hồ sơ', en: 'Not accepted' },
	stop: { vi: 'Dừng xử lý', en: 'Stopped' },
	supply: { vi: 'Đã bổ sung', en: 'Papers supplied' },
	request_withdrawal: { vi: 'Công dân xin rút hồ sơ', en: 'The citizen asks to withdraw' },
} as const;
