import path from 'node:path';
import type { Plugin } from 'esbuild';

const namespace = 'at-first-call';
const root = path.dirname(import.meta.dirname);

/**
 * Packages that are one function, the importing file of ours, and how the function is exported: they are loaded when it is
 * called first. `string-width` reads all that ICU knows of emoji when it is loaded, and most texts need nothing of that.
 */
const packages: Readonly<Record<string, { readonly importer: string; readonly name: string }>> = {
	'string-width': { importer: 'source/base/cells.ts', name: 'default' },
};

/** Loads some packages when they are called first, where we are the ones who call them. */
export const atFirstCall: Plugin = {
	name: namespace,
	setup({ onResolve, onLoad }) {
		for (const [name, { importer }] of Object.entries(packages)) {
			const whole = path.join(root, importer);
			onResolve({ filter: new RegExp(`^${name}$`) }, ({ importer: from, path: wanted }) =>
				from === whole ? { path: wanted, namespace } : undefined,
			);
		}

		onLoad({ filter: /.*/, namespace }, ({ path: wanted }) => {
			const { name } = packages[wanted] ?? { name: 'default' };
			return {
				contents: [
					'let called;',
					`const call = (...given) => (called ??= require('${wanted}').${name})(...given);`,
					`export { call as ${name} };`,
				].join('\n'),
				resolveDir: root,
			};
		});
	},
};
