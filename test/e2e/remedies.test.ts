import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { recipeText } from '../../source/recipe/read.ts';
import { recipeSchema } from '../../source/recipe/schema.ts';
import { journalOf, listBuilds, makePersonWithoutEngine } from '../builds/helpers.ts';
import { withAwsSandbox } from '../helpers/aws-sandbox/aws-sandbox.ts';
import { runInside } from '../helpers/namespace.ts';
import { needs } from '../helpers/needs.ts';
import { builtProgram, makePerson, type Person, runProgram } from '../helpers/program.ts';
import { launch, type Terminal } from '../helpers/terminal.ts';

/** What a person does at the first row of a failure, by how it is called, until the next build runs. */
type Cures = Readonly<Record<string, (terminal: Terminal) => Promise<void>>>;

/** Answers the one question that is asked again, and builds once more from the review, which says what changed. */
const answer =
	(type: (terminal: Terminal) => Promise<void>) =>
	async (terminal: Terminal): Promise<void> => {
		await terminal.waitFor('then the review');
		await type(terminal);
		await fromReview(terminal);
	};

const fromReview = async (terminal: Terminal): Promise<void> => {
	await terminal.waitFor(
		/^ Review[\s\S]*Account +(none yet|not known|\d)[\s\S]*Changed: [\s\S]*❯ (Rehearse|Build) it/m,
	);
	await terminal.press('enter');
};

const typed = (text: string): Cures[string] =>
	answer(async terminal => {
		terminal.type(text);
		await terminal.waitFor(`› ${text}`);
		await terminal.press('enter');
	});

const instead = (text: string): Cures[string] =>
	answer(async terminal => {
		await terminal.press(...Array.from({ length: 20 }, () => 'backspace' as const));
		terminal.type(text);
		await terminal.waitFor(`› ${text}`);
		await terminal.press('enter');
	});

const isFailure = (screen: readonly string[]): boolean => /^ ✗ .* failed/.test(screen[0] ?? '');

/** The row that stands there first when a build failed; undefined when it went well. */
const firstRow = async (terminal: Terminal): Promise<string | undefined> => {
	await terminal.waitFor(/^ ✗ .* failed[\s\S]*❯ |The rehearsal is over|The image is ready/m, 60_000);
	return isFailure(terminal.screen()) ? /❯ (.*?)(?: {2}|$)/m.exec(terminal.text())?.[1] : undefined;
};

/** Takes the first row of each failure until the build ends well; gives the rows in the order in which they came. */
const cureAll = async (terminal: Terminal, cures: Cures): Promise<readonly string[]> => {
	const met: string[] = [];
	for (;;) {
		const row = await firstRow(terminal);
		if (row === undefined) {
			return met;
		}

		const cure = cures[row];
		if (!cure || met.includes(row)) {
			throw new Error(`${row} does not help:\n${terminal.text()}`);
		}

		met.push(row);
		await terminal.press('enter');
		await terminal.waitFor(screen => !isFailure(screen));
		await cure(terminal);
	}
};

const results = async (person: Person): Promise<readonly unknown[]> => {
	const builds = await listBuilds(person.environment);
	const ends = await Promise.all(builds.map(async ({ id }) => (await journalOf(person, id)).at(-1)));
	return ends.map(end => (end?.kind === 'end' ? end.result : end));
};

describe('a rehearsal in which one thing after the other goes wrong ends well', () => {
	beforeEach(context => needs(context, 'packer'));

	test('by the answers that EC2 wants to have others', async () => {
		const person = await makePersonWithoutEngine();
		const faults = [
			...['region-disabled', 'no-default-vpc', 'no-capacity', 'name-taken', 'tags-demanded'],
			...['port-revoked', 'copy-fails'],
		];
		const terminal = launch(person, [
			...['new', '--region', 'me-south-1', '--base', 'debian-12', '--name', 'shop'],
			...['--copy-to', 'us-east-1', '--command', 'true', '--rehearse', '--speed', '1000000'],
			...faults.flatMap(fault => ['--fault', fault]),
		]);
		const cures: Cures = {
			'Choose a region': typed('eu-west-1'),
			'Choose a subnet': typed('subnet-0f3a91c2d4e5f6a7b'),
			'Choose a machine': typed('t3.small'),
			'Choose another name': instead('store'),
			'Change the tags': answer(async ({ type, press, waitFor }) => {
				type('CostCenter=1234');
				await waitFor('CostCenter=1234');
				await press('enter', 'enter');
			}),
			'Choose who connects': typed('203.0.113.7/32'),
			'Leave out a region': answer(async ({ press, waitFor }) => {
				await waitFor(/❯ \[x\] us-east-1/);
				await press('space');
				await waitFor(/❯ \[ \] us-east-1/);
				await press('enter');
			}),
		};
		const met = await cureAll(terminal, cures);
		expect([...met].sort()).toEqual(Object.keys(cures).sort());
		await terminal.press('enter');
		expect(await terminal.exit).toMatchObject({ code: 0 });
		expect(await results(person)).toEqual(['done', ...met.map(() => 'failed')]);
	});

	test('by the command that the end names, where nobody is asked', async () => {
		const person = await makePersonWithoutEngine();
		const { code, stdout } = await runProgram(person, [
			...['new', '--region', 'eu-west-1', '--base', 'debian-12', '--name', 'shop', '--command', 'true'],
			...['--rehearse', '--speed', '1000000', '--fault', 'no-capacity', '--no-input'],
		]);
		expect(code).toBe(1);
		const command =
			/Way out .*: packer-wizard (builds rerun \S+ --instance-type <id>)/.exec(stdout)?.[1] ?? '';
		const args = command.replace('<id>', 't3.small').split(' ');
		expect(await runProgram(person, [...args, '--no-input'])).toMatchObject({ code: 0 });
		expect(await results(person)).toEqual(['done', 'failed']);
	});

	test('by the same once more, where that is enough', async () => {
		const person = await makePersonWithoutEngine();
		const terminal = launch(person, [
			...['new', '--region', 'eu-west-1', '--base', 'debian-12', '--name', 'shop', '--command', 'true'],
			...['--rehearse', '--speed', '1000000', '--fault', 'throttling'],
		]);
		expect(await cureAll(terminal, { 'Rehearse it again': async () => undefined })).toHaveLength(1);
		expect(await results(person)).toEqual(['done', 'failed']);
	});

	test('by what is changed where the machine and its scripts fail', async context => {
		needs(context, 'containers');
		const person = await makePerson();
		const terminal = launch(person, [
			...['new', '--region', 'eu-west-1', '--base', 'debian-12', '--name', 'shop', '--spot', 'yes'],
			...['--command', 'useradd web', '--command', 'no-such-command', '--rehearse', '--speed', '1000000'],
			...['--fault', 'spot-role-missing', '--fault', 'disk-full'],
		]);
		const cures: Cures = {
			'Build on demand': fromReview,
			'Take a larger disk': instead('20'),
			'Add sudo': answer(async ({ waitFor, press }) => {
				await waitFor('sudo useradd web');
				await press('down', 'down', 'enter');
			}),
			'Change the commands': answer(async ({ waitFor, press }) => {
				await waitFor('no-such-command');
				await press('up', 'end', ...Array.from('no-such-command', () => 'backspace' as const));
				await waitFor(screen => !screen.join('\n').includes('no-such'));
				await press('down', 'down', 'enter');
			}),
		};
		const met = await cureAll(terminal, cures);
		expect([...met].sort()).toEqual(Object.keys(cures).sort());
		expect(await results(person)).toEqual(['done', ...met.map(() => 'failed')]);
	});
});

describe('a build against an EC2 that is not ours ends well', () => {
	beforeEach(context => needs(context, 'packer', 'containers', 'moto', 'namespaces'));

	test('by another sign-in, and by what the account has in the end', async () => {
		const person = await makePerson();
		const credentials = path.join(person.home, '.aws', 'credentials');
		await mkdir(path.dirname(credentials), { recursive: true });
		const keys = (id: string, secret: string): string =>
			`[dev]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;
		await writeFile(credentials, keys('AKIAOLDOLDOLDOLDOLDX', 'old'));
		await withAwsSandbox(async sandbox => {
			const { call, enter } = sandbox;
			call('iam', 'create_user', { UserName: 'dev' });
			const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
			call('iam', 'put_user_policy', {
				...{ UserName: 'dev', PolicyName: 'all', PolicyDocument: JSON.stringify(policy) },
			});
			const made = call('iam', 'create_access_key', { UserName: 'dev' })['AccessKey'];
			const { AccessKeyId, SecretAccessKey } = made as Record<string, string>;
			// From here on only those keys are accepted.
			const body = "fetch('http://127.0.0.1:5000/moto-api/reset-auth', { method: 'POST', body: '0' })";
			runInside(sandbox, process.execPath, '-e', body);
			const folder = path.join(person.folder, 'shop');
			const recipe = {
				...{ version: 1, name: 'shop', profile: 'dev', region: 'us-east-1', instanceType: 't3.micro' },
				...{ base: { image: 'debian-12' }, network: { zone: 'us-east-1z' }, instanceProfile: 'nobody' },
			};
			await mkdir(folder);
			await writeFile(path.join(folder, 'recipe.json'), recipeText(recipeSchema.parse(recipe)));
			const terminal = launch(person, ['run', './shop'], {
				command: [...enter, process.execPath, builtProgram],
				env: { ...sandbox.environment, AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
			});
			await terminal.waitFor(/^ Review[\s\S]*Account +not known/m);
			await terminal.press('enter');
			const cures: Cures = {
				'Sign in again': async ({ waitFor }) => {
					await waitFor('was refused by AWS');
					await waitFor('aws configure --profile dev');
					// Nothing is pressed: it looks again by itself.
					await writeFile(credentials, keys(AccessKeyId ?? '', SecretAccessKey ?? ''));
				},
				'Choose a role': instead(''),
				'Choose another zone': instead('us-east-1b'),
			};
			const met = await cureAll(terminal, cures);
			expect([...met].sort()).toEqual(Object.keys(cures).sort());
			expect(await results(person)).toEqual(['done', ...met.map(() => 'failed')]);
		});
	});
});
