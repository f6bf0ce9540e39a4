import type { BuildOptions, Plugin } from 'esbuild';
import { plugins } from './plugins.ts';

/** The program, which the launcher loads by its name. */
const programApart: Plugin = {
	name: 'program-apart',
	setup({ onResolve }) {
		onResolve({ filter: /\/commands\/main\.ts$/ }, () => ({ path: './main.js', external: true }));
	},
};

/** What a launcher that tells of our own words alone never comes to: whoever did, would be told by the program. */
const withoutWidths: Plugin = {
	name: 'without-widths',
	setup({ onResolve, onLoad }) {
		onResolve({ filter: /^string-width$/ }, ({ path }) => ({ path, namespace: 'without-widths' }));
		onLoad({ filter: /.*/, namespace: 'without-widths' }, () => ({ contents: 'export default undefined;' }));
	},
};

/**
 * The launcher is one file, which any Node.js can read, to be told which one is needed. It is CommonJS, since Node's loader
 * of ES modules takes as long to begin as all that the launcher does when it tells the version or a help.
 */
export const launcherOptions = {
	format: 'cjs',
	outExtension: { '.js': '.cjs' },
	target: 'es2019',
	supported: { 'dynamic-import': true },
	banner: { js: "var launcherUrl = require('url').pathToFileURL(__filename).href;" },
	define: { 'import.meta.url': 'launcherUrl' },
	plugins: [programApart, withoutWidths, ...plugins],
} as const satisfies BuildOptions;
