// Made by api/generate; changes belong into schema/vocabulary/alerts.yaml.
export const alerts = {
	'api-down': {
		vi: 'Cổng dịch vụ không trả lời',
		en: 'The API does not answer',
		good: { vi: 'Cổng dịch vụ trả lời', en: 'The API answers' },
		figure: 'up',
	},
	'api-errors': {
		vi: 'Nhiều yêu cầu kết thúc bằng lỗi của hệ thống',
		en: 'Many requests end in a failure of the service',
		good: { vi: 'Yêu cầu được trả lời đúng', en: 'Requests are answered without failures of the service' },
		figure: 'motcua_requests_failed_share',
	},
	'database-down': {
		vi: 'Cơ sở dữ liệu không trả lời, hoặc không kịp',
		en: 'The database does not answer, or not in time',
		good: { vi: 'Cơ sở dữ liệu trả lời kịp', en: 'The database answers in time' },
		figure: 'motcua_gauges_failed',
	},
	'replica-gone': {
		vi: 'Bản dự phòng của cơ sở dữ liệu không chạy theo',
		en: 'The replica of the database is gone',
		good: { vi: 'Bản dự phòng của cơ sở dữ liệu chạy theo', en: 'The replica of the database follows' },
		figure: 'motcua_replica_missing',
	},
	'database-transaction': {
		vi: 'Một giao dịch trong cơ sở dữ liệu mở quá lâu',
		en: 'A transaction in the database has been open for too long',
		good: { vi: 'Không có giao dịch nào mở quá lâu', en: 'No transaction in the database has been open for too long' },
		figure: 'motcua_database_oldest_transaction_seconds',
	},
	'signer-down': {
		vi: 'Không ký được giấy tiếp nhận nên không nhận được hồ sơ',
		en: 'Receipts cannot be signed, so nothing can be filed',
		good: { vi: 'Ký được giấy tiếp nhận', en: 'Receipts are signed' },
		figure: 'motcua_signer_up',
	},
	'worker-silent': {
		vi: 'Tiến trình xử lý nền không chạy, hoặc bị treo',
		en: 'The worker does not run, or hangs',
		good: { vi: 'Tiến trình xử lý nền đang chạy', en: 'The worker runs' },
		figure: 'motcua_worker_heartbeat_age_seconds',
	},
	'outbox-late': {
		vi: 'Việc gửi tin và xử lý nền bị chậm',
		en: 'Messages and work in the background are late',
		good: { vi: 'Việc gửi tin và xử lý nền kịp thời', en: 'Messages and work in the background are in time' },
		figure: 'motcua_outbox_oldest_seconds',
	},
	'outbox-dead': {
		vi: 'Có việc gửi tin hoặc xử lý nền đã ngừng thử lại',
		en: 'A message or a piece of work is not tried any more',
		good: { vi: 'Không có việc nào ngừng thử lại', en: 'Every message and piece of work is done or tried again' },
		figure: 'motcua_outbox_dead',
	},
	'disk-low': {
		vi: 'Ổ đĩa chứa tệp sắp đầy',
		en: 'The disk of the files is nearly full',
		good: { vi: 'Ổ đĩa chứa tệp còn đủ chỗ', en: 'The disk of the files has room' },
		figure: 'motcua_disk_free_share',
	},
	'clock-off': {
		vi: 'Đồng hồ của máy và của cơ sở dữ liệu lệch nhau',
		en: 'The clocks of this machine and of the database differ',
		good: {
			vi: 'Đồng hồ của máy và của cơ sở dữ liệu khớp nhau',
			en: 'The clocks of this machine and of the database agree',
		},
		figure: 'motcua_database_clock_difference_seconds',
	},
	'certificate-ends': {
		vi: 'Chứng thư của trang web sắp hết hạn',
		en: 'The certificate of the site ends soon',
		good: { vi: 'Chứng thư của trang web còn hạn dài', en: 'The certificate of the site lasts' },
		figure: 'motcua_certificate_days_left',
	},
	losses: {
		vi: 'Có tệp hoặc bản ghi bị hỏng hoặc bị mất',
		en: 'Files or records are damaged or lost',
		good: { vi: 'Tệp và bản ghi còn nguyên vẹn', en: 'Files and records are whole' },
		figure: 'motcua_check_losses',
	},
	'checks-late': {
		vi: 'Việc đối chiếu những gì đang lưu giữ bị chậm',
		en: 'What is kept has not been compared for too long',
		good: { vi: 'Những gì đang lưu giữ được đối chiếu đều đặn', en: 'What is kept is compared regularly' },
		figure: 'motcua_check_age_seconds',
	},
	'copies-late': {
		vi: 'Bản sao của cơ sở dữ liệu hoặc của tệp bị chậm',
		en: 'Copies of the database or of files are late',
		good: {
			vi: 'Cơ sở dữ liệu và tệp được sao chép liên tục',
			en: 'The database and files are copied as they change',
		},
		figure: 'motcua_copies_behind_seconds',
	},
	'copies-old': {
		vi: 'Đã lâu chưa có bản sao lưu toàn bộ',
		en: 'The whole has not been copied for too long',
		good: { vi: 'Bản sao lưu toàn bộ còn mới', en: 'The whole has been copied lately' },
		figure: 'motcua_copies_whole_age_seconds',
	},
} as const;
