import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Violation } from './walls.ts';

const platforms = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

/** Tools with a binary for each platform, by the beginning of its package's name. */
const nativeTools = [
	'@biomejs/cli-',
	'@esbuild/',
	'@lydell/node-pty-',
	'@oxc-parser/binding-',
	'@oxc-resolver/binding-',
	'@rollup/rollup-',
	'@typescript/typescript-',
];

const readJson = (root: string, file: string): Record<string, Record<string, unknown>> =>
	JSON.parse(readFileSync(path.join(root, file), 'utf8'));

const lineOf = (root: string, file: string, text: string): number =>
	readFileSync(path.join(root, file), 'utf8')
		.split('\n')
		.findIndex(line => line.includes(text)) + 1;

const declared = (root: string, file: string): Violation[] => {
	const { dependencies = {}, devDependencies = {} } = readJson(root, file);
	const loose = Object.entries({ ...dependencies, ...devDependencies })
		.filter(([, version]) => !/^(\d+\.\d+\.\d+|file:.*)$/.test(String(version)))
		.map(([name]) => ({ name, message: `${name} is not pinned exactly` }));
	const shipped = Object.keys(dependencies).map(name => ({
		name,
		message: `${name} would be installed by users: dist/ is bundled, packages are devDependencies`,
	}));
	return [...loose, ...shipped].map(({ name, message }) => ({
		file,
		line: lineOf(root, file, `"${name}"`),
		message,
	}));
};

/** Tools of which a lock lacks the binary for a platform. */
const lacking = (root: string, file: string): Violation[] => {
	const { packages = {} } = readJson(root, file);
	const names = Object.keys(packages).map(key => key.replace(/^.*node_modules\//, ''));
	return nativeTools.flatMap(tool => {
		const found = names.filter(name => name.startsWith(tool));
		return platforms
			.filter(platform => !found.some(name => name.slice(tool.length).startsWith(platform)))
			.map(platform => ({ file, line: 1, message: `no ${tool}${platform}: npm ci would fail there` }));
	});
};

/** Packages of a lock that name the host they came from. */
const hosts = (root: string, file: string): Violation[] => {
	const { packages = {} } = readJson(root, file);
	return Object.entries(packages)
		.filter(([, entry]) => /^https?:/.test(String(Object(entry).resolved)))
		.map(([key]) => ({
			file,
			line: lineOf(root, file, `"${key}"`),
			message: `${key} names the host it came from`,
		}));
};

/** What in package.json and its lock, ours and that of the benchmarks' peers, would not install alike everywhere. */
export const packageViolations = (root: string): Violation[] => [
	...lacking(root, 'package-lock.json'),
	...['.', 'bench/peers'].flatMap(folder => [
		...declared(root, path.join(folder, 'package.json')),
		...hosts(root, path.join(folder, 'package-lock.json')),
	]),
];
