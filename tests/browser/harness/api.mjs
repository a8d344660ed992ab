// The contract asked directly, for what a person cannot see on a page: a form's example, the text of a QR code.
import { randomUUID } from 'node:crypto';

export class Api {
	#token = null;

	constructor(base) {
		this.base = base;
	}

	async signIn({ login, password }) {
		const session = await this.#ask('POST', '/v1/sessions', { login, password });
		this.#token = session.access_token;
		return this;
	}

	get(path) {
		return this.#ask('GET', path);
	}

	/** Each is an intention of its own. */
	post(path, body) {
		return this.#ask('POST', path, body);
	}

	async bytes(path) {
		return Buffer.from(await (await this.#send('GET', path)).arrayBuffer());
	}

	async #ask(method, path, body) {
		return (await this.#send(method, path, body)).json();
	}

	async #send(method, path, body) {
		const answer = await fetch(this.base + path, {
			method,
			headers: {
				...(this.#token ? { authorization: `Bearer ${this.#token}` } : {}),
				...(body ? { 'content-type': 'application/json' } : {}),
				...(method === 'POST' && this.#token ? { 'idempotency-key': randomUUID() } : {}),
			},
			...(body ? { body: JSON.stringify(body) } : {}),
		});
		if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
		return answer;
	}

	/** The name of a place by its code: a province, or a commune of one. */
	async placeName(code, parent) {
		const { items } = await this.get(parent ? `/v1/places?parent=${parent}` : '/v1/places');
		const found = items.find((place) => place.code === code);
		if (!found) throw new Error(`There is no place ${code}.`);
		return found.name;
	}
}
