// Made by api/generate; changes belong into schema/vocabulary/promise_ends.yaml.
export const promiseEnds = {
	kept: { vi: 'Đã thực hiện', en: 'Kept' },
	moved: { vi: 'Đã hẹn lại', en: 'Moved' },
	extended: { vi: 'Đã xin lỗi và hẹn lại', en: 'Moved with an apology' },
	void: { vi: 'Không còn áp dụng', en: 'Void' },
} as const;
