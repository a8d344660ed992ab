// Made by api/generate; changes belong into schema/vocabulary/rules.yaml.
export const rules = {
	intake: {
		vi: 'Thời hạn trả lời hồ sơ nộp trực tuyến là được tiếp nhận hay cần bổ sung',
		en: 'Time to answer whether an online filing is accepted or needs more papers',
		unit: 'working_hour',
		values: [{ amount: 8, from: '2025-07-01' }],
	},
	supplement_notice: {
		vi: 'Thời hạn thông báo cần bổ sung giấy tờ, tính từ khi nhận hồ sơ',
		en: 'Time to ask for more papers, from receipt',
		unit: 'working_day',
		values: [{ amount: 3, from: '2025-07-01' }],
	},
	supplement_limit: {
		vi: 'Thời hạn bổ sung giấy tờ; quá hạn thì hồ sơ được đóng',
		en: 'Time to send missing papers, after which the dossier is closed',
		unit: 'calendar_day',
		values: [{ amount: 15, from: '2025-07-01' }],
	},
	supplement_reminder: {
		vi: 'Nhắc công dân trước khi hết hạn bổ sung',
		en: 'How long before that limit the citizen is reminded',
		unit: 'calendar_day',
		values: [{ amount: 3, from: '2025-07-01' }],
	},
	extension_notice: {
		vi: 'Phải hẹn lại trước ngày hẹn trả kết quả ít nhất',
		en: 'How long before the promised day it must be moved at the latest',
		unit: 'calendar_day',
		values: [{ amount: 1, from: '2025-07-01' }],
	},
	reading_after_end: {
		vi: 'Hồ sơ kết thúc rồi, cơ quan từng giữ mà không lưu hồ sơ còn xem được trong',
		en: 'How long after a dossier\'s end the units that held it and do not keep it may still read it',
		unit: 'calendar_day',
		values: [{ amount: 30, from: '2025-07-01' }],
	},
} as const;
