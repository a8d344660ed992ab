// The steps of filing, in their order: the pages of the form, then papers, way of return, check.
import { pageErrors } from '@motcua/shared/form/check.ts';
import type { Draft } from '@motcua/shared/draft/draft.ts';

export const PAPERS = 'giay-to';
export const RETURN = 'nhan-ket-qua';
export const CHECK = 'kiem-tra';

export function stepsOf(draft: Draft): string[] {
	const papers = draft.chosenCase.components.length > 0 ? [PAPERS] : [];
	return [...draft.pages.value.map((page) => page.id), ...papers, RETURN, CHECK];
}

/** Where somebody who comes back goes on: the first page with something left to do. */
export function firstUnfinished(draft: Draft): string {
	const page = draft.pages.value.find((entry) => pageErrors(draft.filling, entry).length > 0);
	if (page) return page.id;
	const missing = draft.chosenCase.components.some(
		(component) => component.required && draft.files(component.code).length === 0,
	);
	return missing ? PAPERS : RETURN;
}
