import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['*.test.ts', '*/src/**/*.test.ts', '*/src/**/*.test.tsx'],
		environment: 'node',
		restoreMocks: true,
	},
	oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
});
