// Made by api/generate; changes belong into schema/vocabulary/retention.yaml.
export const retention = {
	party: {
		vi: 'Họ tên người và tổ chức có hồ sơ',
		en: 'Names of people and organisations with dossiers',
		purpose: {
			vi: 'Giải quyết hồ sơ và trả kết quả đúng người',
			en: 'To handle dossiers and hand results to the right person',
		},
		why: {
			vi: 'Có tên trong hồ sơ, lưu theo luật lưu trữ',
			en: 'Dossiers name them, and are kept as the law of archives says',
		},
	},
	account: {
		vi: 'Tài khoản',
		en: 'Accounts',
		purpose: { vi: 'Đăng nhập và nhận thông báo', en: 'To sign in and be told' },
		why: {
			vi: 'Đến khi bạn yêu cầu đóng tài khoản',
			en: 'An account lasts until its person has it closed; dossiers and the record name it',
		},
	},
	contact_proof: {
		vi: 'Mã xác nhận điện thoại',
		en: 'Codes to prove a phone',
		purpose: { vi: 'Xác nhận số điện thoại là của bạn', en: 'To show that a phone is yours' },
		days: 30,
	},
	session: {
		vi: 'Phiên đăng nhập',
		en: 'Sessions',
		purpose: {
			vi: 'Giữ đăng nhập, và ngắt phiên khi bạn đăng xuất',
			en: 'To stay signed in, and to end it when you sign out',
		},
		days: 60,
	},
	known_device: {
		vi: 'Thiết bị đã đăng nhập',
		en: 'Devices that signed in',
		purpose: {
			vi: 'Nhận ra thiết bị của bạn để người lạ dò mật khẩu không làm bạn bị khóa',
			en: 'To know your device, so that others\' guessing does not lock you out',
		},
		days: 180,
	},
	device_key: {
		vi: 'Khóa của ngày để đếm thiết bị',
		en: 'The day\'s key for counting devices',
		purpose: { vi: 'Đếm xem một thiết bị có dùng chung không', en: 'To tell a shared device from one\'s own' },
		days: 1,
	},
	dossier: {
		vi: 'Hồ sơ đã nộp',
		en: 'Dossiers that were filed',
		purpose: {
			vi: 'Giải quyết hồ sơ; biết đã nộp gì, ai làm gì, lúc nào',
			en: 'To handle the dossier; to know what was filed and who did what when',
		},
		why: {
			vi: 'Hồ sơ của cơ quan nhà nước, lưu theo luật lưu trữ',
			en: 'Records of the authority, kept as the law of archives says; a draft is none yet',
		},
	},
	draft: {
		vi: 'Bản nháp chưa nộp',
		en: 'Drafts not filed',
		purpose: { vi: 'Giữ lại những gì bạn đang khai dở', en: 'To keep what you have not finished' },
		days: 365,
	},
	dossier_document: {
		vi: 'Bản dựng sẵn của hồ sơ đã xong',
		en: 'Composed views of ended dossiers',
		purpose: { vi: 'Mở hồ sơ của bạn nhanh', en: 'To open your dossier at once' },
		days: 365,
	},
	blob: {
		vi: 'Nội dung tệp',
		en: 'Bytes of files',
		purpose: { vi: 'Giữ giấy tờ bạn đã gửi', en: 'To keep the papers you sent' },
		why: {
			vi: 'Chừng nào còn hồ sơ dùng đến; sau đó bị xóa trong hai ngày',
			en: 'As long as a dossier or an upload names them; then they go within two days',
		},
	},
	upload: {
		vi: 'Tệp đã tải lên mà chưa gắn vào hồ sơ',
		en: 'Uploads that no dossier took',
		purpose: { vi: 'Tải tiếp khi mạng bị ngắt', en: 'To go on when the line breaks' },
		days: 7,
	},
	payment: {
		vi: 'Thanh toán',
		en: 'Payments',
		purpose: { vi: 'Thu, hoàn phí và đối soát', en: 'To take fees, give them back and settle accounts' },
		why: { vi: 'Chứng từ và sổ kế toán, ít nhất mười năm', en: 'Vouchers and books, ten years at least' },
	},
	bank_notice: {
		vi: 'Báo có của ngân hàng',
		en: 'Notices of banks',
		purpose: { vi: 'Thu, hoàn phí và đối soát', en: 'To take fees, give them back and settle accounts' },
		why: { vi: 'Chứng từ kế toán, ít nhất mười năm', en: 'Vouchers, ten years at least' },
	},
	notification: {
		vi: 'Thông báo',
		en: 'Notices',
		purpose: { vi: 'Báo cho bạn việc của hồ sơ', en: 'To tell you what happens' },
		days: 730,
	},
	outbox: {
		vi: 'Việc chờ gửi và tin không gửi được',
		en: 'Work not done yet, and what was given up',
		purpose: {
			vi: 'Gửi tin cho bạn, và gửi lại tin chưa đến',
			en: 'To send what you are told, and again what did not arrive',
		},
		days: 730,
	},
	idempotency_key: {
		vi: 'Mã chống làm hai lần',
		en: 'Keys against doing things twice',
		purpose: { vi: 'Bấm hai lần chỉ làm một lần', en: 'So that pressing twice does it once' },
		days: 30,
	},
	reading: {
		vi: 'Sổ ai đã xem',
		en: 'The ledger of reading',
		purpose: { vi: 'Để biết cán bộ nào đã xem dữ liệu của bạn', en: 'To know which officer looked at your data' },
		why: {
			vi: 'Chưa định ngày xóa: để trả lời được khi bạn hỏi ai đã xem',
			en: 'No end is set yet: who looked at somebody\'s data must be told when it is asked',
		},
	},
	import: {
		vi: 'Lần nhập danh mục',
		en: 'Imports of the catalogue',
		purpose: {
			vi: 'Biết ai đã đổi danh mục theo quyết định nào',
			en: 'To know who changed the catalogue on which decision',
		},
		why: {
			vi: 'Ai đổi danh mục theo quyết định nào là một phần của hồ sơ lưu',
			en: 'Who changed the catalogue on which decision belongs to the record',
		},
	},
	budget: {
		vi: 'Số lần đã dùng',
		en: 'Counts of uses',
		purpose: { vi: 'Chặn dò mật khẩu và dò hồ sơ', en: 'Against guessing at passwords and dossiers' },
		days: 1,
	},
} as const;
