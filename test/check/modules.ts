import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync, type StaticExport, type StaticImport, Visitor } from 'oxc-parser';

/** What code can touch of the world around it. */
export type Touch = 'files' | 'process' | 'programs' | 'network' | 'timers' | 'clock' | 'chance' | 'terminal';

/** The modules that lead to the world. */
const modules: readonly (readonly [Touch, RegExp])[] = [
	['files', /^node:fs(\/|$)/],
	['process', /^node:(process|os)$/],
	['programs', /^node:(child_process|cluster|worker_threads)$|^execa$/],
	['network', /^node:(net|http|https|http2|dns|dgram|tls)(\/|$)|^ssh2$|^https-proxy-agent$/],
	['timers', /^node:timers(\/|$)/],
	['terminal', /^node:(readline|tty)(\/|$)/],
];

/** The globals that do, and the properties of others. */
const globals: Readonly<Record<string, Touch>> = {
	process: 'process',
	fetch: 'network',
	setTimeout: 'timers',
	setInterval: 'timers',
	setImmediate: 'timers',
	performance: 'clock',
	'Date.now': 'clock',
	'Math.random': 'chance',
	console: 'terminal',
	// Everything can be had by way of it.
	globalThis: 'process',
};

/** Without any of these words in its text a file need not be looked at closely. */
const anyGlobal =
	/\b(process|fetch|set(Timeout|Interval|Immediate)|performance|Date|random|console|globalThis)\b/;

/** Something in a source file, and where. */
type Place<Kind> = Kind & {
	/** Relative to the root, with `/`. */
	readonly file: string;
	/** Counts from 1. */
	readonly line: number;
};

/** One import. */
export type Import = Place<{
	/** As written: `../base/paths.ts`, `node:fs`, `ink`. */
	readonly target: string;
	/** Whether it is of types alone. */
	readonly isType: boolean;
	/** What is imported by its name; undefined if that may be anything of the module. */
	readonly names: readonly string[] | undefined;
}>;

/** A source file as the checks see it. */
export type Module = {
	readonly file: string;
	/** Types, re-exports and lazily loaded ones included. */
	readonly imports: readonly Import[];
	/** What is made here and given away by its name; not what is only handed on. */
	readonly exports: readonly Place<{ readonly name: string; readonly isType: boolean }>[];
	readonly touches: readonly Place<{ readonly touch: Touch }>[];
};

const isTypeOnly = (entries: StaticImport['entries'] | StaticExport['entries']): boolean =>
	entries.length > 0 && entries.every(({ isType }) => isType);

const namesOf = (entries: StaticImport['entries'] | StaticExport['entries']): Import['names'] => {
	const names = entries.flatMap(({ importName }) => importName.name ?? []);
	return names.length === entries.length ? names : undefined;
};

/** Calls back with every name that is used for a value of that name: no property, no key, no type. */
const eachName = (program: Parameters<Visitor['visit']>[0], found: (name: string, at: number) => void) => {
	const passed = new Set<unknown>();
	new Visitor({
		MemberExpression: ({ object, property, computed, start }) => {
			if (!computed && property.type === 'Identifier') {
				passed.add(property);
				if (object.type === 'Identifier') {
					found(`${object.name}.${property.name}`, start);
				}
			}
		},
		NewExpression: ({ callee, arguments: given, start }) => {
			if (callee.type === 'Identifier' && callee.name === 'Date' && given.length === 0) {
				found('Date.now', start);
			}
		},
		Property: ({ key, computed, shorthand }) => {
			if (!computed && !shorthand) {
				passed.add(key);
			}
		},
		TSPropertySignature: ({ key }) => {
			passed.add(key);
		},
		Identifier: node => {
			if (!passed.has(node)) {
				found(node.name, node.start);
			}
		},
	}).visit(program);
};

const readModule = (root: string, file: string): Module => {
	const text = readFileSync(path.join(root, file), 'utf8');
	const { program, module } = parseSync(file, text);
	const at = (offset: number) => ({ file, line: text.slice(0, offset).split('\n').length });
	const imports: Import[] = [
		...module.staticImports.map(({ moduleRequest, entries }) => ({
			...at(moduleRequest.start),
			target: moduleRequest.value,
			isType: isTypeOnly(entries),
			names: namesOf(entries),
		})),
		...module.staticExports.flatMap(({ entries }) => {
			const [first] = entries;
			return first?.moduleRequest
				? [
						{
							...at(first.moduleRequest.start),
							target: first.moduleRequest.value,
							isType: isTypeOnly(entries),
							names: namesOf(entries),
						},
					]
				: [];
		}),
		...module.dynamicImports.map(({ moduleRequest: { start, end } }) => ({
			...at(start),
			target: text.slice(start + 1, end - 1),
			isType: false,
			names: undefined,
		})),
	];
	const imported = new Set(
		module.staticImports.flatMap(({ entries }) => entries.map(({ localName }) => localName.value)),
	);
	const exports = module.staticExports.flatMap(({ entries }) =>
		entries.flatMap(({ exportName: { name }, localName, moduleRequest, start, isType }) =>
			name && !moduleRequest && !imported.has(localName.name ?? '') ? [{ ...at(start), name, isType }] : [],
		),
	);
	const touches: Place<{ readonly touch: Touch }>[] = imports.flatMap(({ target, isType, line }) =>
		modules.flatMap(([touch, pattern]) => (pattern.test(target) && !isType ? [{ file, line, touch }] : [])),
	);
	if (anyGlobal.test(text)) {
		eachName(program, (name, offset) => {
			const touch = Object.hasOwn(globals, name) && !imported.has(name) ? globals[name] : undefined;
			if (touch) {
				touches.push({ ...at(offset), touch });
			}
		});
	}

	return { file, imports, exports, touches };
};

/** All TypeScript files below a folder of the root. */
export const readModules = (root: string, folder: string): readonly Module[] =>
	readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter(file => /\.tsx?$/.test(file))
		.sort()
		.map(file => readModule(root, path.join(folder, file).split(path.sep).join('/')));

/** The file that an import leads to, relative to the root; undefined if it is a package or a module of Node.js. */
export const importedFile = ({ file, target }: Import): string | undefined =>
	target.startsWith('.') ? path.posix.join(path.posix.dirname(file), target) : undefined;
