// Made by api/generate; changes belong into schema/vocabulary/channels.yaml.
export const channels = {
	counter: {
		vi: 'Tại quầy Một cửa',
		en: 'At the one-stop desk',
		returning: { vi: 'Đến quầy Một cửa lấy', en: 'Collect at the one-stop desk' },
	},
	online: {
		vi: 'Qua mạng',
		en: 'Online',
		returning: { vi: 'Nhận bản điện tử trên trang này', en: 'Electronic, on this site' },
	},
	post: { vi: 'Qua bưu điện', en: 'By post', returning: { vi: 'Bưu điện đưa đến nhà', en: 'By post to my home' } },
} as const;
