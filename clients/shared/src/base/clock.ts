// What time it is. Deadlines are the service's, and a device's clock may be hours or days off: the time is the service's own,
// told by the Date header of its answers and carried on by the browser's stopwatch. Until the first answer it is the device's.

interface Heard {
	/** Milliseconds since 1970, on the service. */
	time: number;
	/** What the stopwatch showed then. */
	at: number;
}

let heard: Heard | null = null;

const stopwatch = (): number => performance.now();

/** Milliseconds since 1970 on the device, for spans that begin and end here. */
export const deviceNow = (): number => Date.now();

export function serverNow(): Date {
	return new Date(heard ? heard.time + (stopwatch() - heard.at) : deviceNow());
}

/**
 * Takes the time from an answer. One that lies behind what is known already is old: it came from a cache, or slowly. Only a
 * later one tells something: the first answer did, or the device slept.
 */
export function hear(dateHeader: string | null): void {
	const time = Date.parse(dateHeader ?? '');
	if (Number.isNaN(time)) return;
	if (!heard || time > serverNow().getTime()) heard = { time, at: stopwatch() };
}
