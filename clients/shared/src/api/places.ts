// Provinces, communes, units and the hours they work. These do not change while a page is open, so each is asked for once.
import { api, body } from './client.ts';
import type { Place, Unit, WorkingTime } from './types.ts';

const lists = new Map<string, Promise<Place[]>>();
const hours = new Map<string, Promise<WorkingTime>>();

function remembered<T>(found: Map<string, Promise<T>>, key: string, load: () => Promise<T>): Promise<T> {
	let answer = found.get(key);
	if (!answer) {
		answer = load();
		found.set(key, answer);
		answer.catch(() => found.delete(key));
	}
	return answer;
}

export function listProvinces(): Promise<Place[]> {
	return remembered(lists, '', () => body(api.GET('/v1/places', {})).then((list) => list.items));
}

export function listCommunes(province: string): Promise<Place[]> {
	return remembered(lists, province, () =>
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

export function workingTimeOf(unit: string): Promise<WorkingTime> {
	return remembered(hours, unit, () =>
		body(api.GET('/v1/units/{code}/working-time', { params: { path: { code: unit } } })),
	);
}
