import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { unpackIn } from '../helpers/packed.ts';
import { builtProgram, type Ended, makePerson, type Person, root, runProgram } from '../helpers/program.ts';

let person: Person;

beforeEach(async () => {
	person = await makePerson();
});

/** Has the first line that the program writes throw. */
const throwingWrite = `
	process.stdout.write = () => {
		throw new TypeError('thrown on purpose');
	};
`;

/** Has what the program does on a signal throw, which comes when it listens. */
const throwingOnSignal = `
	process.on('newListener', event => {
		if (event === 'SIGTERM') {
			setImmediate(() => {
				globalThis.setTimeout = () => {
					throw new TypeError('thrown on purpose');
				};
				process.emit('SIGTERM');
			});
		}
	});
`;

const told =
	/^packer-wizard failed by a defect of its own \(\d+\.\d+\.\d+\)\.\nTypeError: thrown on purpose\n +at /m;

/** Runs the program, given something that happens before it starts. */
const runWith = async (preload: string, args: readonly string[], launcher = builtProgram): Promise<Ended> => {
	const file = path.join(person.home, 'preload.mjs');
	await writeFile(file, preload);
	return runProgram(person, args, { command: [process.execPath, '--import', file, launcher] });
};

/** The code at the places of our own that a stack names, the innermost first. */
const codeAt = async (stack: string): Promise<readonly string[]> => {
	const places = [...stack.matchAll(/^ +at (?:async )?(source\/[\w./-]+):(\d+):(\d+)$/gm)];
	return Promise.all(
		places.map(async ([, file = '', line, column]) => {
			const lines = (await readFile(path.join(root, file), 'utf8')).split('\n');
			return (lines[Number(line) - 1] ?? '').slice(Number(column) - 1);
		}),
	);
};

test('a defect is told with its places in our own files', async () => {
	const { code, stdout, stderr } = await runWith(throwingWrite, ['--version']);
	expect(code).toBe(70);
	expect(stdout).toBe('');
	expect(stderr).toMatch(told);
	expect(stderr).not.toContain('/dist/');
	const [thrown, called] = await codeAt(stderr);
	expect(thrown).toMatch(/^write\(toldText\(/);
	expect(called).toMatch(/^runNamed\(argv, context\)/);
});

test('what nobody caught is told as a defect, too', async () => {
	const { code, stderr } = await runWith(throwingOnSignal, ['presets', 'list']);
	expect(code).toBe(70);
	expect(stderr).toMatch(told);
	expect((await codeAt(stderr))[0]).toMatch(/^setTimeout\(async \(\) => \{/);
});

test('where no map came along, the report is read in the sources', async () => {
	const { launcher } = await unpackIn(person);
	const { code, stderr } = await runWith(throwingWrite, ['--version'], launcher);
	expect(code).toBe(70);
	expect(stderr).toMatch(told);
	expect(stderr).toMatch(/\/package\/dist\/[\w-]+\.js:\d+:\d+/);
	expect(await codeAt(stderr)).toEqual([]);
	const { stdout } = await runProgram(person, [], {
		command: [process.execPath, path.join(root, 'bundle/trace.ts')],
		input: stderr,
	});
	expect(stdout).toMatch(told);
	expect((await codeAt(stdout))[0]).toMatch(/^write\(toldText\(/);
});
