// Made by api/generate; changes belong into schema/vocabulary/states.yaml.
export const states = {
	draft: {
		vi: 'Bản nháp',
		en: 'Draft',
		citizen: {
			vi: 'Bạn đang điền. Hồ sơ chưa được nộp.',
			en: 'You are still filling it in. It has not been submitted.',
		},
		phase: 'draft',
	},
	registered: {
		vi: 'Mới đăng ký',
		en: 'Submitted',
		citizen: {
			vi: 'Chúng tôi đã nhận được hồ sơ. Cán bộ sẽ xem và báo lại cho bạn.',
			en: 'We have your dossier. An officer will look at it and tell you.',
		},
		phase: 'open',
	},
	received: {
		vi: 'Được tiếp nhận',
		en: 'Accepted',
		citizen: {
			vi: 'Hồ sơ hợp lệ. Ngày hẹn trả kết quả đã được ghi.',
			en: 'Your dossier is in order. It now has a due date.',
		},
		phase: 'open',
	},
	rejected: {
		vi: 'Không được tiếp nhận',
		en: 'Not accepted',
		citizen: {
			vi: 'Hồ sơ không được nhận. Xem lý do để nộp lại cho đúng.',
			en: 'Your dossier was not accepted. Read the reason before filing again.',
		},
		phase: 'ended',
	},
	processing: {
		vi: 'Đang xử lý',
		en: 'In progress',
		citizen: {
			vi: 'Cơ quan đang giải quyết. Bạn chưa cần làm gì.',
			en: 'The agency is working on it. You need do nothing now.',
		},
		phase: 'open',
	},
	supplement_requested: {
		vi: 'Yêu cầu bổ sung giấy tờ',
		en: 'More papers needed',
		citizen: {
			vi: 'Hồ sơ còn thiếu giấy tờ. Bạn xem danh sách và gửi thêm.',
			en: 'Some papers are missing. See the list and send them.',
		},
		phase: 'open',
	},
	payment_requested: {
		vi: 'Yêu cầu thực hiện nghĩa vụ tài chính',
		en: 'Payment needed',
		citizen: {
			vi: 'Bạn cần trả phí. Trả xong thì hồ sơ được xử lý tiếp.',
			en: 'A payment is due. Work goes on once it is paid.',
		},
		phase: 'open',
	},
	withdrawn: {
		vi: 'Công dân yêu cầu rút hồ sơ',
		en: 'Withdrawn',
		citizen: {
			vi: 'Bạn đã rút hồ sơ. Cơ quan không xử lý nữa.',
			en: 'You withdrew the dossier. The agency has stopped.',
		},
		phase: 'ended',
	},
	stopped: {
		vi: 'Dừng xử lý',
		en: 'Stopped',
		citizen: {
			vi: 'Cơ quan đã dừng xử lý. Xem thông báo để biết lý do.',
			en: 'The agency has stopped. The notice says why.',
		},
		phase: 'ended',
	},
	finished: {
		vi: 'Đã xử lý xong',
		en: 'Done',
		citizen: {
			vi: 'Đã có kết quả. Bạn nhận theo cách đã chọn.',
			en: 'The result is ready. You get it the way you chose.',
		},
		phase: 'decided',
	},
	returned: {
		vi: 'Đã trả kết quả',
		en: 'Result handed over',
		citizen: { vi: 'Bạn đã nhận kết quả. Hồ sơ kết thúc.', en: 'You have the result. The dossier is closed.' },
		phase: 'ended',
	},
} as const;
