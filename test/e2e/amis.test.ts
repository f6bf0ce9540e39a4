import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { sandboxAmi, withAwsSandbox } from '../helpers/aws-sandbox/aws-sandbox.ts';
import { needs } from '../helpers/needs.ts';
import { builtProgram, makePerson, runProgram } from '../helpers/program.ts';
import { launch } from '../helpers/terminal.ts';
import { instances, ownImages, runInSandbox } from './sandbox-builds.ts';

beforeEach(context => needs(context, 'packer', 'containers', 'moto', 'namespaces'));

const older = 'debian-12-amd64-20260112-2200';
const newer = 'debian-12-amd64-20260427-2200';

test('among a thousand images and all others one is found and chosen, and an AMI is built from it', async () => {
	const person = await makePerson();
	await withAwsSandbox(async sandbox => {
		for (let hundred = 10; hundred < 20; hundred++) {
			sandbox.callAll(
				Array.from({ length: 100 }, (_, index) => [
					'register_image',
					{ Name: `golden-${hundred * 100 + index}`, RootDeviceName: '/dev/sda1', VirtualizationType: 'hvm' },
				]),
			);
		}

		const terminal = launch(person, ['new', '--region', 'us-east-1', '--name', 'web'], {
			command: [...sandbox.enter, process.execPath, builtProgram],
			env: sandbox.environment,
		});
		await terminal.waitFor(/step 1 of 8/);
		await terminal.press('enter');
		await terminal.waitFor('The system that your image starts from');
		terminal.type('any other');
		await terminal.waitFor('❯ Any other AMI');
		await terminal.press('enter');
		await terminal.waitFor('golden-', 30_000);
		terminal.type('golden-1234');
		await terminal.waitFor('❯ golden-1234');
		await terminal.press('escape');
		terminal.type('debian-12 amd64 20260112');
		await terminal.waitFor(`❯ ${older}`, 30_000);
		await terminal.press('enter');
		await terminal.waitFor('Which one a later build starts from');
		await terminal.press('enter');
		await terminal.waitFor('Who logs in to the AMI');
		await terminal.waitFor('› admin');
		await terminal.press('enter');
		await terminal.waitFor('The machine that builds the image');
		await terminal.press('enter');
		await terminal.waitFor('What to install');
		await terminal.press('enter', 'enter');
		await terminal.waitFor('More settings');
		await terminal.press('enter');
		await terminal.waitFor(/step 7 of 8|^ Review /);
		while (!/^ Review /.test(terminal.screen()[0] ?? '')) {
			await terminal.press('enter');
			await terminal.settle();
		}

		await terminal.waitFor('Write the files');
		while (!terminal.text().includes('❯ Write the files')) {
			await terminal.press('down');
			await terminal.settle();
		}

		await terminal.press('enter');
		await terminal.waitFor('Written');
		await terminal.press('ctrl-c');
		await terminal.exit;

		const folder = path.join(person.folder, 'web');
		expect(JSON.parse(await readFile(path.join(folder, 'recipe.json'), 'utf8')).base).toMatchObject({
			ami: sandboxAmi(older),
			name: older,
			owner: '136693071363',
			username: 'admin',
			packageManager: 'apt',
			rootDevice: '/dev/xvda',
		});
		const packer = (...args: readonly string[]) =>
			runProgram(person, args, { command: ['packer'], cwd: folder });
		const validated = await packer('validate', '.');
		expect(validated.code, validated.stdout + validated.stderr).toBe(0);

		const built = await runInSandbox(person, sandbox, ['run', './web', '--yes', '--quiet']);
		expect(built.code, built.stderr).toBe(0);
		expect(instances(sandbox).map(({ ImageId }) => ImageId)).toEqual([sandboxAmi(older)]);
		expect(ownImages(sandbox, 'us-east-1').filter(({ Name }) => Name.startsWith('web-'))).toHaveLength(1);
	});
});

test('by flags an id is looked at, the newest of its name is built on, and a parameter is resolved', async () => {
	const person = await makePerson();
	await withAwsSandbox(async sandbox => {
		const flags = (base: string, name: string): readonly string[] => [
			...['new', '--region', 'us-east-1', '--base', base, '--name', name],
		];
		const newest = await runInSandbox(person, sandbox, [
			...flags(sandboxAmi(older), 'web'),
			...['--ami-version', 'newest', '--yes', '--quiet'],
		]);
		expect(newest.code, newest.stderr).toBe(0);
		expect(instances(sandbox).map(({ ImageId }) => ImageId)).toEqual([sandboxAmi(newer)]);

		sandbox.call('ssm', 'put_parameter', { Name: '/web/base', Value: sandboxAmi(older), Type: 'String' });
		const named = await runInSandbox(person, sandbox, [
			...flags('resolve:ssm:/web/base', 'named'),
			'--no-input',
		]);
		expect(named.code, named.stderr).toBe(0);
		const recipe = JSON.parse(await readFile(path.join(person.folder, 'named/recipe.json'), 'utf8'));
		expect(recipe.base).toMatchObject({ ami: sandboxAmi(older), name: older, username: 'admin' });
		// Amazon's own parameter is there, and names an image that this EC2 does not have.
		const amazons = await runInSandbox(person, sandbox, [
			...flags('/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64', 'al'),
			'--no-input',
		]);
		expect(amazons.code).toBe(3);
		expect(amazons.stderr).toMatch(/us-east-1 has no ami-[0-9a-f]+, or nobody lets this account see it\./);

		const gone = await runInSandbox(person, sandbox, [
			...flags('ami-0123456789abcdef0', 'gone'),
			'--no-input',
		]);
		expect(gone.code, gone.stderr).toBe(2);
		expect(gone.stderr).toContain('us-east-1 has no ami-0123456789abcdef0');
		const nothing = await runInSandbox(person, sandbox, [
			...flags('/aws/service/nothing', 'no'),
			'--no-input',
		]);
		expect(nothing.code).toBe(3);
		expect(nothing.stderr).toContain('Which image /aws/service/nothing names is not known.');
	});
});
