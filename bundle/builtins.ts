import { builtinModules } from 'node:module';
import type { Plugin } from 'esbuild';

const whole = 'builtin';
const part = 'builtin-part';
const names = new Set(builtinModules);

/** What `node:process` has only where another process talks to this one: the same sources make the same chunks everywhere. */
const ofChildren: readonly string[] = ['channel', 'connected', 'disconnect', 'send', 'exitCode'];

/**
 * Takes modules of Node.js as they are, without what an `import` of one makes of it: that lists all exports of the module,
 * and with them loads what is behind each. `import 'node:http'` loads Node's whole `fetch` so, which takes longer than all
 * that a first screen shows (22.23: 120 ms). Each export that is used is a module of its own, so that a chunk has those of
 * its own files alone.
 */
export const leanBuiltins: Plugin = {
	name: 'lean-builtins',
	setup({ onResolve, onLoad }) {
		onResolve({ filter: /.*/, namespace: whole }, ({ path }) => ({
			path,
			namespace: part,
			sideEffects: false,
		}));
		onResolve({ filter: /^(?:node:)?[a-z_\d]+(?:\/[a-z_\d]+)*$/ }, ({ path, kind }) => {
			const name = path.replace(/^node:/, '');
			return kind === 'import-statement' && names.has(name)
				? { path: name, namespace: whole, sideEffects: false }
				: undefined;
		});
		onLoad({ filter: /.*/, namespace: whole }, ({ path }) => {
			const exported = Object.keys(process.getBuiltinModule(path) ?? {}).filter(
				name => /^[A-Za-z][\w$]*$/.test(name) && !ofChildren.includes(name),
			);
			return {
				contents: [
					`export { value as default } from '${path}';`,
					...exported.map(name => `export { value as ${name} } from '${path}.${name}';`),
				].join('\n'),
			};
		});
		onLoad({ filter: /.*/, namespace: part }, ({ path }) => {
			const [name, exported] = path.split('.');
			return {
				contents: `export const value = process.getBuiltinModule('node:${name}')${exported === undefined ? '' : `.${exported}`};`,
			};
		});
	},
};
