import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * Ink's layout brings its WebAssembly as a `data:` address. Where there is a `fetch`, it is asked for it, and Node loads
 * 40 ms of modules for that; where there is none, the text is decoded, at once.
 */
export const yogaWithoutFetch: Plugin = {
	name: 'yoga-without-fetch',
	setup({ onLoad }) {
		onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => ({
			contents: `const fetch = undefined;\n${await readFile(path, 'utf8')}`,
		}));
	},
};
