// JSON pointers (RFC 6901).

export const pointerOf = (steps: readonly string[]): string =>
	steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

export const stepsOf = (pointer: string): string[] =>
	pointer.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
