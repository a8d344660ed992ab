// Why a step is taken, in the words of the vocabulary.
import { serverNow } from '../base/clock.ts';
import { today } from '../i18n/format.ts';
import { pick } from '../i18n/index.ts';
import { reasons } from '../vocabulary/reasons.ts';

export type ReasonCode = keyof typeof reasons;

interface Reason {
	vi: string;
	en: string;
	/** Its words alone do not say it. */
	explained?: boolean;
	basis?: readonly { source: string; from: string }[];
}

const described: Record<ReasonCode, Reason> = reasons;

export const reasonName = (code: ReasonCode): string => pick(described[code].vi, described[code].en);

export const isExplained = (code: ReasonCode): boolean => described[code].explained ?? false;

/** The text of law on which it rests today; none where the law is silent. */
export function reasonBasis(code: ReasonCode, now: Date = serverNow()): string | undefined {
	const { basis = [] } = described[code];
	const day = today(now);
	return (basis.findLast(({ from }) => from <= day) ?? basis[0])?.source;
}
