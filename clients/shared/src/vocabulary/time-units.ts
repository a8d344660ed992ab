// Made by api/generate; changes belong into schema/vocabulary/time_units.yaml.
export const timeUnits = {
	none: { vi: 'không quy định', en: 'no limit' },
	working_hour: { vi: 'giờ làm việc', en: 'working hours', one: { en: 'working hour' } },
	working_day: { vi: 'ngày làm việc', en: 'working days', one: { en: 'working day' } },
	calendar_day: { vi: 'ngày', en: 'days', one: { en: 'day' } },
} as const;
