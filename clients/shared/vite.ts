// The build settings that all clients share. Nothing is inlined into pages, because the content security policy
// allows scripts and styles from our own origin alone.
import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vite';

/**
 * Whose packages are in a client, with their notices, which ask to go wherever the code goes: it is served beside the
 * pages, and scripts/sbom reads it.
 */
export const LICENCES = 'licences.json';

/** base: the path under which nginx serves the client, with its closing slash. */
export function clientConfig(base: string): UserConfig {
	return {
		base,
		oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
		build: {
			target: 'es2022',
			assetsInlineLimit: 0,
			modulePreload: { polyfill: false },
			reportCompressedSize: true,
			license: { fileName: LICENCES },
		},
		server: {
			fs: { allow: [fileURLToPath(new URL('..', import.meta.url))] },
			proxy: Object.fromEntries(
				['/v1', '/.well-known', '/openapi.json', '/healthz', '/readyz'].map((path) => [
					path,
					process.env['MOTCUA_BASE_URL'] ?? 'http://127.0.0.1:8080',
				]),
			),
		},
	};
}
