// Provinces, communes, units. Places do not change while a page is open, so each list is asked for once.
import { api, body } from './client.ts';
import type { Place, Unit } from './types.ts';

const lists = new Map<string, Promise<Place[]>>();

function remembered(key: string, load: () => Promise<Place[]>): Promise<Place[]> {
	let list = lists.get(key);
	if (!list) {
		list = load();
		lists.set(key, list);
		list.catch(() => lists.delete(key));
	}
	return list;
}

export function listProvinces(): Promise<Place[]> {
	return remembered('', () => body(api.GET('/v1/places', {})).then((list) => list.items));
}

export function listCommunes(province: string): Promise<Place[]> {
	return remembered(province, () =>
		body(api.GET('/v1/places', { params: { query: { parent: province } } })).then((list) => list.items),
	);
}

export function searchPlaces(q: string, province?: string): Promise<Place[]> {
	const query = province ? { q, parent: province } : { q };
	return body(api.GET('/v1/places', { params: { query } })).then((list) => list.items);
}

export function listUnits(query: { procedure?: string; parent?: string; q?: string }): Promise<Unit[]> {
	return body(api.GET('/v1/units', { params: { query } })).then((list) => list.items);
}
