import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { defaultRecipe } from '../../source/recipe/defaults.ts';
import type { Recipe } from '../../source/recipe/schema.ts';
import { listBuilds } from '../builds/helpers.ts';
import { withAwsSandbox } from '../helpers/aws-sandbox/aws-sandbox.ts';
import { needs } from '../helpers/needs.ts';
import { builtProgram, makePerson, runProgram } from '../helpers/program.ts';
import { type Key, launch } from '../helpers/terminal.ts';
import { playAws } from '../targets/aws/played-aws.ts';
import { mark } from './remedies/cures.ts';

test('a preflight tells what moto has, and nothing comes of it', async context => {
	needs(context, 'packer', 'containers', 'moto', 'namespaces');
	const person = await makePerson();
	await withAwsSandbox(async ({ call, enter, environment }) => {
		/** The checks of a recipe in a folder, by their ids. */
		const preflight = async (name: string, aws: Partial<Recipe['aws']>) => {
			const folder = path.join(person.folder, name);
			const recipe = defaultRecipe();
			await mkdir(folder);
			await writeFile(
				path.join(folder, 'recipe.json'),
				JSON.stringify({ ...recipe, name, aws: { ...recipe.aws, ...aws } }),
			);
			const before = await readdir(folder);
			const { stdout, code } = await runProgram(person, ['run', `./${name}`, '--preflight', '--json'], {
				command: [...enter, process.execPath, builtProgram],
				env: environment,
			});
			expect(await readdir(folder)).toEqual(before);
			const checks: readonly { id: string; status: string; detail: string; next: readonly string[] }[] =
				JSON.parse(stdout);
			return { code, of: Object.fromEntries(checks.map(check => [check.id, check])) };
		};
		const whole = await preflight('whole', {});
		expect(whole.code).toBe(0);
		expect(whole.of).toMatchObject({
			credentials: { status: 'ok', account: '123456789012' },
			regions: { status: 'ok' },
			'base-image': { status: 'ok', detail: expect.stringMatching(/^ami-\w+, .* of 2026-04-27, x86_64$/) },
			type: { status: 'ok' },
			'ami-name': { status: 'ok' },
			network: { status: 'ok', detail: expect.stringMatching(/reaches the internet$/) },
			launch: { status: 'ok', detail: expect.stringContaining('EC2 would launch it') },
		});
		expect(call('ec2', 'describe_instances')['Reservations']).toEqual([]);

		call('ec2', 'register_image', { Name: 'web', Architecture: 'x86_64', RootDeviceName: '/dev/xvda' });
		const lacking = await preflight('lacking', {
			instanceType: 'm7a.huge',
			network: { subnet: 'subnet-0123456789abcdef0', address: 'public', sshFrom: '0.0.0.0/0' },
			instanceProfile: 'nobody',
			keptLines: ['ami_name = "web"'],
		});
		expect(lacking.code).toBe(3);
		expect(lacking.of).toMatchObject({
			type: { status: 'missing', detail: 'us-east-1 does not offer m7a.huge' },
			'ami-name': { status: 'missing', detail: expect.stringMatching(/^web is taken by ami-/) },
			network: {
				status: 'missing',
				detail: 'us-east-1 has no subnet subnet-0123456789abcdef0 that can be used',
			},
			'instance-profile': { status: 'missing', detail: 'nobody is not there' },
			launch: { status: 'missing' },
		});
		expect(call('ec2', 'describe_instances')['Reservations']).toEqual([]);
	});
});

test('a preflight to which AWS answers nothing is no yes', async context => {
	needs(context, 'packer');
	const person = await makePerson();
	const folder = path.join(person.folder, 'web');
	await mkdir(folder);
	await writeFile(path.join(folder, 'recipe.json'), JSON.stringify(defaultRecipe()));
	const { url } = await playAws({});
	const { stdout, code } = await runProgram(person, ['run', './web', '--preflight', '--json'], {
		env: { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'SECRET' },
	});
	const checks: readonly { status: string }[] = JSON.parse(stdout);
	expect(checks.filter(({ status }) => status === 'missing')).toEqual([]);
	expect(code).toBe(3);
});

test('a second build of a name is refused before it starts, in the full screen and by prompts', async context => {
	needs(context, 'packer', 'containers', 'moto', 'namespaces');
	const person = await makePerson();
	const folder = path.join(person.folder, 'web');
	const recipe = defaultRecipe();
	await mkdir(folder);
	const text = { ...recipe, name: 'web', aws: { ...recipe.aws, keptLines: ['ami_name = "web"'] } };
	await writeFile(path.join(folder, 'recipe.json'), JSON.stringify(text));
	await withAwsSandbox(async ({ call, enter, environment }) => {
		call('ec2', 'register_image', { Name: 'web', Architecture: 'x86_64', RootDeviceName: '/dev/xvda' });
		const begin = (...more: readonly string[]) =>
			launch(person, ['run', './web', ...more], {
				command: [...enter, process.execPath, builtProgram],
				env: environment,
			});
		const taken = /web is taken by ami-/;

		const screens = begin();
		await screens.waitFor(/Files +(?!looking)\S[\s\S]*Account +(not known|keys|profile)/);
		await mark(screens, 'Check in AWS');
		await screens.press('enter');
		await screens.waitFor(/What AWS says to web[\s\S]*✓ AWS sign-in[\s\S]*✗ AMI name/);
		await screens.waitFor(taken);
		await screens.waitFor(/1 thing missing/);
		await screens.press('escape');
		await screens.waitFor('❯ Check in AWS');
		await screens.press('up', 'up');
		await screens.waitFor('❯ Build it');
		await screens.settle();
		await screens.press('enter');
		await screens.waitFor(/Before web starts[\s\S]*✗ AMI name[\s\S]*❯ Build it anyway/);
		await screens.press('ctrl-c');
		expect((await screens.exit).code).toBe(130);

		const prompts = begin('--plain');
		const answer = async (question: RegExp, ...pressed: readonly Key[]): Promise<void> => {
			await prompts.waitFor(question);
			await prompts.settle();
			await prompts.press(...pressed);
		};
		await answer(/❯ Build it/, 'down', 'down', 'enter');
		await prompts.waitFor(/missing +AMI name[\s\S]*❯ Check again/);
		await answer(/❯ Check again/, 'down', 'enter');
		await answer(/Account +[\s\S]*❯ Build it\n/, 'enter');
		await answer(/missing +AMI name[\s\S]*❯ Build it anyway/, 'ctrl-c');
		expect((await prompts.exit).code).toBe(130);

		expect(call('ec2', 'describe_instances')['Reservations']).toEqual([]);
		expect(await listBuilds(person.environment)).toEqual([]);
	});
});
