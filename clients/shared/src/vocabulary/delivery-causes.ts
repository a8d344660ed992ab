// Made by api/generate; changes belong into schema/vocabulary/delivery_causes.yaml.
export const deliveryCauses = {
	number_unknown: {
		vi: 'số điện thoại không có hoặc không còn dùng',
		en: 'there is no such phone number any more',
	},
	number_blocked: { vi: 'số điện thoại không nhận tin', en: 'the phone number takes no messages' },
	phone_off: {
		vi: 'điện thoại tắt hoặc ngoài vùng phủ sóng quá lâu',
		en: 'the phone was off or out of reach for too long',
	},
	mailbox_unknown: {
		vi: 'địa chỉ thư điện tử không có hoặc không còn dùng',
		en: 'there is no such mailbox any more',
	},
	mailbox_full: { vi: 'hộp thư điện tử đã đầy', en: 'the mailbox is full' },
	refused: { vi: 'bên nhận từ chối', en: 'the other side refused it' },
	given_up: { vi: 'đã thử ba ngày mà chưa gửi được', en: 'it could not be sent in three days' },
} as const;
