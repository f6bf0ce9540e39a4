import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { ClosingLine } from './test/setup/closing-line.ts';
import { setupFolder, testEnvironment } from './test/setup/places.ts';

/** Tests that drive the built program from end to end. */
const endToEnd = 'test/e2e/**/*.test.ts';

export default defineConfig({
	// How long each file took is remembered outside node_modules, which `npm ci` takes away: the longest begin first.
	cacheDir: path.join(setupFolder, 'vite'),
	test: {
		reporters: ['default', new ClosingLine()],
		pool: 'forks',
		// Two processors: most files wait for Packer, containers and clocks, and while they do, others compute.
		maxWorkers: 4,
		// CI is slow, and so is a machine that does something else: a timeout is there for what hangs.
		testTimeout: 60_000,
		hookTimeout: 60_000,
		teardownTimeout: 20_000,
		expect: { poll: { timeout: 20_000 } },
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: [endToEnd, 'node_modules/**'],
					// The React that the program ships: that for developers is half the time of a test of a screen.
					env: { ...testEnvironment(), NODE_ENV: 'production' },
					globalSetup: 'test/setup/build.ts',
					// Modules are loaded once for many files: they keep nothing that differs from one test to the next. A file that
					// replaces one forgets all of them before and after (`vi.resetModules`).
					isolate: false,
				},
				esbuild: { jsxDev: false },
			},
			{
				extends: true,
				test: {
					name: 'e2e',
					include: [endToEnd],
					env: testEnvironment(),
					globalSetup: 'test/setup/build.ts',
					testTimeout: 240_000,
					hookTimeout: 240_000,
				},
			},
		],
	},
});
