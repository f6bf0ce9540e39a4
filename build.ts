/**
 * Bundles the program into `dist/`: the launcher and the supervisor of a build, each with chunks that are loaded when
 * they are needed, all packages inside, and the licences of those packages beside them. Run by `npm run build`.
 */
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { type BuildOptions, build, type OutputFile } from 'esbuild';
import { launcherOptions } from './bundle/launcher.ts';
import { licencesOf } from './bundle/licences.ts';
import { plugins } from './bundle/plugins.ts';
import { shrunk } from './bundle/shrink.ts';
import { yogaBytes } from './bundle/yoga.ts';

const root = import.meta.dirname;
const day = 24 * 60 * 60 * 1000;

/**
 * Bundled CommonJS packages call `require` for modules of Node.js, which an ES module does not have. Only files that
 * need it get it: the launcher must be read by any Node.js.
 */
const requireLine =
	"const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);\n";

const needsRequire = (text: string): boolean => text.includes('typeof require');

/** The map of a file that got that line: in a source map a line is what ends with `;`. */
const movedMap = (map: string): string => {
	const parsed: { readonly mappings: string } = JSON.parse(map);
	return JSON.stringify({ ...parsed, mappings: `;${parsed.mappings}` });
};

type Written = { readonly name: string; readonly text: string };

/** What is written of a file that esbuild gives: the file, with `require` where it is needed, and its map. */
const writtenOf = async ({ path: file, text }: OutputFile, mapText: string): Promise<readonly Written[]> => {
	const name = path.basename(file);
	const { code, map } = await shrunk({ code: text, map: mapText }, name.endsWith('.js'));
	return needsRequire(code)
		? [
				{ name, text: requireLine + code },
				{ name: `${name}.map`, text: movedMap(map) },
			]
		: [
				{ name, text: code },
				{ name: `${name}.map`, text: map },
			];
};

const allWritten = async (files: readonly OutputFile[]): Promise<readonly Written[]> => {
	const maps = new Map(files.map(({ path: file, text }) => [file, text]));
	const code = files.filter(({ path: file }) => !file.endsWith('.map'));
	return (await Promise.all(code.map(file => writtenOf(file, maps.get(`${file.path}.map`) ?? '')))).flat();
};

/** What the reader of templates loads beside itself: it asks for these files by their names. */
const besides = [
	'node_modules/web-tree-sitter/web-tree-sitter.wasm',
	'node_modules/@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm',
];

/** Leaves what is the same, and replaces the rest in one go: a program that runs from here goes on. */
const writeIfChanged = async (file: string, content: string | Buffer): Promise<void> => {
	const there = await readFile(file).catch(() => undefined);
	if (there?.equals(Buffer.from(content))) {
		return;
	}

	await mkdir(path.dirname(file), { recursive: true });
	const temporary = `${file}.${process.pid}`;
	await writeFile(temporary, content, { mode: 0o755 });
	await rename(temporary, file);
};

/** Chunks of earlier builds stay for a day: a program that was started from them may still load one. */
const removeOld = async (dist: string, kept: readonly string[]): Promise<void> => {
	for (const entry of await readdir(dist)) {
		const file = path.join(dist, entry);
		if (!kept.includes(file) && Date.now() - (await stat(file)).mtimeMs > day) {
			await rm(file, { recursive: true, force: true });
		}
	}
};

const home = path.join(root, 'dist');

/** How all of it is bundled. */
const options = {
	absWorkingDir: root,
	// Wherever it is written: the names of chunks hold the hash of their maps, which lead from here to the sources.
	outdir: home,
	bundle: true,
	format: 'esm',
	platform: 'node',
	target: 'node22',
	// The CommonJS of the AWS SDK is one file for each service, of which nothing can be left out.
	mainFields: ['module', 'main'],
	minify: true,
	// Beside the chunks and named by none, for the stack of a defect (`source/base/trace.ts`). They are not published.
	sourcemap: 'external',
	sourcesContent: false,
	legalComments: 'eof',
	define: { 'process.env.NODE_ENV': '"production"', __dirname: 'import.meta.dirname' },
	plugins: [...plugins],
	// The native parts of ssh2 are optional, and there where somebody compiled them.
	external: ['*.node', 'cpu-features'],
	metafile: true,
	write: false,
} as const satisfies BuildOptions;

const run = promisify(execFile);

/** Builds the program. @param dist the folder that it is written into, below one with `package.json` and `presets/`. */
export const buildProgram = async (dist = home): Promise<void> => {
	// Asked of the sources meanwhile.
	const ahead = run(process.execPath, [path.join(root, 'bundle/ahead.ts')]);
	const launcher = await build({ ...options, ...launcherOptions, entryPoints: { cli: 'source/cli.ts' } });
	const program = await build({
		...options,
		entryPoints: { main: 'source/commands/main.ts', supervisor: 'source/builds/supervisor/main.ts' },
		splitting: true,
	});
	const outputFiles = [launcher, program].flatMap(result => result.outputFiles);
	const outputs = [launcher, program].flatMap(result => Object.values(result.metafile.outputs));
	// Of a package that is shaken away whole, nothing is shipped.
	const shipped = outputs.flatMap(({ inputs }) =>
		Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
	);
	const licenceFile = path.join(dist, 'LICENSES.txt');
	await writeIfChanged(licenceFile, await licencesOf(root, [...shipped, ...besides]));
	const packed = besides.map(file => ({
		from: path.join(root, file),
		to: path.join(dist, `${path.basename(file)}.br`),
	}));
	for (const { from, to } of packed) {
		await writeIfChanged(to, brotliCompressSync(await readFile(from)));
	}

	const layout = path.join(dist, 'yoga.wasm.br');
	await writeIfChanged(layout, brotliCompressSync(await yogaBytes()));
	const made: Readonly<Record<string, string>> = JSON.parse((await ahead).stdout);
	const written = [
		...(await allWritten(outputFiles)),
		...Object.entries(made).map(([name, text]) => ({ name, text })),
	].map(({ name, text }) => ({ file: path.join(dist, name), text }));
	for (const { file, text } of written) {
		await writeIfChanged(file, text);
	}

	await removeOld(dist, [
		...written.map(({ file }) => file),
		...packed.map(({ to }) => to),
		layout,
		licenceFile,
	]);
};

if (process.argv[1] === import.meta.filename) {
	await buildProgram();
}
