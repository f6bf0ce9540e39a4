import path from 'node:path';
import type { Plugin } from 'esbuild';

const namespace = 'at-first-call';
const root = path.dirname(import.meta.dirname);
const source = path.join(root, 'source') + path.sep;

/** How a package is exported, who gets it so, and what answers without it. */
type Late = {
	readonly exported: string;
	readonly isFor: (importer: string) => boolean;
	readonly imports?: string;
	/** An expression of `given`, the arguments; undefined where the package is needed. */
	readonly without?: string;
};

/**
 * Packages that are one function: they are loaded when it is called first. `execa` brings a good part of Node's streams.
 * `string-width` reads all that ICU knows of emoji when it is loaded (40 ms); Ink and its packages ask it of each text that
 * they draw, and most texts need nothing of that.
 */
const packages: Readonly<Record<string, Late>> = {
	execa: { exported: 'execa', isFor: importer => importer.startsWith(source) },
	'string-width': {
		exported: 'default',
		isFor: () => true,
		imports: "import { isPlain } from './source/base/plain.ts';",
		without:
			"typeof given[0] === 'string' && given[1]?.ambiguousIsNarrow !== false && isPlain(given[0]) ? given[0].length : undefined",
	},
};

/** Loads some packages when they are called first. */
export const atFirstCall: Plugin = {
	name: namespace,
	setup({ onResolve, onLoad }) {
		onResolve(
			{ filter: new RegExp(`^(${Object.keys(packages).join('|')})$`) },
			({ importer, kind, path: wanted }) =>
				kind === 'import-statement' && packages[wanted]?.isFor(importer)
					? { path: wanted, namespace }
					: undefined,
		);
		onLoad({ filter: /.*/, namespace }, ({ path: wanted }) => {
			const { exported = '', imports = '', without = 'undefined' } = packages[wanted] ?? {};
			return {
				contents: [
					imports,
					'let called;',
					`const call = (...given) => ${without} ?? (called ??= require('${wanted}').${exported})(...given);`,
					`export { call as ${exported} };`,
				].join('\n'),
				resolveDir: root,
			};
		});
	},
};
