import { expect, test } from 'vitest';
import { planFor } from './plan.ts';

const shell = { origin: 'https://dv.example', base: '/m/', shell: ['index.html', 'assets/app-1a2b.js', 'icon.svg'] };
const ask = (path: string, more: { method?: string; navigates?: boolean } = {}) =>
	planFor({ method: 'GET', url: new URL(path, shell.origin).href, navigates: false, ...more }, shell);

test('its own files come from the device', () => {
	expect(ask('/m/assets/app-1a2b.js')).toEqual({ kind: 'file', file: 'assets/app-1a2b.js' });
	expect(ask('/m/icon.svg?x=1')).toEqual({ kind: 'file', file: 'icon.svg' });
});

test('a page comes from the network first', () => {
	expect(ask('/m/', { navigates: true })).toEqual({ kind: 'page' });
	expect(ask('/m/ho-so/1', { navigates: true })).toEqual({ kind: 'page' });
	expect(ask('/m/index.html', { navigates: true })).toEqual({ kind: 'page' });
});

test('the service’s answers, other clients and other origins are left alone', () => {
	expect(ask('/v1/dossiers')).toEqual({ kind: 'leave' });
	expect(ask('/v1/me', { navigates: true })).toEqual({ kind: 'leave' });
	expect(ask('/desk/', { navigates: true })).toEqual({ kind: 'leave' });
	expect(ask('/', { navigates: true })).toEqual({ kind: 'leave' });
	expect(ask('https://elsewhere.example/m/icon.svg')).toEqual({ kind: 'leave' });
	expect(ask('/m/', { method: 'POST', navigates: true })).toEqual({ kind: 'leave' });
});

test('a file of an older build is asked for, not answered with a page', () => {
	expect(ask('/m/assets/app-0000.js')).toEqual({ kind: 'leave' });
});
