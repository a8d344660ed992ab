// The rules of the house, checked on every source: one file calls fetch, clients do not import one another, the layers of
// shared point one way and nothing points in a circle, functions and files stay small, nothing is exported for nobody, nothing
// needs inline styles or scripts (the content security policy forbids them).
import { describe, expect, test } from 'vitest';
import { clients, code, files, type Source } from './sources.ts';

/** The rooms of shared from the ground up; each knows those before it. */
const LAYERS = ['vocabulary', 'base', 'device', 'i18n', 'api', 'words', 'router', 'components', 'upload', 'form', 'draft'];
/** Which clients know which packages. */
const KNOWN: Record<string, string[]> = {
	shared: [],
	citizen: ['shared'],
	portal: ['shared', 'citizen'],
	mobile: ['shared', 'citizen'],
	desk: ['shared'],
};
/** The service worker answers the browser's own requests; it is below the page. */
const mayFetch = /^(shared\/src\/api\/client\.ts|mobile\/src\/worker\/sw\.ts)$/;

/** The worker's own storage is no page's. */
const mayProbe = /^(shared\/src\/base\/browser\.ts|mobile\/src\/worker\/sw\.ts)$/;

const clientOf = (path: string) => path.split('/')[0]!;
const roomOf = (path: string) => path.split('/')[2]!;
const arrow = (from: string, to: string) => `${from} -> ${to}`;

test('there is something to check', () => {
	expect(code.length).toBeGreaterThan(80);
	expect(code.flatMap((file) => file.imports).length).toBeGreaterThan(400);
	expect(Object.keys(KNOWN).sort()).toEqual([...clients].sort());
});

test('only the client calls fetch', () => {
	const callers = code.filter(
		(file) =>
			/(?<![\w.'"])(?<!async )fetch\(|XMLHttpRequest|sendBeacon|new EventSource/.test(file.text) &&
			!mayFetch.test(file.path),
	);
	expect(callers.map((file) => file.path)).toEqual([]);
});

test('only the clock asks what time it is', () => {
	const wrong = code.filter(
		(file) =>
			/\bDate\.now\b|new Date\(\)|performance\.now/.test(file.text) && file.path !== 'shared/src/base/clock.ts',
	);
	expect(wrong.map((file) => file.path)).toEqual([]);
});

test('only the probe touches what a browser may lack or forbid', () => {
	const risky = [
		/\b(localStorage|sessionStorage|indexedDB|matchMedia)\b/,
		/\b(navigator|crypto|caches)\./,
		/\.(push|replace)State\(|\bURL\.createObjectURL/,
	];
	const comments = /\/\*[\s\S]*?\*\/|\/\/.*/g;
	const wrong = code.filter(
		(file) =>
			risky.some((what) => what.test(file.text.replace(comments, ''))) && !mayProbe.test(file.path),
	);
	expect(wrong.map((file) => file.path)).toEqual([]);
});

test('no field cuts what is put into it', () => {
	expect(code.filter((file) => /maxLength=/i.test(file.text)).map((file) => file.path)).toEqual([]);
});

/** Every import of a file of ours, as [who, what]. */
const ours = files.flatMap((file) =>
	file.imports.flatMap((entry) => (entry.file && /\/src\//.test(entry.file) ? [[file.path, entry.file] as const] : [])),
);

test('shared knows no client, the desk not the citizens’ pages, and clients not one another', () => {
	const wrong = ours.filter(
		([from, to]) => clientOf(from) !== clientOf(to) && !KNOWN[clientOf(from)]!.includes(clientOf(to)),
	);
	expect(wrong.map(([from, to]) => arrow(from, to))).toEqual([]);
});

test('the layers of shared point one way', () => {
	const rooms = new Set(
		files
			.filter((file) => clientOf(file.path) === 'shared' && !file.path.endsWith('.css'))
			.map((file) => roomOf(file.path)),
	);
	expect([...rooms].sort()).toEqual([...LAYERS].sort());
	const wrong = ours.filter(
		([from, to]) =>
			clientOf(from) === 'shared' &&
			clientOf(to) === 'shared' &&
			LAYERS.indexOf(roomOf(from)) < LAYERS.indexOf(roomOf(to)),
	);
	expect(wrong.map(([from, to]) => arrow(from, to))).toEqual([]);
});

test('no import leads back to where it came from, be it of types alone', () => {
	const known = new Map(
		code.map((file) => [
			file.path,
			file.imports.filter((entry) => !entry.lazy && entry.file).map((entry) => entry.file!),
		]),
	);
	const circles: string[] = [];
	const done = new Set<string>();
	const walk = (path: string, way: string[]) => {
		if (way.includes(path)) return void circles.push([...way.slice(way.indexOf(path)), path].join(' -> '));
		if (done.has(path)) return;
		for (const next of known.get(path) ?? []) walk(next, [...way, path]);
		done.add(path);
	};
	for (const path of known.keys()) walk(path, []);
	expect(circles).toEqual([]);
});

test('nothing is exported for nobody', () => {
	const namesUsedBy = (readers: Source[]) =>
		new Set(
			readers.flatMap((file) =>
				file.imports.flatMap((entry) => entry.names.map((name) => `${entry.file}#${name}`)),
			),
		);
	const inPages = namesUsedBy(code);
	const inTests = namesUsedBy(files);
	const dead = code.flatMap((file) => {
		const usedBy = (users: Set<string>, name: string) =>
			users.has(`${file.path}#${name}`) || users.has(`${file.path}#*`);
		const own = (name: string) => (file.text.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length > 1;
		return (
			file.exports
				.filter(({ name }) => !usedBy(inPages, name))
				// the type of something exported goes with it; what the file itself needs may be exported for the test beside it
				.filter(({ name, isType }) => !own(name) || !(isType || usedBy(inTests, name)))
				.map(({ name }) => `${file.path}: ${name}`)
		);
	});
	expect(dead).toEqual([]);
});

test('nothing is inlined into a page', () => {
	const wrong = code.filter((file) =>
		/\sstyle=|dangerouslySetInnerHTML|innerHTML|insertAdjacentHTML|\beval\(|new Function\(/.test(file.text),
	);
	expect(wrong.map((file) => file.path)).toEqual([]);
});

describe('nothing grows past what can be read at once', () => {
	test('files', () => {
		expect(files.filter((file) => file.text.split('\n').length > 601).map((file) => file.path)).toEqual([]);
	});
	test('functions', () => {
		const long = code.flatMap((file) =>
			file.functions
				.filter((entry) => entry.lines > 60)
				.map((entry) => `${file.path}: ${entry.name} ${entry.lines}`),
		);
		expect(long).toEqual([]);
	});
});
