import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { buildFolderOf, eventually, journalOf, listBuilds } from '../builds/helpers.ts';
import { type AwsSandbox, sandboxAmi, withAwsSandbox } from '../helpers/aws-sandbox/aws-sandbox.ts';
import { needs } from '../helpers/needs.ts';
import { builtProgram, makePerson, type Person } from '../helpers/program.ts';
import { launch, type Terminal } from '../helpers/terminal.ts';
import { instances, leftBehind, nothing, ownImages, runInSandbox, startInSandbox } from './sandbox-builds.ts';

const [home, other] = ['us-east-1', 'eu-west-1'] as const;

const older = sandboxAmi('debian-12-amd64-20260112-2200');
const newer = sandboxAmi('debian-12-amd64-20260427-2200');

/** Builds an image and a copy of it; gives the build's id. */
const buildImage = async (person: Person, sandbox: AwsSandbox): Promise<string> => {
	const built = await runInSandbox(person, sandbox, [
		...['new', '--region', home, '--base', 'debian-12', '--name', 'shop', '--copy-to', other],
		...['--share', '111122223333', '--encryption', 'none', '--command', 'true', '--yes'],
		...['--ssh-from', '203.0.113.7/32'],
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
				{ seen: { state: 'available' }, unseen: expect.stringContaining('are of account 999988887777') },
				{ seen: { state: 'gone' } },
			]);
			const nobody = await list({ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' });
			expect(nobody).toMatchObject([
				{ seen: { state: 'available' }, unseen: expect.stringContaining('no AWS sign-in') },
				{ seen: { state: 'gone' } },
			]);
		});
	});

	test('one is shared, deprecated and copied after a yes, in all its regions, and its build knows it', async () => {
		const person = await makePerson();
		await withAwsSandbox(async sandbox => {
			const run = (...args: readonly string[]) => runInSandbox(person, sandbox, args);
			const id = await buildImage(person, sandbox);
			const images = [home, other].map(region => ({ region, image: ownImages(sandbox, region)[0] }));
			const amis = images.map(({ image }) => image?.ImageId ?? '');
			const sharedWith = (region: string, ImageId: string) => {
				const asked = { ImageId, Attribute: 'launchPermission' };
				return sandbox.call('ec2', 'describe_image_attribute', asked, region)['LaunchPermissions'];
			};

			// Nobody can be asked: nothing is done without a yes.
			const unasked = await run('images', 'share', id, '--with', '444455556666');
			expect(unasked).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
			expect(sharedWith(home, amis[0] ?? '')).toEqual([{ UserId: '111122223333' }]);
			const wrong = await run('images', 'share', id, '--with', '4444', '--yes');
			expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('4444 cannot be shared with') });

			const shared = await run('images', 'share', id, '--with', '444455556666', '--yes');
			expect(shared.code, shared.stderr).toBe(0);
			expect(shared.stdout).toContain(`${amis[1]} in ${other} is shared with 444455556666.`);
			for (const { region, image } of images) {
				expect(sharedWith(region, image?.ImageId ?? '')).toEqual([
					{ UserId: '111122223333' },
					{ UserId: '444455556666' },
				]);
				const [disk] = image?.BlockDeviceMappings ?? [];
				const asked = { SnapshotId: disk?.Ebs?.SnapshotId, Attribute: 'createVolumePermission' };
				const snapshot = sandbox.call('ec2', 'describe_snapshot_attribute', asked, region);
				expect(snapshot['CreateVolumePermissions']).toContainEqual({ UserId: '444455556666' });
			}

			// An AMI by its id is the only one that is meant.
			const organization = 'arn:aws:organizations::111122223333:organization/o-abcdefghij';
			const one = await run('images', 'share', amis[0] ?? '', '--with', organization, '--yes', '--json');
			expect(one.code, one.stderr).toBe(0);
			expect(JSON.parse(one.stdout)).toMatchObject({ id, images: [{ region: home, ami: amis[0] }] });
			expect(sharedWith(other, amis[1] ?? '')).toHaveLength(2);

			const past = await run('images', 'deprecate', id, '--on', '2020-01-31', '--yes');
			expect(past).toMatchObject({ code: 2, stderr: expect.stringContaining('in the future') });
			const deprecated = await run('images', 'deprecate', id, '--on', '2099-01-31', '--yes');
			expect(deprecated.code, deprecated.stderr).toBe(0);
			const timeOf = (region: string) => Object(ownImages(sandbox, region)[0]).DeprecationTime;
			expect([home, other].map(timeOf)).toEqual(Array(2).fill('2099-01-31T00:00:00.000Z'));
			const listed = JSON.parse((await run('images', 'list', '--json')).stdout);
			expect(listed).toMatchObject([
				{
					sharedWith: ['111122223333', '444455556666', organization],
					seen: { deprecated: '2099-01-31T00:00:00.000Z' },
				},
				{ sharedWith: ['111122223333', '444455556666'] },
			]);
			const shown = await run('builds', 'show', id);
			expect(shown.stdout).toMatch(/^ {2}Shared since +444455556666, arn:aws/m);
			expect(shown.stdout).toMatch(/^ {2}Deprecated +from 2099-01-31 on$/m);
			const { changes } = JSON.parse((await run('builds', 'show', id, '--json')).stdout);
			expect(changes).toHaveLength(5);
			expect((await run('images', 'deprecate', id, '--undo', '--yes')).code).toBe(0);
			expect([home, other].map(timeOf)).toEqual([undefined, undefined]);
			const copied = await run('images', 'copy', amis[0] ?? '', '--to', 'us-west-2', '--yes');
			expect(copied.code, copied.stderr).toBe(0);
			expect(ownImages(sandbox, 'us-west-2')).toHaveLength(1);

			// By the screen, after a yes there.
			const terminal = open(person, sandbox, ['builds', 'watch', id]);
			await terminal.waitFor('Use the image');
			await terminal.press('down', 'down', 'enter');
			await terminal.waitFor('Share it');
			await terminal.press('down', 'enter');
			await terminal.waitFor('Accounts (12 digits)');
			terminal.type('77778888');
			await terminal.press('enter');
			await terminal.waitFor('cannot be shared with');
			terminal.type('9999');
			await terminal.press('enter');
			await terminal.waitFor('it costs you nothing');
			await terminal.press('right', 'enter');
			await terminal.waitFor(new RegExp(`${amis[1]} in ${other} is shared`));
			await terminal.press('escape');
			await terminal.waitFor('The image is ready');
			await terminal.press('ctrl-c');
			await terminal.exit;
			expect(sharedWith(other, amis[1] ?? '')).toContainEqual({ UserId: '777788889999' });

			// By prompts.
			const plain = open(person, sandbox, ['--plain']);
			await plain.waitFor('What to do');
			plain.type('Images made');
			await plain.waitFor('❯ Images made here');
			await plain.press('enter');
			await plain.waitFor('each opens its build');
			await plain.press('enter');
			await plain.waitFor('What now');
			await plain.press('down', 'down', 'enter');
			await plain.waitFor('The image of shop');
			await plain.press('down', 'down', 'down', 'enter');
			await plain.waitFor('From which day on');
			plain.type('2098-06-30');
			await plain.press('enter');
			await plain.waitFor('Do not deprecate');
			await plain.press('down', 'enter');
			await plain.waitFor(new RegExp(`${amis[1]} in\\s+${other} is deprecated from`));
			await plain.press('ctrl-c');
			await plain.exit;
			expect(timeOf(home)).toBe('2098-06-30T00:00:00.000Z');

			// What is gone is told, and the exit code says it.
			sandbox.call('ec2', 'deregister_image', { ImageId: amis[1] }, other);
			const half = await run('images', 'share', id, '--with', '555566667777', '--yes');
			expect(half).toMatchObject({ code: 1, stderr: expect.stringContaining(`${amis[1]} in ${other}`) });
			expect(half.stderr).toContain('That was done in 2 of 3 regions.');
		});
	});

	test('a test machine is started, seen to be well, logged in to and ended; a killed one is found', async () => {
		const person = await makePerson();
		await withAwsSandbox(async sandbox => {
			const run = (...args: readonly string[]) => runInSandbox(person, sandbox, args);
			const id = await buildImage(person, sandbox);
			const [image] = ownImages(sandbox, home);
			const from = ['--ssh-from', '203.0.113.7/32'];
			const key = path.join(buildFolderOf(person, id), 'test-key.pem');
			const unasked = await run('images', 'test', id, ...from);
			expect(unasked).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
			expect(leftBehind(sandbox, home)).toEqual(nothing);

			// Where nobody can be asked it ends as soon as it is well.
			const before = instances(sandbox, home).length;
			const tested = await run('images', 'test', id, ...from, '--type', 't3.nano', '--yes', '--json');
			expect(tested.code, tested.stdout + tested.stderr).toBe(0);
			expect(JSON.parse(tested.stdout)).toMatchObject({ id, type: 't3.nano', isWell: true, stage: 'ended' });
			const machine = instances(sandbox, home).at(-1);
			expect(instances(sandbox, home)).toHaveLength(before + 1);
			expect(machine).toMatchObject({ ImageId: image?.ImageId, InstanceType: 't3.nano' });
			expect(machine?.Tags).toContainEqual({ Key: 'packer-wizard:build', Value: id });
			expect(leftBehind(sandbox, home)).toEqual(nothing);
			expect(existsSync(key)).toBe(false);
			const states = (await journalOf(person, id)).flatMap(line =>
				line.kind === 'test' ? [line.state] : [],
			);
			expect(states).toEqual(['began', 'changed', 'changed', 'ended']);

			// In a terminal one logs in with one's own ssh, and has the terminal back behind it.
			const terminal = open(person, sandbox, ['images', 'test', id, ...from, '--plain']);
			await terminal.waitFor('Do not start it');
			expect(terminal.text()).toContain('an hour');
			await terminal.press('down', 'enter');
			await terminal.waitFor('Log in by SSH');
			expect((await stat(key)).mode & 0o777).toBe(0o600);
			await terminal.press('enter');
			await terminal.waitFor(/\$ $/m);
			terminal.type('echo i-am-$((40+2)); exit\r');
			await terminal.waitFor('You are back');
			expect(terminal.text()).toContain('i-am-42');
			await terminal.press('down', 'enter');
			await terminal.waitFor('Nothing of it is left');
			await terminal.exit;
			expect(leftBehind(sandbox, home)).toEqual(nothing);

			// Ctrl-C ends the machine too, before the program is over.
			const left = open(person, sandbox, ['images', 'test', id, ...from, '--plain']);
			await left.waitFor('Do not start it');
			await left.press('down', 'enter');
			await left.waitFor('Log in by SSH');
			await left.press('ctrl-c');
			await left.exit;
			expect(leftBehind(sandbox, home)).toEqual(nothing);

			// From the full screen, which comes back behind it.
			const screen = open(person, sandbox, ['builds', 'watch', id]);
			await screen.waitFor('Use the image');
			await screen.press('down', 'down', 'enter');
			await screen.waitFor('Test it');
			await screen.press('enter');
			await screen.waitFor('Do not start it');
			await screen.press('right', 'enter');
			await screen.waitFor('Log in by SSH');
			expect(screen.isAlternate()).toBe(false);
			await screen.press('down', 'enter');
			await screen.waitFor('Back to the build');
			expect(leftBehind(sandbox, home)).toEqual(nothing);
			await screen.press('enter');
			await screen.waitFor('The image is ready');
			expect(screen.isAlternate()).toBe(true);
			await screen.press('ctrl-c');
			await screen.exit;

			// Kept, since a person said so: what ends it is told, and does.
			const kept = await run('images', 'test', id, ...from, '--yes', '--keep');
			expect(kept.code, kept.stdout + kept.stderr).toBe(0);
			expect(kept.stdout).toContain(`End it: packer-wizard cleanup ${id}`);
			expect(kept.stdout).toContain('Log in: ssh -i /');
			const again = await run('images', 'test', id, ...from, '--yes');
			expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('a test machine of build') });
			const shown = await run('builds', 'show', id);
			expect(shown.stdout).toMatch(/^ {2}Test machine +i-\w+, kept, since /m);
			const cleaned = await run('cleanup', id, '--yes');
			expect(cleaned.code, cleaned.stdout + cleaned.stderr).toBe(0);
			expect(leftBehind(sandbox, home)).toEqual(nothing);
			expect(existsSync(key)).toBe(false);
			expect(existsSync(path.join(path.dirname(key), 'test-hosts'))).toBe(false);
			expect(ownImages(sandbox, home)).toHaveLength(1);

			// Killed in between: what it had made stands in the journal, and the clean-up ends it.
			const killed = startInSandbox(person, sandbox, ['images', 'test', id, ...from, '--yes', '--keep']);
			await eventually(async () => instances(sandbox, home).some(({ State }) => State.Name === 'running'));
			process.kill(killed.pid, 'SIGKILL');
			await killed.ended;
			expect(leftBehind(sandbox, home)['instances']).toHaveLength(1);
			const may = await run('builds', 'show', id);
			expect(may.stdout).toMatch(/^ {2}Test machine +i-\w+, since /m);
			expect(may.stdout.replaceAll(/\s+/g, ' ')).toContain('Its test machine may still be there');
			const found = await run('cleanup', id, '--yes');
			expect(found.code, found.stdout + found.stderr).toBe(0);
			expect(leftBehind(sandbox, home)).toEqual(nothing);
			expect((await run('cleanup', id, '--yes')).stdout).toContain('Nothing is left');
		});
	});
});
