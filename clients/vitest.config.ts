import { defineConfig } from 'vitest/config';

const jsx = { runtime: 'automatic', importSource: 'preact' } as const;

export default defineConfig({
	test: {
		restoreMocks: true,
		projects: [
			{
				extends: true,
				test: { name: 'rules', environment: 'node', include: ['*.test.ts', '*/src/**/*.test.ts'] },
			},
			// a component's test stands beside it and has a page
			{
				extends: true,
				test: {
					name: 'components',
					environment: 'happy-dom',
					setupFiles: ['./vitest.dom.ts'],
					include: ['*/src/**/*.test.tsx'],
				},
			},
		],
	},
	oxc: { jsx },
});
