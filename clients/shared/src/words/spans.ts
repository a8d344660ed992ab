// Time limits in words.
import { pick } from '../i18n/index.ts';
import { timeUnits } from '../vocabulary/time-units.ts';

export type TimeUnit = keyof typeof timeUnits;

/** 8 giờ làm việc; 1 working day */
export function spanText(amount: number, unit: TimeUnit): string {
	const { vi, en, one }: { vi: string; en: string; one?: { en: string } } = timeUnits[unit];
	return `${amount} ${pick(vi, amount === 1 && one ? one.en : en)}`;
}
