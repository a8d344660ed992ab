// Made by api/generate; changes belong into schema/vocabulary/roles.yaml.
export const roles = {
	citizen: { vi: 'Người dân', en: 'Citizen' },
	officer: { vi: 'Cán bộ', en: 'Officer' },
	leader: { vi: 'Lãnh đạo', en: 'Leader' },
	admin: { vi: 'Quản trị', en: 'Administrator' },
} as const;
