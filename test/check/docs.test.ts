import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { walls } from './walls.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** Paths in backticks and in commands, as they are written. */
const pathsIn = (text: string): readonly string[] => [
	...new Set(text.match(/\b(?:source|test|presets|docs)\/[\w./-]*[\w]/g)),
];

test.each(['docs/architecture.md', 'docs/contributing.md'])('what %s names is there', file => {
	const named = pathsIn(read(file));
	expect(named.length).toBeGreaterThan(5);
	expect(named.filter(name => !existsSync(path.join(root, name)))).toEqual([]);
});

test('files that are named without their room are there', () => {
	const named = read('docs/architecture.md').match(/`(?:[a-z]+\/)+[\w-]+\.tsx?`/g) ?? [];
	const files = named.map(name => name.slice(1, -1)).filter(name => !/^(source|bundle|test)\//.test(name));
	expect(files.length).toBeGreaterThan(5);
	expect(files.filter(name => !existsSync(path.join(root, 'source', name)))).toEqual([]);
});

test('the commands of docs/contributing.md are scripts of ours, and their tests exist', () => {
	const { scripts } = JSON.parse(read('package.json'));
	const commands = [...read('docs/contributing.md').matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(
		([, block = '']) => block.trim().split('\n'),
	);
	for (const command of commands) {
		const [, script = command.split(' ')[1]] = /^npm run (\w+)/.exec(command) ?? [];
		if (command.startsWith('npm ') && script !== 'ci') {
			expect(scripts, command).toHaveProperty(String(script));
		}
	}

	const [, names = ''] = /-t "([^"]+)"/.exec(commands.join('\n')) ?? [];
	expect(read('test/flags/questions.test.ts')).toContain(names);
});

test('the table of the rooms in docs/architecture.md is that of the check', () => {
	const rows = [...read('docs/architecture.md').matchAll(/^\| `([a-z]+)(?:\.ts)?` \| .* \|([^|]*)\|$/gm)];
	const told = Object.fromEntries(rows.map(([, room = '', below = '']) => [room, below.trim()]));
	expect(Object.keys(told).sort()).toEqual(Object.keys(walls).sort());
	for (const [room, below] of Object.entries(told)) {
		if (!/every room below|^$/.test(below)) {
			const named = below.replace('the contract of the actions', 'actions/contract').split(', ');
			expect(named.sort(), room).toEqual([...(walls[room] ?? [])].sort());
		}
	}
});
