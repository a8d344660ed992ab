// Made by api/generate; changes belong into schema/vocabulary/dossier_ends.yaml.
export const dossierEnds = {
	not_supplied: {
		vi: 'Đóng do quá hạn bổ sung',
		en: 'Closed, papers not supplied in time',
		citizen: {
			vi: 'Hồ sơ được đóng do quá hạn bổ sung. Đây không phải là từ chối, bạn có thể nộp lại.',
			en: 'The dossier is closed because the papers did not come in time. This is no refusal; you may file again.',
		},
	},
} as const;
