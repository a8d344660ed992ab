// Made by api/generate; changes belong into schema/vocabulary/limits.yaml.
export const limits = {
	file_bytes: { vi: 'Cỡ lớn nhất của một tệp (byte)', en: 'Largest file, bytes', value: 104857600 },
	password_least: { vi: 'Mật khẩu ngắn nhất (ký tự)', en: 'Shortest password, characters', value: 10 },
	password_most: { vi: 'Mật khẩu dài nhất (ký tự)', en: 'Longest password, characters', value: 128 },
	form_pages: { vi: 'Số trang nhiều nhất của một biểu mẫu', en: 'Most pages of a form', value: 12 },
	form_fields: { vi: 'Số mục nhiều nhất của một trang', en: 'Most questions of a page', value: 4 },
	form_answers: { vi: 'Số mục nhiều nhất của một biểu mẫu', en: 'Most questions of a form', value: 25 },
	typed_entries: {
		vi: 'Số ô ghi dở nhiều nhất của một hồ sơ',
		en: 'Most unfinished boxes of a draft',
		value: 100,
	},
	typed_length: {
		vi: 'Chữ ghi dở dài nhất của một ô (ký tự)',
		en: 'Longest unfinished text of a box, characters',
		value: 2000,
	},
	answers_bytes: {
		vi: 'Dung lượng lớn nhất của các câu trả lời trong một hồ sơ (byte)',
		en: 'Largest answers of a dossier, bytes',
		value: 102400,
	},
	answers: { vi: 'Số câu trả lời nhiều nhất của một hồ sơ', en: 'Most answers of a dossier', value: 100 },
	dossier_files: { vi: 'Số tệp nhiều nhất của một hồ sơ', en: 'Most files of a dossier', value: 50 },
	fee_quantity: { vi: 'Số lượng lớn nhất của một khoản thu', en: 'Largest quantity of a fee', value: 1000 },
	code_minutes: { vi: 'Mã xác nhận dùng được trong (phút)', en: 'A code is good for, minutes', value: 5 },
	code_tries: { vi: 'Số lần nhập một mã xác nhận', en: 'Tries for one code', value: 5 },
	codes_a_day: { vi: 'Số mã xác nhận trong 24 giờ', en: 'Codes in 24 hours', value: 5 },
	numbers_a_day: {
		vi: 'Số lần khai số định danh trong 24 giờ',
		en: 'Personal numbers given in 24 hours',
		value: 5,
	},
	open_uploads: { vi: 'Số tệp tải lên dở', en: 'Unfinished uploads', value: 20 },
	loose_bytes: {
		vi: 'Dung lượng tệp chưa gắn vào hồ sơ nào (byte)',
		en: 'Bytes of files that no dossier has taken',
		value: 314572800,
	},
	open_drafts: { vi: 'Số bản nháp chưa nộp', en: 'Drafts not filed', value: 20 },
	drafts_a_day: {
		vi: 'Số bản nháp bắt đầu tại quầy trong 24 giờ',
		en: 'Drafts begun at the desk in 24 hours',
		value: 500,
	},
	filings_a_day: { vi: 'Số hồ sơ nộp trong 24 giờ', en: 'Dossiers filed in 24 hours', value: 30 },
	jobs_counted: { vi: 'Số việc chờ được đếm đến', en: 'Waiting jobs are counted up to', value: 10000 },
} as const;
