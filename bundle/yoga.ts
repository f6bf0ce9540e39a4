import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'esbuild';

const packed = /data:application\/octet-stream;base64,([A-Za-z\d+/=]+)/;
const file = path.resolve(
	import.meta.dirname,
	'../node_modules/yoga-layout/dist/binaries/yoga-wasm-base64-esm.js',
);
const begin = 'loadYoga = loadYoga || {};';

/** The WebAssembly of Ink's layout, which lies beside the chunks as `yoga.wasm.br`. */
export const yogaBytes = async (): Promise<Buffer> => {
	const [, text] = packed.exec(await readFile(file, 'utf8')) ?? [];
	if (text === undefined) {
		throw new Error(`${file} holds no WebAssembly.`);
	}

	return Buffer.from(text, 'base64');
};

/**
 * Ink's layout brings its WebAssembly as a `data:` address, a third larger than it is, and asks `fetch` for it, for which
 * Node loads 40 ms of modules. Ours is a file of its own, and is read; compressed it is a
 * third, and half a millisecond is not seen.
 */
export const yogaAsFile: Plugin = {
	name: 'yoga-as-file',
	setup({ onLoad }) {
		onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path: asked }) => {
			const text = await readFile(asked, 'utf8');
			if (!text.includes(begin)) {
				throw new Error(`${asked} begins in another way.`);
			}

			const bytes = "brotliDecompressSync(readFileSync(new URL('./yoga.wasm.br', import.meta.url)))";
			return {
				contents: `import { readFileSync } from 'node:fs';\nimport { brotliDecompressSync } from 'node:zlib';\n${text.replace(packed, '').replace(begin, `loadYoga = { wasmBinary: ${bytes} };`)}`,
			};
		});
	},
};
