// The rules of the layers, checked on every source: one file calls fetch, clients do not import one another, nothing needs
// inline styles or scripts (the content security policy forbids them), no file grows past 600 lines.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const clients = ['shared', 'portal', 'desk', 'mobile'];

function sources(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return sources(path);
		return /\.(tsx?|css)$/.test(entry.name) && entry.name !== 'contract.d.ts' ? [path] : [];
	});
}

const files = clients.flatMap((client) => sources(join(root, client, 'src'))).map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }));
const code = files.filter((file) => !/\.(test\.tsx?|css)$/.test(file.path));
/** The service worker answers the browser's own requests; it is below the page. */
const mayFetch = /^(shared\/src\/api\/client\.ts|mobile\/src\/worker\/sw\.ts)$/;

test('there is something to check', () => {
	expect(code.length).toBeGreaterThan(80);
});

test('only the client calls fetch', () => {
	const callers = code.filter((file) => /(?<![\w.'"])(?<!async )fetch\(|XMLHttpRequest|sendBeacon|new EventSource/.test(file.text) && !mayFetch.test(file.path));
	expect(callers.map((file) => file.path)).toEqual([]);
});

test('shared knows no client, and clients do not know one another', () => {
	const wrong = code.filter((file) => {
		const own = file.path.split('/')[0];
		return clients.some((other) => other !== 'shared' && other !== own && file.text.includes(`@motcua/${other}`)) || /from '(\.\.\/)+(portal|desk|mobile)\//.test(file.text);
	});
	expect(wrong.map((file) => file.path)).toEqual([]);
});

test('nothing is inlined into a page', () => {
	const wrong = code.filter((file) => /\sstyle=|dangerouslySetInnerHTML|innerHTML|insertAdjacentHTML|\beval\(|new Function\(/.test(file.text));
	expect(wrong.map((file) => file.path)).toEqual([]);
});

test('files stay small', () => {
	const long = files.filter((file) => file.text.split('\n').length > 620 && !file.path.endsWith('.css'));
	expect(long.map((file) => file.path)).toEqual([]);
});
