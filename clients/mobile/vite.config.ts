import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';
import { clientConfig, LICENCES } from '../shared/vite.ts';

/** What docker/nginx/site puts beside the build; its digest there becomes part of the cache's name. */
const SITE = ['theme.css', 'logo.svg', 'icon-192.png', 'icon-512.png', 'icon-maskable.png'].map((file) => `site/${file}`);

/** Tells the service worker which files this build consists of, and names its cache by their content. */
function shell(): Plugin {
	return {
		name: 'motcua-shell',
		apply: 'build',
		enforce: 'post',
		generateBundle: {
			order: 'post',
			handler(_options, bundle) {
				const worker = bundle['sw.js'];
				if (worker?.type !== 'chunk') throw new Error('The service worker was not built.');
				const own = readdirSync(new URL('public', import.meta.url)).sort();
				const asked = (file: string) => file !== 'sw.js' && !file.endsWith('.map') && file !== LICENCES;
				const made = Object.keys(bundle).filter(asked).sort();
				const digest = createHash('sha256');
				for (const file of own) digest.update(file).update(readFileSync(new URL(`public/${file}`, import.meta.url)));
				for (const file of made) {
					const part = bundle[file]!;
					digest.update(file).update(part.type === 'chunk' ? part.code : part.source);
				}
				worker.code = worker.code
					.replaceAll('__SHELL__', JSON.stringify([...made, ...own, ...SITE]))
					.replaceAll('__VERSION__', JSON.stringify(`${digest.digest('hex').slice(0, 16)}-{{site.digest}}`));
			},
		},
	};
}

const base = clientConfig('/m/');

export default defineConfig({
	...base,
	plugins: [shell()],
	build: {
		...base.build,
		rolldownOptions: {
			input: { index: 'index.html', sw: 'src/worker/sw.ts' },
			// the worker's address must not change from build to build
			output: { entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
		},
	},
});
