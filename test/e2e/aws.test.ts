import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { readContents } from '../../source/builds/contents/files.ts';
import type { JournalHeader } from '../../source/builds/journal/journal.ts';
import { type Architecture, type BaseImage, baseImages } from '../../source/catalog/base-images.ts';
import {
	buildFolderOf,
	eventually,
	filesWith,
	journalOf,
	listBuilds,
	untilPrinted,
} from '../builds/helpers.ts';
import { sandboxAmi, withAwsSandbox } from '../helpers/aws-sandbox/aws-sandbox.ts';
import { runInside } from '../helpers/namespace.ts';
import { needs } from '../helpers/needs.ts';
import { builtProgram, makePerson, type Person } from '../helpers/program.ts';
import { launch } from '../helpers/terminal.ts';
import {
	instances,
	leftBehind,
	nothing,
	ownImages,
	runInSandbox,
	snapshotTags,
	startInSandbox,
	waitAtGate,
} from './sandbox-builds.ts';

const answers = (base: string, name: string): readonly string[] => [
	...['--region', 'us-east-1', '--base', base, '--name', name],
];

const newestBuild = (person: Person): Promise<string> =>
	eventually(async () => (await listBuilds(person.environment))[0]?.id);

describe('against an EC2 that is not ours', () => {
	beforeEach(context => needs(context, 'packer', 'containers', 'moto', 'namespaces'));

	test('the nodejs preset becomes an AMI, with the tags and copies asked for', async () => {
		const person = await makePerson({ PACKER_WIZARD_CONTENTS: 'on' });
		await withAwsSandbox(async sandbox => {
			const regions = ['us-east-1', 'eu-west-1', 'ap-southeast-2'];
			const flags = ['--copy-to', 'eu-west-1,ap-southeast-2', '--tag', 'Team=web', '--tag', 'Cost=a, "b" é'];
			const { code, stdout, stderr } = await runInSandbox(person, sandbox, [
				'run',
				'nodejs',
				'--yes',
				'--quiet',
				...flags,
			]);
			expect(code, stderr).toBe(0);
			const printed = new Map(stdout.split('\n').map(line => line.split('\t') as [string, string]));
			expect([...printed.keys()].sort()).toEqual(['', ...regions].sort());
			for (const region of regions) {
				const [image, ...others] = ownImages(sandbox, region);
				expect(others, region).toEqual([]);
				expect(image, region).toMatchObject({
					ImageId: printed.get(region),
					Name: expect.stringMatching(/^nodejs-\d{14}$/),
				});
				const tags = [
					{ Key: 'Team', Value: 'web' },
					{ Key: 'Cost', Value: 'a, "b" é' },
				];
				expect(image?.Tags, region).toEqual(expect.arrayContaining(tags));
				for (const snapshot of image ? snapshotTags(sandbox, image, region) : []) {
					expect(snapshot, region).toEqual(expect.arrayContaining(tags));
				}

				expect(leftBehind(sandbox, region), region).toEqual(nothing);
			}

			expect(ownImages(sandbox, 'us-west-2')).toEqual([]);
			const newest = sandboxAmi('ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260427');
			expect(instances(sandbox)).toMatchObject([{ ImageId: newest, InstanceType: 't3.micro' }]);
			// Where it went to is nowhere in what the person owns.
			const folder = buildFolderOf(person, await newestBuild(person));
			expect(
				(await readContents(folder)).map(({ packages }) => packages.some(({ name }) => name === 'nodejs')),
			).toEqual([true]);
			const files = path.join(folder, 'files');
			expect(await readFile(path.join(files, 'image.pkr.hcl'), 'utf8')).toContain('amazon-ebs');
			for (const text of ['127.0.0.1', 'custom_endpoint']) {
				expect(await filesWith(files, text), text).toEqual([]);
			}
		});
	});

	test('the machine is what was asked for, and SIGINT without a terminal takes everything away', async () => {
		const person = await makePerson();
		await withAwsSandbox(async sandbox => {
			const [subnet] = sandbox.call('ec2', 'describe_subnets')['Subnets'] as { SubnetId: string }[];
			const build = startInSandbox(person, sandbox, [
				'new',
				...answers('debian-12', 'web'),
				...['--instance-type', 't3.small', '--disk', '20', '--subnet', subnet?.SubnetId ?? ''],
				...['--ssh-from', '54.214.0.0/16', '--tag', 'Team=web', '--command', waitAtGate, '--yes'],
			]);
			const id = await newestBuild(person);
			await untilPrinted(person, id, 'waiting');

			const [machine, ...others] = instances(sandbox);
			expect(others).toEqual([]);
			const asked = (Attribute: string) =>
				sandbox.call('ec2', 'describe_instance_attribute', { InstanceId: machine?.InstanceId, Attribute });
			expect(asked('instanceInitiatedShutdownBehavior')).toMatchObject({
				InstanceInitiatedShutdownBehavior: { Value: 'terminate' },
			});
			const { UserData } = asked('userData') as { UserData: { Value: string } };
			expect(Buffer.from(UserData.Value, 'base64').toString()).toMatch(
				/^#cloud-boothook\n.*\nleft=7200\n.*; sleep '\$left' & /s,
			);
			const tags = [
				{ Key: 'packer-wizard:build', Value: id },
				{ Key: 'Team', Value: 'web' },
			];
			expect(machine).toMatchObject({
				InstanceType: 't3.small',
				SubnetId: subnet?.SubnetId,
				State: { Name: 'running' },
				Tags: expect.arrayContaining(tags),
			});
			expect(leftBehind(sandbox)).toMatchObject({
				volumes: [{ Size: 20, VolumeType: 'gp3', Encrypted: true, Tags: expect.arrayContaining(tags) }],
				securityGroups: [
					{
						IpPermissions: [
							{ FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '54.214.0.0/16' }], Ipv6Ranges: [] },
						],
					},
				],
				keyPairs: [expect.anything()],
			});

			process.kill(build.pid, 'SIGINT');
			const { code, stdout, stderr } = await build.ended;
			expect(code, stderr).toBe(130);
			expect(stdout).toContain('Cancelling: Packer deletes its machine, key and firewall first.');
			expect(leftBehind(sandbox)).toEqual(nothing);
			expect(ownImages(sandbox, 'us-east-1')).toEqual([]);
			expect((await journalOf(person, id)).at(-1)).toMatchObject({ kind: 'end', result: 'cancelled' });
		});
	});

	test('a spot machine by its private address', async () => {
		const person = await makePerson();
		await withAwsSandbox(async sandbox => {
			runInside(sandbox, 'ip', 'route', 'add', 'local', '10.0.0.0/8', 'dev', 'lo');
			const ended = await runInSandbox(person, sandbox, [
				'new',
				...answers('debian-12', 'web'),
				...['--spot', 'yes', '--address', 'private', '--encryption', 'none', '--yes'],
				...['--command', 'echo "$SSH_CONNECTION"'],
			]);
			expect(ended.code, ended.stderr).toBe(0);
			const [machine] = instances(sandbox);
			expect(machine).toMatchObject({ InstanceLifecycle: 'spot', State: { Name: 'terminated' } });
			expect(ended.stdout).toContain(`address: ${machine?.PrivateIpAddress}`);
			// Packer hands no shutdown behaviour on here; what shuts it down arrives.
			const { UserData } = sandbox.call('ec2', 'describe_instance_attribute', {
				...{ InstanceId: machine?.InstanceId, Attribute: 'userData' },
			}) as { UserData: { Value: string } };
			expect(Buffer.from(UserData.Value, 'base64').toString()).toContain('left=7200');
			expect(ownImages(sandbox, 'us-east-1')).toHaveLength(1);
			expect(leftBehind(sandbox)).toEqual(nothing);
		});
	});

	test('--json prints exactly the lines of the journal, and SIGTERM cancels as well', async () => {
		const person = await makePerson();
		await withAwsSandbox(async sandbox => {
			const flags = [...answers('amazon-linux-2023', 'web'), '--yes', '--json'];
			const whole = await runInSandbox(person, sandbox, ['new', ...flags, '--command', 'echo "a, \\ é 🦀"']);
			expect(whole.code, whole.stderr).toBe(0);
			const id = await newestBuild(person);
			expect(whole.stdout).toBe(
				await readFile(path.join(buildFolderOf(person, id), 'journal.ndjson'), 'utf8'),
			);
			expect(whole.stdout).toContain('a, \\\\ é 🦀');

			const build = startInSandbox(person, sandbox, [
				...['run', './web', '--overwrite', '--yes', '--json', '--set', 'name=other'],
				...['--command', waitAtGate],
			]);
			const other = await eventually(async () => {
				const newest = await newestBuild(person);
				return newest !== id && newest;
			});
			await untilPrinted(person, other, 'waiting');
			process.kill(build.pid, 'SIGTERM');
			const { code, stdout, stderr } = await build.ended;
			expect(code, stderr).toBe(130);
			expect(stdout).toBe(await readFile(path.join(buildFolderOf(person, other), 'journal.ndjson'), 'utf8'));
			expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ result: 'cancelled' });
			expect(leftBehind(sandbox)).toEqual(nothing);
		});
	});

	test('where only standard output is no terminal, it gets the ids and standard error the screen', async () => {
		const person = await makePerson();
		await withAwsSandbox(async sandbox => {
			const terminal = launch(person, ['run', 'nodejs', '--yes', '--copy-to', 'eu-west-1'], {
				command: [...sandbox.enter, ...['sh', '-c', 'exec "$0" "$@" >ids', process.execPath, builtProgram]],
				env: sandbox.environment,
			});
			await terminal.waitFor('nodejs is ready', 120_000);
			expect(terminal.isAlternate()).toBe(true);
			await terminal.press('enter');
			expect(await terminal.exit).toMatchObject({ code: 0 });
			const ids = ['eu-west-1', 'us-east-1'].map(
				region => `${region}\t${ownImages(sandbox, region)[0]?.ImageId}\n`,
			);
			expect((await readFile(path.join(person.folder, 'ids'), 'utf8')).split(/(?<=\n)/).sort()).toEqual(ids);
			expect(terminal.history().join('\n')).toContain('nodejs is ready');
		});
	});

	test('credentials that AWS does not take: exit 4, and the reason', async () => {
		const person = await makePerson();
		await withAwsSandbox(async sandbox => {
			// From now on moto checks who calls.
			const body = "fetch('http://127.0.0.1:5000/moto-api/reset-auth', { method: 'POST', body: '0' })";
			runInside(sandbox, process.execPath, '--eval', body);
			const ended = await runInSandbox(person, sandbox, ['run', 'nodejs', '--yes']);
			expect(ended.code, ended.stdout + ended.stderr).toBe(4);
			expect(ended.stdout).toContain(
				'AWS does not accept the keys of the sign-in that was found on this computer.',
			);
			expect(ended.stdout).toContain('Nothing had been made yet.');
		});
	});

	test('every base system is found in its newest version, and entered by its own user', async () => {
		const person = await makePerson();
		await withAwsSandbox(async sandbox => {
			const build = async (image: BaseImage, architecture: Architecture): Promise<void> => {
				const { code, stdout, stderr } = await runInSandbox(person, sandbox, [
					'new',
					...answers(image.id, image.id.replaceAll('.', '-')),
					...['--architecture', architecture],
					...['--instance-type', architecture === 'arm64' ? 't4g.small' : 't3.small'],
					...['--command', 'echo "I am $(id -un)"', '--yes', '--json'],
				]);
				expect(code, stderr).toBe(0);
				const { id }: JournalHeader = JSON.parse(stdout.slice(0, stdout.indexOf('\n')));
				expect(stdout, image.id).toContain(`: I am ${image.username}"`);
				const machine = instances(sandbox).find(({ Tags }) => Tags?.some(({ Value }) => Value === id));
				const newest = image.exampleName[architecture].replaceAll(/20\d{6}/g, '20260427');
				expect(machine?.ImageId, image.id).toBe(sandboxAmi(newest));
			};
			// Two at a time, of either architecture.
			// Those for containers differ in their names only: one of them is enough.
			const different = baseImages.filter(({ id, basedOn }) => basedOn === undefined || id === 'eks-1.36');
			for (let index = 0; index < different.length; index += 2) {
				const pair = different.slice(index, index + 2);
				await Promise.all(pair.map((image, at) => build(image, at === 0 ? 'x86_64' : 'arm64')));
			}

			expect(ownImages(sandbox, 'us-east-1')).toHaveLength(different.length);
			expect(leftBehind(sandbox)).toEqual(nothing);
		});
	});
});
