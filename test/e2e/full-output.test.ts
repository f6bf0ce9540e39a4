import { beforeEach, describe, expect, test } from 'vitest';
import { endOfBuild, journalOf, listBuilds } from '../builds/helpers.ts';
import { needs } from '../helpers/needs.ts';
import { builtProgram, makePerson, type Person, runProgram } from '../helpers/program.ts';

/** Runs the program with a standard output that takes nothing, as on a full disk. */
const onFullDisk = (person: Person, args: readonly string[], env: Record<string, string> = {}) =>
	runProgram(person, args, {
		command: ['sh', '-c', '"$0" "$@" >/dev/full', process.execPath, builtProgram],
		env,
	});

describe('a standard output that is full', () => {
	beforeEach(context => {
		needs(context, 'packer');
		context.skip(process.platform !== 'linux', '/dev/full is of Linux');
	});

	const full = 'Standard output cannot be written. The disk is full.\n';

	test.each([
		['--json', 'goes on. Watch it', {}],
		['--no-input', 'goes on. Watch it', {}],
		['--json', 'is cancelled, since the CI job that waits for it ends here', { CI: 'true' }],
	] as const)('is told while a build goes on, with %s: %s', async (flag, what, env) => {
		const person = await makePerson();
		const args = ['run', 'nodejs', '--rehearse', '--speed', '6', flag];
		const { code, stderr } = await onFullDisk(person, args, env);
		expect(stderr.startsWith(full), stderr).toBe(true);
		const [build] = await listBuilds(person.environment);
		expect(stderr).toContain(`nodejs ${what}`);
		expect(stderr).toContain(`builds watch ${build?.id}`);
		expect(code).toBe(5);
		if ('CI' in env) {
			expect(await endOfBuild(person, build?.id ?? '')).toMatchObject({ result: 'cancelled' });
			expect(await journalOf(person, build?.id ?? '')).toContainEqual(
				expect.objectContaining({ kind: 'cancel', reason: 'job' }),
			);
		}
	});

	test.each([[['presets', 'list']], [['doctor', '--json']], [['--help']]])('is told of %j', async args => {
		const { code, stderr } = await onFullDisk(await makePerson(), args);
		expect(stderr).toBe(full);
		expect(code).toBe(3);
	});
});
