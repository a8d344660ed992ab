// Made by api/generate; changes belong into schema/vocabulary/time_causes.yaml.
export const timeCauses = {
	office: { vi: 'Cơ quan giải quyết', en: 'The office in charge' },
	agency: { vi: 'Cơ quan khác', en: 'Another agency' },
	partner: { vi: 'Cơ quan đối tác', en: 'A partner' },
	citizen: { vi: 'Chờ công dân', en: 'Waiting for the citizen' },
	money: { vi: 'Chờ nộp phí, lệ phí', en: 'Waiting for the fee' },
	post: { vi: 'Bưu chính', en: 'The post' },
	outage: { vi: 'Sự cố hệ thống', en: 'A proven outage' },
} as const;
