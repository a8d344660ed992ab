// Made by api/generate; changes belong into schema/vocabulary/rules.yaml.
export const rules = {
	intake: {
		vi: 'Thời hạn trả lời hồ sơ nộp trực tuyến là được tiếp nhận hay cần bổ sung',
		en: 'Time to answer whether an online filing is accepted or needs more papers',
		unit: 'working_hour',
		values: [{ amount: 8, from: '2025-07-01' }],
	},
	supplement: {
		vi: 'Thời hạn bổ sung giấy tờ khi cán bộ không ghi thời hạn khác',
		en: 'Time to send missing papers, where the officer states no other',
		unit: 'working_day',
		values: [{ amount: 10, from: '2025-07-01' }],
	},
} as const;
