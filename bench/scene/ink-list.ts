import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../measure/place.ts';

/** Bundles the list of the peers as a program of Ink is shipped, into a folder. @returns the file to run. */
export const bundleInkList = async (folder: string): Promise<string> => {
	await build({
		absWorkingDir: root,
		entryPoints: { list: 'bench/peers/list.tsx' },
		outdir: folder,
		outExtension: { '.js': '.mjs' },
		bundle: true,
		// React's developer tools, which are not installed, stay in a chunk that nobody loads.
		splitting: true,
		external: ['react-devtools-core'],
		minify: true,
		format: 'esm',
		platform: 'node',
		jsx: 'automatic',
		define: { 'process.env.NODE_ENV': '"production"' },
		banner: {
			js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
		},
	});
	return path.join(folder, 'list.mjs');
};
