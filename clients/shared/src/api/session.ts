// Who is signed in on this device. Tokens are shared by all tabs of one client; a refresh token serves once, so only
// one tab at a time may trade it in. When a session ends nothing on the page is thrown away: `ended` asks the user to
// sign in again, and waiting work goes on afterwards.
import { signal } from '@preact/signals';
import { deviceNow } from '../base/clock.ts';
import type { Account, Session } from './types.ts';
import { readJson, writeJson, type Store } from '../device/store.ts';

export interface Tokens {
	access_token: string;
	refresh_token: string;
	/** Milliseconds on this device's clock, taken when the answer came. */
	expires_at: number;
}

/** The signed-in account; null when signed out, undefined until that is known. */
export const account = signal<Account | null | undefined>(undefined);

/** The session ended by itself (expired, revoked); the user did not sign out. */
export const ended = signal(false);

/** Renew this long before the token dies, so that no request is sent with a dying one. */
const MARGIN = 20_000;

export interface KeeperParts {
	store: Store;
	/** Where the tokens are kept; one per client, so that an officer and a citizen can share a browser. */
	key: string;
	/** Trades a refresh token in: the new pair, or null when the service refuses it. Throws when nobody answers. */
	refresh: (refreshToken: string) => Promise<Session | null>;
	locks?: Pick<LockManager, 'request'> | undefined;
	now?: () => number;
	onEnd?: () => void;
}

export class TokenKeeper {
	private readonly parts: KeeperParts;
	private readonly now: () => number;
	private running: Promise<string | null> | null = null;

	constructor(parts: KeeperParts) {
		this.parts = parts;
		this.now = parts.now ?? deviceNow;
	}

	read(): Tokens | null {
		const tokens = readJson<Tokens>(this.parts.store, this.parts.key);
		return tokens && typeof tokens.access_token === 'string' && typeof tokens.refresh_token === 'string' ? tokens : null;
	}

	keep(session: Session): void {
		writeJson(this.parts.store, this.parts.key, {
			access_token: session.access_token,
			refresh_token: session.refresh_token,
			expires_at: this.now() + session.expires_in * 1000,
		} satisfies Tokens);
	}

	forget(): void {
		this.parts.store.remove(this.parts.key);
	}

	/** A token that is good for now, or null when nobody is signed in. Throws when the service cannot be reached. */
	async token(): Promise<string | null> {
		const tokens = this.read();
		if (!tokens) return null;
		return tokens.expires_at - MARGIN > this.now() ? tokens.access_token : this.renew(tokens.access_token);
	}

	/** A token other than `spent`, which the service no longer takes. */
	renew(spent: string): Promise<string | null> {
		this.running ??= this.alone(() => this.exchange(spent)).finally(() => (this.running = null));
		return this.running;
	}

	/** Across tabs where the browser can; on plain http it cannot, and the service forgives a race of ten seconds. */
	private alone<T>(work: () => Promise<T>): Promise<T> {
		return this.parts.locks ? (this.parts.locks.request(this.parts.key, work) as Promise<T>) : work();
	}

	private async exchange(spent: string): Promise<string | null> {
		const tokens = this.read();
		if (!tokens) return null;
		// another tab was quicker
		if (tokens.access_token !== spent && tokens.expires_at - MARGIN > this.now()) return tokens.access_token;
		const session = await this.parts.refresh(tokens.refresh_token);
		if (session) {
			// signed out, or in as somebody else, while we waited: that wins
			if (this.read()?.refresh_token !== tokens.refresh_token) return this.read()?.access_token ?? null;
			this.keep(session);
			return session.access_token;
		}
		const current = this.read();
		if (current && current.refresh_token !== tokens.refresh_token) return current.access_token;
		this.forget();
		this.parts.onEnd?.();
		return null;
	}
}
