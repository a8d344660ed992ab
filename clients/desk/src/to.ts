// Links to the desk's pages, by its addresses (addresses.json, which nginx reads too).
import { fill } from '@motcua/shared/router/place.tsx';
import addresses from './addresses.json';

export const to = {
	queue: addresses.queue,
	search: addresses.search,
	system: addresses.system,
	undelivered: addresses.undelivered,
	dossier: (id: string) => fill(addresses.dossier, { id }),
};
