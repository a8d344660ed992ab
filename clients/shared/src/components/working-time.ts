// The hours of units for a page that says how much working time is left.
import { workingTimeOf } from '../api/places.ts';
import type { WorkingTime } from '../api/types.ts';
import { useLoad } from './load.ts';

export type Hours = ReadonlyMap<string, WorkingTime>;

/** By unit; empty until they are there, and meanwhile a page says the moments themselves. */
export function useHours(units: readonly string[]): Hours {
	const wanted = [...new Set(units)].sort();
	const load = () => Promise.all(wanted.map(async (unit) => [unit, await workingTimeOf(unit)] as const));
	return new Map(useLoad(load, [wanted.join()]).value);
}
