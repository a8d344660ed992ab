// One Idempotency-Key per intention of the user. The key is kept until the service has given its verdict, also over a
// reload: pressing the button again after a lost connection does the thing once.
import { ProblemError } from './problem.ts';
import { randomId } from '../base/bytes.ts';
import { store, type Store } from '../device/store.ts';

const PREFIX = 'motcua.intention.';

/**
 * Runs `act` with the key of the intention called `name`. The name must tell the intention's content too (the same key
 * with another body is refused), e.g. `submit:<id>` or `create:<a digest of what is sent>`.
 */
export async function intend<T>(name: string, act: (key: string) => Promise<T>, at: Store = store): Promise<T> {
	const place = PREFIX + name;
	const key = at.get(place) ?? randomId();
	at.set(place, key);
	try {
		const done = await act(key);
		at.remove(place);
		return done;
	} catch (error) {
		if (error instanceof ProblemError && !error.retryable && !error.signedOut) at.remove(place);
		throw error;
	}
}
