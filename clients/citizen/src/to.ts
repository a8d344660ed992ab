// Links to the citizen's pages, by the addresses of the route table.
import { fill } from '@motcua/shared/router/place.tsx';
import addresses from './addresses.json';

const withQuery = (address: string, values: Record<string, string>) => `${address}?${new URLSearchParams(values)}`;

export const to = {
	...addresses,
	procedure: (code: string) => fill(addresses.procedure, { code }),
	search: (q: string) => withQuery(addresses.procedures, { q }),
	sector: (code: string) => withQuery(addresses.procedures, { 'linh-vuc': code }),
	start: (code: string) => fill(addresses.start, { code }),
	dossier: (id: string) => fill(addresses.dossier, { id }),
	filing: (id: string, step: string) => fill(addresses.filing, { id, step }),
	submitted: (id: string) => fill(addresses.submitted, { id }),
	queued: (id: string) => fill(addresses.queued, { id }),
	pay: (id: string) => fill(addresses.pay, { id }),
	supplement: (id: string) => fill(addresses.supplement, { id }),
	signIn: (next = '') => (next ? withQuery(addresses.signIn, { tiep: next }) : addresses.signIn),
	signUp: (next = '') => (next ? withQuery(addresses.signUp, { tiep: next }) : addresses.signUp),
};

/** Where to go after signing in: a path of ours, whatever the address says. */
export function nextOf(query: URLSearchParams): string {
	const next = query.get('tiep') ?? '';
	return /^\/(?![/\\])/.test(next) ? next : addresses.dossiers;
}
