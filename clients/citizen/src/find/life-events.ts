// The events of life that bring people here: nobody knows the official name of a procedure.
export interface LifeEvent {
	vi: string;
	en: string;
	note: string;
	note_en: string;
	/** What is searched for. */
	q: string;
}

export const lifeEvents: readonly LifeEvent[] = [
	{ vi: 'Sinh con', en: 'A child is born', note: 'Khai sinh, bản sao', note_en: 'Birth registration, copies', q: 'khai sinh' },
	{ vi: 'Kết hôn', en: 'Getting married', note: 'Đăng ký kết hôn, giấy độc thân', note_en: 'Marriage, single status', q: 'kết hôn' },
	{ vi: 'Người thân mất', en: 'A death in the family', note: 'Khai tử, mai táng', note_en: 'Death registration, funeral support', q: 'khai tử' },
	{ vi: 'Chuyển nhà', en: 'Moving house', note: 'Thường trú, tạm trú', note_en: 'Permanent and temporary residence', q: 'thường trú tạm trú' },
	{ vi: 'Nhà và đất', en: 'House and land', note: 'Sổ đỏ, xây nhà', note_en: 'Land certificates, building', q: 'đất' },
	{ vi: 'Làm ăn buôn bán', en: 'Starting a business', note: 'Hộ kinh doanh, doanh nghiệp', note_en: 'Household business, company', q: 'hộ kinh doanh' },
	{ vi: 'Căn cước, hộ chiếu', en: 'Identity card, passport', note: 'Cấp mới, đổi, cấp lại', note_en: 'New, renewed, replaced', q: 'căn cước' },
	{ vi: 'Sao y, chứng thực', en: 'Certified copies', note: 'Bản sao, chữ ký, hợp đồng', note_en: 'Copies, signatures, contracts', q: 'chứng thực' },
	{ vi: 'Già yếu, khó khăn', en: 'Age and hardship', note: 'Trợ cấp, khuyết tật, hộ nghèo', note_en: 'Allowances, disability, poverty', q: 'trợ cấp' },
	{ vi: 'Việc làm', en: 'Work', note: 'Thất nghiệp, lao động', note_en: 'Unemployment, labour', q: 'thất nghiệp' },
	{ vi: 'Xe và bằng lái', en: 'Vehicles and driving', note: 'Giấy phép lái xe', note_en: 'Driving licences', q: 'lái xe' },
	{ vi: 'Học hành', en: 'School', note: 'Chuyển trường, bằng cấp', note_en: 'Changing schools, diplomas', q: 'học' },
];
