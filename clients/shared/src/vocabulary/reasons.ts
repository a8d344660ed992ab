// Made by api/generate; changes belong into schema/vocabulary/reasons.yaml.
export const reasons = {
	paper_missing: {
		vi: 'Thiếu giấy tờ theo quy định của thủ tục',
		en: 'Papers that the procedure asks for are missing',
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 17 khoản 2 và Điều 19 khoản 5', from: '2025-07-01' }],
	},
	paper_unreadable: {
		vi: 'Bản chụp mờ, mất góc hoặc không mở được',
		en: 'A copy is blurred, cut off or cannot be opened',
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 17 khoản 2 và Điều 19 khoản 5', from: '2025-07-01' }],
	},
	paper_invalid: {
		vi: 'Giấy tờ không đúng mẫu, hết hạn hoặc thiếu chữ ký, con dấu',
		en: 'A paper is of the wrong form, no longer valid, or lacks a signature or seal',
		explained: true,
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 17 khoản 2 và Điều 19 khoản 5', from: '2025-07-01' }],
	},
	answers_differ: {
		vi: 'Nội dung tờ khai thiếu hoặc không khớp với giấy tờ',
		en: 'The form is incomplete or does not agree with the papers',
		explained: true,
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 17 khoản 2 và Điều 19 khoản 5', from: '2025-07-01' }],
	},
	asked_by_mistake: {
		vi: 'Cơ quan yêu cầu bổ sung nhầm',
		en: 'It was asked for by mistake',
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 23 khoản 1', from: '2025-07-01' }],
	},
	found_by_office: {
		vi: 'Cơ quan đã tự tra cứu được giấy tờ',
		en: 'The agency has found the paper itself',
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 17 khoản 1', from: '2025-07-01' }],
	},
	not_competent: {
		vi: 'Hồ sơ không thuộc thẩm quyền giải quyết của cơ quan này',
		en: 'This agency is not competent',
		explained: true,
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 19 khoản 3', from: '2025-07-01' }],
	},
	wrong_procedure: {
		vi: 'Nộp nhầm thủ tục',
		en: 'It was filed under the wrong procedure',
		explained: true,
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 19 khoản 3', from: '2025-07-01' }],
	},
	conditions_not_met: {
		vi: 'Không đủ điều kiện theo quy định của thủ tục',
		en: 'The conditions of the procedure are not met',
		explained: true,
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 19 khoản 3', from: '2025-07-01' }],
	},
	filed_twice: {
		vi: 'Hồ sơ trùng với hồ sơ đã nộp',
		en: 'The same was filed before',
		explained: true,
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 19 khoản 3', from: '2025-07-01' }],
	},
	applicant_gone: {
		vi: 'Người nộp đã mất hoặc tổ chức đã chấm dứt hoạt động',
		en: 'The applicant has died, or the organisation has ended',
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 19 khoản 3', from: '2025-07-01' }],
	},
	not_supplied: {
		vi: 'Không bổ sung giấy tờ trong thời hạn',
		en: 'The papers did not come in time',
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 19 khoản 5', from: '2025-07-01' }],
	},
	verification_pending: {
		vi: 'Chờ kết quả xác minh',
		en: 'A verification is not finished',
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 19 khoản 6', from: '2025-07-01' }],
	},
	agency_pending: {
		vi: 'Chờ ý kiến của cơ quan khác',
		en: 'Another agency has not answered yet',
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 19 khoản 6', from: '2025-07-01' }],
	},
	system_failed: {
		vi: 'Hệ thống gặp sự cố',
		en: 'The system failed',
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 19 khoản 6', from: '2025-07-01' }],
	},
	case_complex: {
		vi: 'Hồ sơ phức tạp, cần thêm thời gian',
		en: 'The matter is complex and needs more time',
		explained: true,
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 19 khoản 6', from: '2025-07-01' }],
	},
	withdrawn: {
		vi: 'Người nộp xin rút hồ sơ',
		en: 'The applicant asked for the dossier back',
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 21', from: '2025-07-01' }],
	},
	result_decided: {
		vi: 'Kết quả đã được quyết định',
		en: 'The result has been decided',
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 21', from: '2025-07-01' }],
	},
	withdrawal_unclear: {
		vi: 'Chưa rõ ai xin rút hoặc xin rút hồ sơ nào',
		en: 'It is not clear who withdraws, or what',
		explained: true,
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 21', from: '2025-07-01' }],
	},
	fee_unpaid: {
		vi: 'Chưa nộp phí, lệ phí của thủ tục',
		en: 'The fees of the procedure are not paid',
		basis: [{ source: 'Luật Phí và lệ phí số 97/2015/QH13 (điều khoản chưa đối chiếu)', from: '2017-01-01' }],
	},
	fee_risen: {
		vi: 'Phí, lệ phí tăng sau khi bổ sung',
		en: 'The fees rose with the supplement',
		basis: [{ source: 'Luật Phí và lệ phí số 97/2015/QH13 (điều khoản chưa đối chiếu)', from: '2017-01-01' }],
	},
	fee_not_paid: {
		vi: 'Không nộp phí, lệ phí trong thời hạn',
		en: 'The fees were not paid in time',
		basis: [{ source: 'Luật Phí và lệ phí số 97/2015/QH13 (điều khoản chưa đối chiếu)', from: '2017-01-01' }],
	},
	result_wrong: {
		vi: 'Kết quả có sai sót',
		en: 'The result has a mistake',
		explained: true,
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 23 khoản 1', from: '2025-07-01' }],
	},
	result_incomplete: {
		vi: 'Kết quả thiếu tệp hoặc đính nhầm tệp',
		en: 'A file of the result is missing or the wrong one',
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 23 khoản 1', from: '2025-07-01' }],
	},
	opinion_needed: {
		vi: 'Cần ý kiến hoặc xác minh của nơi nhận',
		en: 'The word or verification of who gets it is needed',
		explained: true,
		basis: [{ source: 'NĐ 118/2025/NĐ-CP, Điều 19 khoản 4', from: '2025-07-01' }],
	},
	sent_by_mistake: { vi: 'Chuyển nhầm nơi hoặc nhầm người', en: 'It was sent to the wrong place or person' },
	needed_again: { vi: 'Cần xử lý thêm trước khi chuyển', en: 'More is to be done before it is passed on' },
	supplement_again: {
		vi: 'Cần yêu cầu bổ sung thêm một lần',
		en: 'More papers are to be asked for once more',
		explained: true,
	},
	notice_late: {
		vi: 'Đã quá hạn thông báo bổ sung',
		en: 'The time to ask for more papers is over',
		explained: true,
	},
	case_unclear: { vi: 'Hồ sơ có điểm chưa rõ', en: 'Something about it is not clear', explained: true },
	leader_agrees: { vi: 'Đồng ý với đề xuất', en: 'Agreed' },
	leader_disagrees: { vi: 'Không đồng ý với đề xuất', en: 'Not agreed', explained: true },
	leader_asks: { vi: 'Cần làm rõ thêm', en: 'It needs to be made clearer', explained: true },
} as const;
