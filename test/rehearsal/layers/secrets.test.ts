import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '../../../source/base/run-command.ts';
import { layersFolder } from '../../../source/builds/folders.ts';
import { openShelf } from '../../../source/rehearsal/layers/shelf.ts';
import { needs } from '../../helpers/needs.ts';
import { makePerson, type Person } from '../../helpers/program.ts';
import { engine, makeKeeper, recordsOf, rehearse } from './rehearse.ts';

const secret = 'odd-s3cret-4711';

const scripts = {
	one: 'echo 1 | sudo tee /etc/one',
	two:
		'echo "$' +
		'{TOKEN:-}" | sudo tee /etc/two >/dev/null; [ ! -e /tmp/payload ] || sudo cp /tmp/payload /etc/payload',
	three: 'echo 3 | sudo tee /etc/three',
};

/** Lines in the step of the second script, or in front of it. */
const inSecond =
	(lines: string, before = '') =>
	(template: string): string =>
		template.replace(
			/( {2}provisioner "shell" \{\n)( {4}script += "\$\{path\.root\}\/scripts\/02-two\.sh"\n)/,
			`${before}$1$2${lines}`,
		);

const variable = 'variable "token" {\n  sensitive = true\n}\n';

/** All that is kept of a person's rehearsals: records, what the engine tells of images, and the files of their layers. */
const allKept = async (person: Person): Promise<string> => {
	const folder = layersFolder(person.environment);
	const records = (await readdir(folder)).map(name => readFile(path.join(folder, name), 'utf8'));
	const images = (await recordsOf(person)).map(async ({ image }) => {
		const told = await engine(person, 'image', 'inspect', image);
		const history = await engine(person, 'image', 'history', '--no-trunc', image);
		const files = await engine(
			person,
			...['image', 'inspect', '--format', '{{.GraphDriver.Data.UpperDir}}', image],
		);
		const { stdout } = await runCommand('grep', ['--recursive', '--text', '-F', secret, files.trim()], {
			environment: person.environment,
			folder: person.folder,
		});
		expect(await readdir(files.trim())).toContain('home');
		return told + history + stdout;
	});
	return (await Promise.all([...records, ...images])).join('\n');
};

describe('a secret', () => {
	beforeEach(context => needs(context, 'packer', 'containers'));

	test.each([
		{
			name: 'in the environment that a step gets in a file',
			change: inSecond('    environment_vars = ["TOKEN=$' + '{var.token}"]\n    use_env_var_file = true\n'),
		},
		{
			name: 'in the command line of a step',
			change: inSecond('    environment_vars = ["TOKEN=$' + '{var.token}"]\n'),
		},
		{
			name: 'in a file that is sent',
			change: inSecond(
				'',
				'  provisioner "file" {\n    source      = "$' +
					'{path.root}/payload"\n    destination = "/tmp/payload"\n  }\n\n',
			),
		},
	])(
		'$name is in no layer, and nothing behind it is kept',
		async ({ change }) => {
			const person = await makeKeeper({ PKR_VAR_token: secret });
			await mkdir(path.join(person.folder, 'web'));
			await writeFile(path.join(person.folder, 'web', 'payload'), `password: ${secret}\n`);
			const timeline = await rehearse(person, {
				scripts,
				change: template => `${variable}\n${change(template)}`,
			});
			expect(timeline.result).toBe('done');
			expect(timeline.steps.map(({ name, layer }) => [name, layer !== undefined])).toEqual([
				['wait-for-boot', true],
				['one', true],
				['two', false],
				['three', false],
			]);
			expect(timeline.log.map(({ text }) => text)).toContain(
				'From two on, the next rehearsal runs all steps anew: it got a secret.',
			);
			expect(await recordsOf(person)).toHaveLength(2);
			expect(await allKept(person)).not.toContain(secret);
		},
		600_000,
	);
});

test('hashes of one folder are those of no other, so that nobody finds a short secret by trying', async () => {
	const person = await makePerson();
	const [one, other] = await Promise.all(
		['one', 'other'].map(name => openShelf(path.join(person.folder, name))),
	);
	expect(one?.digest('1234')).not.toBe(other?.digest('1234'));
	expect(createHash('sha256').update('1234').digest('hex')).not.toContain(one?.digest('1234'));
	// Two that open one folder at once have one key.
	const [first, second] = await Promise.all([1, 2].map(() => openShelf(path.join(person.folder, 'third'))));
	expect(first?.digest('1234')).toBe(second?.digest('1234'));
});
