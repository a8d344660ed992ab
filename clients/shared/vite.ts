// The build settings that all clients share. Nothing is inlined into pages, because the content security policy
// allows scripts and styles from our own origin alone.
import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vite';

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
			// whose packages are in it, with their notices: what scripts/sbom reads
			license: { fileName: '.vite/license.json' },
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
