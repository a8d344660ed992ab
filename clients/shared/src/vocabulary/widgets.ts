// Made by api/generate; changes belong into schema/vocabulary/widgets.yaml.
export const widgets = {
	text: { vi: 'Dòng chữ', en: 'Line of text' },
	textarea: { vi: 'Đoạn chữ', en: 'Several lines' },
	select: { vi: 'Danh sách chọn', en: 'List to choose from' },
	radio: { vi: 'Các lựa chọn', en: 'Choices' },
	checkbox: { vi: 'Ô đánh dấu', en: 'Box to tick' },
	date: { vi: 'Ngày', en: 'Date' },
	number: { vi: 'Số', en: 'Number' },
	phone: { vi: 'Số điện thoại', en: 'Phone number' },
	email: { vi: 'Thư điện tử', en: 'E-mail address' },
	personal_id: { vi: 'Số định danh', en: 'Personal number' },
	address: { vi: 'Địa chỉ', en: 'Address' },
} as const;
