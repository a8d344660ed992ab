// The time limits of the law as they are at a moment.
import { serverNow } from '../base/clock.ts';
import { today } from '../i18n/format.ts';
import { pick } from '../i18n/index.ts';
import { rules } from '../vocabulary/rules.ts';
import { timeUnits } from '../vocabulary/time-units.ts';

export type TimeUnit = keyof typeof timeUnits;

/** How much a rule sets; before its first day, the first value. */
export function ruleAmount(name: keyof typeof rules, now: Date = serverNow()): number {
	const values: readonly { amount: number; from: string }[] = rules[name].values;
	const day = today(now);
	return (values.findLast(({ from }) => from <= day) ?? values[0]!).amount;
}

/** 8 giờ làm việc; 1 working day */
export function spanText(amount: number, unit: TimeUnit): string {
	const { vi, en, one }: { vi: string; en: string; one?: { en: string } } = timeUnits[unit];
	return `${amount} ${pick(vi, amount === 1 && one ? one.en : en)}`;
}
