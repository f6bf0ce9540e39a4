import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { buildFolderOf, listBuilds } from '../builds/helpers.ts';
import { type AwsSandbox, sandboxAmi, withAwsSandbox } from '../helpers/aws-sandbox/aws-sandbox.ts';
import { needs } from '../helpers/needs.ts';
import { builtProgram, makePerson, type Person } from '../helpers/program.ts';
import { launch, type Terminal } from '../helpers/terminal.ts';
import { ownImages, runInSandbox } from './sandbox-builds.ts';

const [home, other] = ['us-east-1', 'eu-west-1'] as const;

const older = sandboxAmi('debian-12-amd64-20260112-2200');
const newer = sandboxAmi('debian-12-amd64-20260427-2200');

/** Builds an image and a copy of it; gives the build's id. */
const buildImage = async (person: Person, sandbox: AwsSandbox): Promise<string> => {
	const built = await runInSandbox(person, sandbox, [
		...['new', '--region', home, '--base', 'debian-12', '--name', 'shop', '--copy-to', other],
		...['--share', '111122223333', '--encryption', 'none', '--command', 'true', '--yes'],
	]);
	expect(built.code, built.stdout + built.stderr).toBe(0);
	return (await listBuilds(person.environment))[0]?.id ?? '';
};

/** The program in a terminal in the sandbox. */
const open = (person: Person, { enter, environment }: AwsSandbox, args: readonly string[]): Terminal =>
	launch(person, args, {
		columns: 80,
		rows: 24,
		command: [...enter, process.execPath, builtProgram],
		env: environment,
	});

describe('images against an EC2 that is not ours', () => {
	beforeEach(context => needs(context, 'packer', 'containers', 'moto', 'namespaces'));

	test('those made here are listed as AWS has them, only where the account is theirs', async () => {
		const person = await makePerson();
		await withAwsSandbox(async sandbox => {
			const list = async (env: Readonly<Record<string, string>> = {}) => {
				const told = await runInSandbox(person, sandbox, ['images', 'list', '--json'], { env });
				expect(told.code, told.stderr).toBe(0);
				return JSON.parse(told.stdout);
			};
			expect(await list()).toEqual([]);
			const id = await buildImage(person, sandbox);
			const made = { build: id, name: 'shop', base: 'Debian 12', sharedWith: ['111122223333'] };
			const amis = [home, other].map(region => ownImages(sandbox, region)[0]?.ImageId);
			const all = await list();
			expect(all).toMatchObject([
				{ ...made, region: home, id: amis[0], from: newer, seen: { state: 'available' } },
				{ ...made, region: other, id: amis[1], from: newer, seen: { state: 'available' } },
			]);
			expect(all[0].seen).not.toHaveProperty('newerBase');

			// Had it been built before, its base would have a newer image.
			const journal = path.join(buildFolderOf(person, id), 'journal.ndjson');
			await writeFile(journal, (await readFile(journal, 'utf8')).replaceAll(newer, older));
			sandbox.call('ec2', 'deregister_image', { ImageId: amis[1] }, other);
			expect(await list()).toMatchObject([
				{ from: older, seen: { state: 'available', newerBase: { ami: newer } } },
				{ seen: { state: 'gone' } },
			]);
			const told = await runInSandbox(person, sandbox, ['images', 'list']);
			expect(told.stdout).toMatch(
				new RegExp(`^shop {2}${amis[0]} {2}${home} +just now {2}Debian 12 {2}there, shared .*: ${newer} of `),
			);
			expect(told.stdout).toMatch(/ not there any more, shared with 111122223333$/m);

			const terminal = open(person, sandbox, []);
			await terminal.waitFor('a images');
			terminal.type('a');
			await terminal.waitFor(/its base has\s+a newer image/);
			expect(terminal.text()).toContain('❯ ! shop');
			expect(terminal.text()).toContain('✗ shop');
			await terminal.press('enter');
			await terminal.waitFor('The image is ready');
			await terminal.press('ctrl-c');
			await terminal.exit;

			// Another account, or nobody: what was seen last, and why no more is known.
			const text = await readFile(journal, 'utf8');
			const [header = '', ...lines] = text.split('\n');
			const signedBy = { ...JSON.parse(header).signedBy, account: '999988887777' };
			await writeFile(journal, [JSON.stringify({ ...JSON.parse(header), signedBy }), ...lines].join('\n'));
			sandbox.call('ec2', 'deregister_image', { ImageId: amis[0] }, home);
			expect(await list()).toMatchObject([
				{ seen: { state: 'available' }, unseen: expect.stringContaining('is of account 999988887777') },
				{ seen: { state: 'gone' } },
			]);
			const nobody = await list({ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' });
			expect(nobody).toMatchObject([
				{ seen: { state: 'available' }, unseen: expect.stringContaining('no AWS sign-in') },
				{ seen: { state: 'gone' } },
			]);
		});
	});
});
