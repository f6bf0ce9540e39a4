import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { importedFile, type Module, readModules } from './modules.ts';
import type { Violation } from './walls.ts';

/** What only tests use besides the file itself, and why that is right. */
const onlyForTests: Readonly<Record<string, string>> = {
	'source/builds/report/summary.ts buildByHand': 'one line for each Packer and folder, not a whole summary',
	'source/builds/supervisor/evidence.ts resultOf':
		'recorded outputs become journals by the rule of the supervisor',
	'source/builds/timeline/builder-lines.ts builderLines':
		'each pattern is held against lines that imitate it',
	'source/catalog/bundles/schema.ts familySchema':
		'the data is held against it, and not again at every start',
	'source/catalog/packages/schema.ts packagesSchema':
		'the data is held against it, and not again at every start',
	'source/catalog/instance-types.ts architectureByName':
		'held against every type whose architecture is known',
	'source/components/input-filter.ts sequencePatience': 'a time in milliseconds, which no test waits for',
	'source/components/input-tokens.ts tokenize': 'tests give Ink the keys of a byte stream as the filter does',
	'source/flow/words/presets.ts lastBuildText': 'the words alone, for builds of every kind',
	'source/screens/build/phase-list.ts stepWindow': 'held for every number of steps and rows',
};

const issue = z.object({ name: z.string(), line: z.number().optional() });
const issues = z.array(issue).default([]);
const report = z.object({
	issues: z.array(
		z.object({
			file: z.string(),
			files: issues,
			dependencies: issues,
			devDependencies: issues,
			unlisted: issues,
			unresolved: issues,
			exports: issues,
			types: issues,
			duplicates: z.array(z.array(issue)).default([]),
		}),
	),
});

/** What knip finds. @throws if it cannot run: `npm install` gets it. */
const find = (root: string) => {
	const tool = path.resolve(import.meta.dirname, '../../node_modules/knip/bin/knip.js');
	const output = execFileSync(
		process.execPath,
		[tool, '--directory', root, '--reporter', 'json', '--no-exit-code', '--no-config-hints'],
		{ cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
	);
	return report.parse(JSON.parse(output)).issues;
};

/** What runs without a test: the program, and what makes its catalogue and its bundle. */
const programs = (root: string): readonly Module[] =>
	['source', 'make-catalog', 'bundle']
		.filter(folder => existsSync(path.join(root, folder)))
		.flatMap(folder => readModules(root, folder));

/** The values that modules export and none of the others imports. A type may be there to be part of another one. */
const exportsOfNoFile = (modules: readonly Module[], others: readonly Module[]) => {
	const used = new Set<string>();
	for (const found of others.flatMap(({ imports }) => imports)) {
		const file = importedFile(found);
		for (const name of found.names ?? ['*']) {
			used.add(`${file} ${name}`);
		}
	}

	return modules
		.flatMap(({ exports }) => exports)
		.filter(({ file, name, isType }) => !isType && !used.has(`${file} ${name}`) && !used.has(`${file} *`));
};

const packages = [
	['dependencies', 'is a dependency that nothing uses'],
	['devDependencies', 'is a dependency that nothing uses'],
	['unlisted', 'is used and stands in no package.json'],
	['unresolved', 'leads nowhere'],
] as const;

/**
 * Files, packages and exports that nobody uses, and functions and values of the program that only tests do. `knip.json`
 * says where programs begin.
 */
export const unusedViolations = (
	root: string,
	kept: Readonly<Record<string, string>> = onlyForTests,
): Violation[] => {
	const byAnybody = find(root).flatMap(({ file, files, exports, types, duplicates, ...others }) => [
		...files.map(() => ({ file, line: 1, message: 'is a file that nothing uses' })),
		...packages.flatMap(([kind, what]) =>
			others[kind].map(({ name, line = 1 }) => ({ file, line, message: `${name} ${what}` })),
		),
		...[...exports, ...types].map(({ name, line = 1 }) => ({
			file,
			line,
			message: `${name} is exported, and no other file uses it`,
		})),
		...duplicates.flatMap(([, one]) =>
			one ? [{ file, line: one.line ?? 1, message: `${one.name} is another name of the same` }] : [],
		),
	]);
	const told = new Set(byAnybody.map(({ file, line }) => `${file}:${line}`));
	const unusedByProgram = exportsOfNoFile(readModules(root, 'source'), programs(root));
	const onlyByTests = unusedByProgram
		.filter(({ file, line, name }) => !told.has(`${file}:${line}`) && !Object.hasOwn(kept, `${file} ${name}`))
		.map(({ file, line, name }) => ({ file, line, message: `${name} is exported, and only tests use it` }));
	const gone = Object.keys(kept)
		.filter(entry => !unusedByProgram.some(({ file, name }) => entry === `${file} ${name}`))
		.map(entry => ({
			file: 'test/check/unused.ts',
			line: 1,
			message: `${entry} needs no exception any more`,
		}));
	return [...byAnybody, ...onlyByTests, ...gone];
};
