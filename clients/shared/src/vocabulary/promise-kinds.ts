// Made by api/generate; changes belong into schema/vocabulary/promise_kinds.yaml.
export const promiseKinds = {
	intake: { vi: 'Trả lời tiếp nhận', en: 'Answer whether it is accepted' },
	result: { vi: 'Trả kết quả', en: 'Give the result' },
	partner: { vi: 'Cơ quan đối tác trả lời', en: 'A partner answers' },
	supplement: { vi: 'Công dân bổ sung', en: 'The citizen supplies papers' },
} as const;
