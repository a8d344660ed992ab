// What can go wrong with a request, as one typed error that a page can show as it is: the title says what happened and
// what to do, the items name the fields by JSON pointer.
import { ts } from '../i18n/shared.ts';
import type { Problem, ProblemCode } from './types.ts';

export interface ProblemItem {
	/** JSON pointer into what was sent, e.g. /answers/child_name */
	pointer: string;
	code: string;
	detail: string;
}

/** The codes of the catalogue, and two of our own: nothing came back; something came back that is no problem. */
export type FailureCode = ProblemCode | 'network' | 'unreadable';

/** Somebody else has just this in hand. */
const BUSY: ReadonlySet<FailureCode> = new Set(['idempotency-in-progress', 'upload-busy']);

/** Seconds that a page waits for, before it tells. */
const SOON = 60;

export class ProblemError extends Error {
	readonly status: number;
	readonly code: FailureCode;
	readonly detail: string | null;
	readonly items: readonly ProblemItem[];
	/** Seconds to wait, as the service asked. */
	readonly retryAfter: number | null;
	/** The request's name in the service's log. */
	readonly instance: string | null;

	constructor(code: FailureCode, status: number, title: string, more: Partial<Problem> & { retryAfter?: number | null } = {}) {
		super(title);
		this.name = 'ProblemError';
		this.code = code;
		this.status = status;
		this.detail = more.detail ?? null;
		this.items = more.errors ?? [];
		this.retryAfter = more.retryAfter ?? null;
		this.instance = more.instance ?? null;
	}

	get title(): string {
		return this.message;
	}

	/** What happened and what to do, with from when on it goes on where waiting alone helps. */
	get words(): string {
		return [this.title, this.status === 429 && this.detail].filter(Boolean).join(' ');
	}

	/** The same request may succeed soon without the user changing anything. What is counted by the day is for him to know. */
	get retryable(): boolean {
		if (this.status === 429) return (this.retryAfter ?? 0) <= SOON;
		return this.status === 0 || this.status >= 500 || BUSY.has(this.code);
	}

	/** The user must sign in before going on. */
	get signedOut(): boolean {
		return this.code === 'unauthenticated' || this.code === 'token-expired' || this.code === 'token-invalid';
	}
}

export function networkProblem(timedOut = false): ProblemError {
	return new ProblemError('network', 0, timedOut ? ts('timeoutTitle') : ts('networkTitle'), { detail: ts('networkKept') });
}

/** Reads an answer that is not 2xx. A HEAD has no body; a proxy in between may have written a body of its own. */
export async function problemOf(response: Response): Promise<ProblemError> {
	const after = Number(response.headers.get('Retry-After') ?? Number.NaN);
	const retryAfter = Number.isFinite(after) && after >= 0 ? after : null;
	if (response.headers.get('Content-Type')?.startsWith('application/problem+json')) {
		try {
			const problem = (await response.json()) as Problem;
			return new ProblemError(problem.code, response.status, problem.title, { ...problem, retryAfter });
		} catch {
			// falls through: cut off or damaged
		}
	}
	return new ProblemError('unreadable', response.status, ts('unreadableTitle'), { retryAfter });
}

/** Anything thrown, as something to show. A mistake of our own is reported to the console, not hidden. */
export function asProblem(error: unknown): ProblemError {
	if (error instanceof ProblemError) return error;
	console.error(error);
	return new ProblemError('unreadable', 500, ts('unreadableTitle'));
}
