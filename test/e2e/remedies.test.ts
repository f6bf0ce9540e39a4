import { chmod, mkdir, symlink, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { recipeText } from '../../source/recipe/read.ts';
import { listBuilds, makePersonWithoutEngine } from '../builds/helpers.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, runProgram } from '../helpers/program.ts';
import { writtenRecipe } from '../helpers/recipe.ts';
import { launch } from '../helpers/terminal.ts';
import { findProgram } from '../setup/needs.ts';
import { answer, cureAll, expectWaysGone, fromReview, instead, mark, typed } from './remedies/cures.ts';

const atOnce = ['--rehearse', '--speed', '1000000'];
const shop = ['new', '--region', 'eu-west-1', '--base', 'debian-12', '--name', 'shop', '--command', 'true'];
const withFaults = (...faults: readonly string[]): readonly string[] =>
	faults.flatMap(fault => ['--fault', fault]);

describe('a rehearsal in which one thing after the other goes wrong ends well', () => {
	beforeEach(context => needs(context, 'packer'));

	test('by the answers that EC2 wants to have others', async () => {
		const person = await makePersonWithoutEngine();
		const terminal = launch(person, [
			...['new', '--region', 'me-south-1', '--base', 'debian-12', '--name', 'shop'],
			...['--copy-to', 'us-east-1', '--command', 'true', ...atOnce],
			...withFaults('region-disabled', 'no-default-vpc', 'no-capacity', 'name-taken', 'tags-demanded'),
			...withFaults('port-revoked', 'copy-fails'),
		]);
		await cureAll(terminal, {
			'Choose a region': typed('eu-west-1'),
			'Choose a subnet': typed('subnet-0f3a91c2d4e5f6a7b'),
			'Choose a machine': typed('t3.small'),
			'Choose another name': instead('store'),
			'Change the tags': answer(async ({ type, press, waitFor }) => {
				type('CostCenter=1234');
				await waitFor('CostCenter=1234');
				await press('enter', 'enter');
			}),
			'Choose who connects': instead('203.0.113.7/32'),
			'Leave out a region': answer(async ({ press, waitFor }) => {
				await waitFor(/❯ \[x\] us-east-1/);
				await press('space');
				await waitFor(/❯ \[ \] us-east-1/);
				await press('enter');
			}),
		});
		await terminal.press('enter');
		expect(await terminal.exit).toMatchObject({ code: 0 });
		await expectWaysGone(person, 'answers');
	});

	test('by another base image, processor, key, way to the machine, and Packer', async () => {
		const person = await makePersonWithoutEngine();
		const bin = person.environment['PATH'] ?? '';
		const packer = findProgram('packer') ?? '';
		await unlink(path.join(bin, 'packer'));
		const mine = path.join(person.home, 'mine');
		await mkdir(mine);
		await symlink(packer, path.join(mine, 'packer'));
		// It reads templates, and does not get on with its plugin.
		const words = 'Error: Incompatible API version with plugin. Plugin version: 5, Client versions: [4]';
		const old = `#!/bin/sh\n[ "$1" = build ] || exec '${packer}' "$@"\necho '1,,ui,error,${words.replaceAll(',', '%!(PACKER_COMMA)').replace('API', 'API MAJOR')}'\nexit 1\n`;
		await writeFile(path.join(bin, 'packer'), old);
		await chmod(path.join(bin, 'packer'), 0o755);
		const recipe = writtenRecipe({
			...{ name: 'shop', region: 'eu-west-1', instanceType: 't3.micro' },
			...{ base: { ami: 'ami-0f3a91c2d4e5f6a7b', username: 'admin' }, network: { address: 'private' } },
		});
		await mkdir(path.join(person.folder, 'shop'));
		await writeFile(path.join(person.folder, 'shop', 'recipe.json'), recipeText(recipe));
		const terminal = launch(person, [
			...['run', './shop', ...atOnce],
			...withFaults('other-processor', 'image-not-shared', 'launch-dies', 'private-unreachable'),
		]);
		await cureAll(terminal, {
			'Use another Packer': async ({ waitFor, press, type }) => {
				await waitFor('another one is wanted');
				await mark(terminal, 'Use mine');
				await press('enter');
				await waitFor(/❯ Use mine +›/);
				type(path.join(mine, 'packer'));
				await press('enter');
			},
			'Choose the processor': async ({ waitFor, type, press }) => {
				await waitFor('then the review');
				type('arm64');
				await waitFor(/❯ .*arm64/);
				await press('enter');
				await waitFor('Machine');
				await press('enter');
				await fromReview(terminal);
			},
			'Choose a base image': typed('Debian 12'),
			'Choose encryption': answer(async ({ waitFor, type, press }) => {
				type('key of yours');
				await waitFor(/❯ .*with a key of yours/);
				await press('enter');
				await waitFor('❯ alias/ami-encryption');
				type('alias/shop');
				await waitFor('❯ alias/shop');
				await press('enter');
			}),
			'Choose the address': typed('public'),
		});
		await expectWaysGone(person, 'base');
	});

	test('by the command that the end names, where nobody is asked', async () => {
		const person = await makePersonWithoutEngine();
		const { code, stdout } = await runProgram(person, [
			...shop,
			...atOnce,
			...withFaults('no-capacity'),
			'--no-input',
		]);
		expect(code).toBe(1);
		const command =
			/Way out .*: packer-wizard (builds rerun \S+ --instance-type <id>)/.exec(stdout)?.[1] ?? '';
		const args = command.replace('<id>', 't3.small').split(' ');
		expect(await runProgram(person, [...args, '--no-input'])).toMatchObject({ code: 0 });
		const builds = await listBuilds(person.environment);
		expect(builds.map(({ end }) => end?.result)).toEqual(['done', 'failed']);

		// The files are as they were written: another answer takes their place, and an edit does not give way.
		const other = ['run', './shop', '--disk', '20', ...atOnce, '--no-input'];
		expect(await runProgram(person, other)).toMatchObject({ code: 0 });
		await writeFile(path.join(person.folder, 'shop', 'variables.pkr.hcl'), '# mine\n');
		const edited = await runProgram(person, [...other, '--disk', '30']);
		expect(edited).toMatchObject({ code: 3 });
		expect(edited.stderr).toContain('variables.pkr.hcl differs');
	});

	test('by the same once more, or by more time, where that is enough', async () => {
		const [person, slow] = [await makePersonWithoutEngine(), await makePersonWithoutEngine()];
		const terminal = launch(person, [...shop, ...atOnce, ...withFaults('throttling')]);
		const other = launch(slow, [
			...[...shop, '--rehearse', '--speed', '40', '--timeout', '0.1', ...withFaults('boot-never-ends')],
		]);
		await Promise.all([
			cureAll(terminal, { 'Rehearse it again': async () => undefined }),
			cureAll(other, { 'Give it more time': instead('60') }),
		]);
		await expectWaysGone(person, 'passing');
		await expectWaysGone(slow, 'time');
	});

	test('by what is changed where the machine and its scripts fail', async context => {
		needs(context, 'containers');
		const person = await makePerson();
		const terminal = launch(person, [
			...['new', '--region', 'eu-west-1', '--base', 'debian-12', '--name', 'shop', '--spot', 'yes'],
			...['--command', 'useradd web', '--command', 'no-such-command', '--command', 'sudo reboot', ...atOnce],
			...withFaults('spot-role-missing', 'disk-full', 'noexec'),
		]);
		await cureAll(terminal, {
			'Build on demand': fromReview,
			'Choose a folder': typed('/var/tmp'),
			'Take a larger disk': instead('20'),
			'Add sudo': answer(async ({ waitFor, press }) => {
				await waitFor('sudo useradd web');
				await press('down', 'down', 'down', 'enter');
			}),
			'Change the commands': answer(async ({ waitFor, press }) => {
				await waitFor('no-such-command');
				await press('up', 'up', 'end', ...Array.from('no-such-command', () => 'backspace' as const));
				await waitFor(screen => !screen.join('\n').includes('no-such'));
				await press('down', 'down', 'enter');
			}),
			'Name the restart': answer(async ({ press }) => press('space', 'enter')),
		});
		await expectWaysGone(person, 'machine');
	});
});
