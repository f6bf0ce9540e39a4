import path from 'node:path';
import type { Plugin } from 'esbuild';

const namespace = 'at-first-call';
const root = path.dirname(import.meta.dirname);
const source = path.join(root, 'source') + path.sep;

/**
 * Packages that are one function, and how it is exported: they are loaded when one of our files calls it first.
 * `string-width` reads all that ICU knows of emoji when it is loaded, and most texts need nothing of that; `execa` brings a
 * good part of Node's streams.
 */
const packages: Readonly<Record<string, string>> = { 'string-width': 'default', execa: 'execa' };

/** Loads some packages when they are called first, where we are the ones who call them. */
export const atFirstCall: Plugin = {
	name: namespace,
	setup({ onResolve, onLoad }) {
		onResolve(
			{ filter: new RegExp(`^(${Object.keys(packages).join('|')})$`) },
			({ importer, path: wanted }) => (importer.startsWith(source) ? { path: wanted, namespace } : undefined),
		);
		onLoad({ filter: /.*/, namespace }, ({ path: wanted }) => {
			const name = packages[wanted];
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
