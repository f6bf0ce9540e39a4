import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Remain } from '../../source/targets/aws/builds/remains/places.ts';
import { eventually, journalOf, listBuilds, textsOf, untilPrinted } from '../builds/helpers.ts';
import { type AwsSandbox, sandboxAmi, withAwsSandbox } from '../helpers/aws-sandbox/aws-sandbox.ts';
import { runInside } from '../helpers/namespace.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, type Person, runProgram } from '../helpers/program.ts';
import { instances, leftBehind, openGate, ownImages, runInSandbox, waitAtGate } from './sandbox-builds.ts';

const regions = ['us-east-1', 'eu-west-1'] as const;
const [homeRegion, copyRegion] = regions;

/** What Packer says when it is killed; more of them by hand: `PACKER_WIZARD_MOMENTS=12`. */
const moments = [
	'waiting',
	'Creating AMI ',
	'Creating temporary keypair',
	'Creating temporary security group',
	'Launching a ',
	'Instance ID',
	'Waiting for SSH',
	'Stopping the source instance',
	'AMI: ',
	'Copying to: ',
	'Terminating the source',
	'Deleting temporary',
].slice(0, Number(process.env['PACKER_WIZARD_MOMENTS'] ?? 2));

/** Keys of two accounts, by their ids; moto takes both for its own. */
const ownKeys = { AWS_ACCESS_KEY_ID: 'ASIARTX3GSDSWHGZKY2B' };
const otherKeys = { AWS_ACCESS_KEY_ID: 'ASIAWO645SY5E34W5BC4' };

/** What a killed build of a spot machine with a role of its own leaves. */
const spotKinds = [
	...['spot-request', 'instance', 'volume', 'security-group', 'key-pair', 'launch-template'],
	...['instance-profile', 'role'],
];

/** The lines with which a template by hand has Packer make a role for its machine. */
const ownRole = `  temporary_iam_instance_profile_policy_document {
    Version = "2012-10-17"
    Statement {
      Effect   = "Allow"
      Action   = ["s3:ListAllMyBuckets"]
      Resource = ["*"]
    }
  }
`;

/**
 * Starts a build of a template that somebody wrote: it names no build, has tags of its own, and these lines more.
 * @param flags answers beside those that all builds here have.
 */
const startByHand = async (
	person: Person,
	sandbox: AwsSandbox,
	name: string,
	lines: string,
	...flags: readonly string[]
): Promise<string> => {
	const answers = ['--region', homeRegion, '--base', 'debian-12', '--name', name, '--copy-to', copyRegion];
	const out = ['--out', `./${name}`, '--no-input'];
	const written = await runInSandbox(person, sandbox, ['new', ...answers, ...flags, ...out]);
	expect(written.code, written.stderr).toBe(0);
	const image = path.join(person.folder, name, 'image.pkr.hcl');
	const ours = await readFile(image, 'utf8');
	const own = ours
		.replace(/^ {2}run_tags = {\n[^}]*}\n/m, '')
		.replace('}, local.run_tags)', '})')
		.replace(/^ +\w+_tags += local\.run_tags\n/gm, '')
		.replace(/^ {2}instance_type /m, `  run_tags = var.team\n${lines}$&`);
	expect(own).not.toContain('packer-wizard:build');
	await writeFile(image, `${own}\nvariable "team" {\n  default = { Team = "web" }\n}\n`);
	const run = ['run', `./${name}`, '--keep', '--trust', '--yes', '--detach'];
	const started = await runInSandbox(person, sandbox, run, { env: ownKeys });
	expect(started.stdout, started.stderr).toMatch(/^[0-9a-f]+\n$/);
	return started.stdout.trim();
};

const startBuild = async (
	person: Person,
	sandbox: AwsSandbox,
	name: string,
	...flags: readonly string[]
): Promise<string> => {
	const answers = ['--region', homeRegion, '--base', 'debian-12', '--name', name, '--copy-to', copyRegion];
	const args = ['new', ...answers, ...flags, '--yes', '--detach'];
	const { stdout, stderr } = await runInSandbox(person, sandbox, args, {
		// What the environment sets is Packer's: it makes the copy itself, so that it can be killed while it does.
		env: { ...ownKeys, PKR_VAR_copy_to_regions: `["${copyRegion}"]` },
	});
	expect(stdout, stderr).toMatch(/^[0-9a-f]+\n$/);
	return stdout.trim();
};

const untilOver = (person: Person, id: string) =>
	eventually(async () => (await listBuilds(person.environment)).find(build => build.id === id)?.end);

/** Kills Packer and all that it has started as soon as it says something. */
const killAt = async (person: Person, id: string, moment: string): Promise<void> => {
	await eventually(async () => {
		const lines = await journalOf(person, id);
		return lines.at(-1)?.kind === 'end' || textsOf(lines).some(text => text.includes(moment));
	});
	const packer = (await journalOf(person, id)).find(line => line.kind === 'packer');
	process.kill(-(packer?.process.pid ?? Number.NaN), 'SIGKILL');
	await untilOver(person, id);
};

/** A build that is killed so. Gives its id. */
const buildKilledAt = async (
	person: Person,
	sandbox: AwsSandbox,
	moment: string,
	index: number,
): Promise<string> => {
	const command = moment === 'waiting' ? waitAtGate : 'echo done';
	const id = await startBuild(person, sandbox, `web${index}`, '--command', command);
	await killAt(person, id, moment);
	return id;
};

/** What is there but for the images of these builds. */
const everything = (sandbox: AwsSandbox, without: readonly string[] = []) => {
	const of = (operation: string, key: string, service = 'ec2') =>
		sandbox.call(service, operation)[key] as readonly { readonly State?: string }[];
	return {
		regions: regions.map(region => ({
			...leftBehind(sandbox, region),
			images: ownImages(sandbox, region).filter(
				({ Tags = [] }) => !Tags.some(({ Value }) => without.includes(Value)),
			),
		})),
		spotRequests: of('describe_spot_instance_requests', 'SpotInstanceRequests').filter(({ State }) =>
			['open', 'active'].includes(State ?? ''),
		),
		roles: of('list_roles', 'Roles', 'iam'),
		profiles: of('list_instance_profiles', 'InstanceProfiles', 'iam'),
	};
};

/** Whether Packer was through with its image when it was killed: then it may be whole, and stays. */
const isThrough = async (person: Person, id: string): Promise<boolean> =>
	textsOf(await journalOf(person, id)).some(text => text.includes('Terminating the source'));

/** What others have in the account, called and tagged as much like ours as it can be. */
const makeForeign = ({ call }: AwsSandbox): void => {
	call('ec2', 'create_key_pair', { KeyName: 'packer_0a1b2c3d-0000-4000-8000-000000000000' });
	call('ec2', 'create_security_group', {
		GroupName: 'packer_0a1b2c3d-0000-4000-8000-000000000001',
		Description: 'of somebody else',
	});
	const name = 'packer-0a1b2c3d-0000-4000-8000-000000000002';
	call('iam', 'create_role', { RoleName: name, AssumeRolePolicyDocument: '{}' });
	call('iam', 'create_instance_profile', { InstanceProfileName: name });
	call('ec2', 'create_launch_template', {
		LaunchTemplateName: 'packer-fleet-launch-template-of-somebody-else',
		LaunchTemplateData: { InstanceType: 't3.micro' },
	});
	call('ec2', 'request_spot_instances', {
		LaunchSpecification: { ImageId: sandboxAmi('debian-12-amd64-20260427-2200'), InstanceType: 't3.micro' },
	});
	for (const tags of [[], [{ Key: 'packer-wizard:build', Value: 'beef' }]]) {
		call('ec2', 'run_instances', {
			ImageId: sandboxAmi('debian-12-amd64-20260427-2200'),
			MinCount: 1,
			MaxCount: 1,
			...(tags.length > 0 && { TagSpecifications: [{ ResourceType: 'instance', Tags: tags }] }),
		});
	}
};

describe('what builds left in AWS', () => {
	beforeEach(context => needs(context, 'packer', 'containers', 'moto', 'namespaces'));

	test('whenever Packer is killed it is named, and cleanup takes all of it and nothing else', async () => {
		const person = await makePerson();
		await withAwsSandbox(async sandbox => {
			const run = (args: readonly string[], env: Person['environment'] = ownKeys) =>
				runInSandbox(person, sandbox, args, { env });
			const cleanup = (...args: readonly string[]) => run(['cleanup', ...args]);
			makeForeign(sandbox);
			const kept = await startByHand(person, sandbox, 'kept', '');
			await untilOver(person, kept);
			const before = everything(sandbox);
			const made = before.regions.map(({ images }) => images.map(({ Tags }) => Tags));
			expect(made).toEqual([[expect.anything()], [expect.anything()]]);
			// The tag is on what Packer starts, beside those of the template; on the image only where the plugin copies them.
			const areCopied = JSON.stringify(made).includes('"Team"');
			expect(JSON.stringify(made).includes('packer-wizard:build')).toBe(areCopied);
			const tagged = instances(sandbox).find(({ Tags }) => Tags?.some(({ Value }) => Value === kept));
			expect(tagged?.Tags).toContainEqual({ Key: 'Team', Value: 'web' });

			const [running, ...killed] = await Promise.all([
				startBuild(person, sandbox, 'runs', '--command', waitAtGate),
				startByHand(person, sandbox, 'spot', ownRole, '--spot', 'yes').then(async id => {
					await killAt(person, id, 'Instance ID');
					return id;
				}),
				...moments.map((moment, index) => buildKilledAt(person, sandbox, moment, index)),
			]);
			await untilPrinted(person, running, 'waiting');
			const [spot = '', one = ''] = killed;
			const shown = await run(['builds', 'show', one]);
			expect(shown.stdout).toContain(`packer-wizard cleanup ${one}`);
			const listed = await cleanup(one);
			expect(listed.code, listed.stdout + listed.stderr).toBe(2);
			const said = textsOf(await journalOf(person, one)).join('\n');
			const names = said.match(/\bi-[0-9a-f]{17}|(?<=keypair: )packer_\S+/g) ?? [];
			expect(new Set(names).size).toBe(2);
			for (const name of names) {
				expect(listed.stdout).toContain(name);
				expect(shown.stdout).toContain(name);
			}

			const stranger = await run(['cleanup', one], otherKeys);
			expect(stranger.stderr).toContain(
				`Build ${one} was signed for by keys in the environment of account 111122223333 `,
			);
			const undeleted = await run(['builds', 'delete', one, '--yes']);
			expect(undeleted.code, undeleted.stderr).toBe(3);

			const refused = await cleanup(running, '--yes');
			expect(refused.code).toBe(2);
			expect(refused.stderr).toContain(`Build ${running} still runs.`);

			const listedSpot = await cleanup(spot, '--json');
			expect(JSON.parse(listedSpot.stdout).remains.map(({ kind }: Remain) => kind)).toEqual(spotKinds);
			const all = await cleanup('--yes');
			expect(all.code, all.stdout + all.stderr).toBe(0);
			expect(all.stdout).toContain('Its build still runs.');
			expect(all.stdout).toContain('If it does not: packer-wizard cleanup beef');
			const machine = instances(sandbox).find(({ Tags }) => Tags?.some(({ Value }) => Value === running));
			expect(machine?.State.Name).toBe('running');
			await run(['builds', 'cancel', running]);
			const whole: string[] = [];
			for (const id of killed) {
				whole.push(...((await isThrough(person, id)) ? [id] : []));
			}

			expect(everything(sandbox, whole)).toEqual(before);
			if (!whole.includes(one)) {
				const now = await run(['builds', 'show', one]);
				expect(now.stdout).toMatch(
					/Clean-up +A clean-up \(.+\) deleted .*the machine i-.*, and left nothing\.\n/,
				);
				expect(now.stdout).not.toContain('packer-wizard cleanup');
				const deleted = await run(['builds', 'delete', one, '--yes', '--json']);
				expect(deleted.code, deleted.stderr).toBe(0);
				expect(JSON.parse(deleted.stdout)).toMatchObject({ deleted: [{ id: one }] });
			}

			const again = await cleanup('--json');
			expect(again.code, again.stderr).toBe(0);
			const { unseen, remains } = JSON.parse(again.stdout);
			expect(unseen).toEqual([]);
			const foreign = ['instance', 'volume'].map(kind => ({ kind, build: 'beef', costs: true }));
			expect(remains.filter(({ build }: { build: string }) => !whole.includes(build))).toMatchObject(foreign);
			const elsewhere = await cleanup('beef', '--region', homeRegion, '--yes');
			expect(elsewhere.code, elsewhere.stdout + elsewhere.stderr).toBe(0);
			expect(instances(sandbox).filter(({ State }) => State.Name !== 'terminated')).toHaveLength(2);
			const over = await cleanup();
			// An image of which nobody knows whether it is whole is shown, and stays.
			expect(over.stdout).toMatch(whole.length === 0 ? /^Nothing is left in / : /^\d+ things are left in /);
			expect(over.stdout).toContain(' in us-east-1, eu-west-1 (keys in the environment');
			for (const line of over.stdout.split('\n').slice(1).filter(Boolean)) {
				expect(
					whole.some(id => line.includes(`build ${id} `) && line.includes('stays: ')),
					line,
				).toBe(true);
			}
		});
	});

	test('where its keys end while it builds, other keys of the account delete what it left', async () => {
		const person = await makePerson();
		await withAwsSandbox(async sandbox => {
			const { call } = sandbox;
			const policy = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
			call('iam', 'create_user', { UserName: 'dev' });
			call('iam', 'put_user_policy', {
				...{ UserName: 'dev', PolicyName: 'all', PolicyDocument: JSON.stringify(policy) },
			});
			const makeKeys = (): Record<'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY', string> => {
				const made = call('iam', 'create_access_key', { UserName: 'dev' })['AccessKey'];
				const { AccessKeyId = '', SecretAccessKey = '' } = made as Record<string, string>;
				return { AWS_ACCESS_KEY_ID: AccessKeyId, AWS_SECRET_ACCESS_KEY: SecretAccessKey };
			};
			/** How many calls are taken whoever signs them; those after them are looked at. */
			const trustCalls = (count: string): void => {
				const body = `fetch('http://127.0.0.1:5000/moto-api/reset-auth', { method: 'POST', body: '${count}' })`;
				runInside(sandbox, process.execPath, '-e', body);
			};
			const [ending, others] = [makeKeys(), makeKeys()];
			const before = everything(sandbox);
			const answers = ['--region', homeRegion, '--base', 'debian-12', '--name', 'web', '--yes', '--detach'];
			const started = await runInSandbox(person, sandbox, ['new', ...answers, '--command', waitAtGate], {
				env: ending,
			});
			const id = started.stdout.trim();
			await untilPrinted(person, id, 'waiting');
			call('iam', 'delete_access_key', { UserName: 'dev', AccessKeyId: ending.AWS_ACCESS_KEY_ID });
			trustCalls('0');
			await openGate(sandbox);
			const end = await untilOver(person, id);
			expect(end).toMatchObject({ result: 'failed', diagnosis: { remedy: 'sign-in' } });
			const cleaned = await runInSandbox(person, sandbox, ['cleanup', id, '--yes'], { env: others });
			expect(cleaned.code, cleaned.stdout + cleaned.stderr).toBe(0);
			expect(cleaned.stdout).toContain('Deleted');
			trustCalls('1000000');
			expect(everything(sandbox)).toEqual(before);
		});
	});
});

test('where nothing was built in AWS there is nowhere to look, which fails no job; an id alone is not enough', async () => {
	const person = await makePerson();
	const cleanup = async (...args: string[]) => runProgram(person, ['cleanup', '--yes', ...args]);
	expect(await cleanup()).toMatchObject({
		code: 0,
		stdout:
			'No build that is known here was in AWS. What others left is found by region: --region eu-west-1\n',
	});
	const asData = await cleanup('--json');
	expect(JSON.parse(asData.stdout)).toEqual({ looked: [], unseen: [], remains: [] });
	expect(await cleanup('7f3a')).toMatchObject({ code: 2, stdout: '' });
});

test('nothing but the clean-up loads the SDK', async () => {
	const person = await makePerson();
	for (const args of [['--help'], ['builds', 'list'], ['doctor']]) {
		const folder = path.join(person.home, 'loaded', args.join('-'));
		await runProgram(person, args, { env: { NODE_V8_COVERAGE: folder } });
		const loaded = new Set<string>();
		for (const name of await readdir(folder)) {
			const { result } = JSON.parse(await readFile(path.join(folder, name), 'utf8'));
			for (const { url } of result as { readonly url: string }[]) {
				loaded.add(url);
			}
		}

		const chunks = [...loaded].filter(url => url.includes('/dist/'));
		// A help is the launcher's own.
		expect(chunks.length).toBeGreaterThan(args.includes('--help') ? 0 : 5);
		for (const chunk of chunks) {
			expect(await readFile(new URL(chunk), 'utf8'), chunk).not.toContain('EC2Client');
		}
	}
});
