import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { privateHcl } from '../../../source/builds/copy/private-hcl.ts';
import { privateJson } from '../../../source/builds/copy/private-json.ts';
import {
	namedScripts,
	ownEndLines,
	ownEndOf,
	ownEndScript,
	ownEndStep,
} from '../../../source/targets/aws/builds/copy/own-end.ts';
import { ownEndEntries, planOwnEnd } from '../../../source/targets/aws/builds/supervisor/own-end.ts';
import { needs } from '../../helpers/needs.ts';
import { containerImage, testEnvironment } from '../../setup/places.ts';

const source = (more = '', type = 'amazon-ebs'): string => `source "${type}" "image" {
  region        = "us-east-1"
  instance_type = "t3.micro"
  ami_name      = "web"
  source_ami    = "ami-0123456789abcdef0"
  ssh_username  = "ubuntu"
${more}}
`;

const build = (more = ''): string => `build {
  sources = ["source.amazon-ebs.image"]
${more}}
`;

const shell = (...lines: string[]): string => `  provisioner "shell" {\n    ${lines.join('\n    ')}\n  }\n`;

const file = 'image.pkr.hcl';

const endScript = path.join(tmpdir(), `packer-wizard-end-${process.pid}.sh`);
beforeAll(() => writeFile(endScript, ownEndScript(3600)));
afterAll(() => rm(endScript));

/** The private copy of a template whose machine ends itself after an hour. */
const copied = (text: string, scripts: readonly string[] = [], name = file): string => {
	const plan = ownEndOf([{ file: name, text }], scripts);
	const edit = name.endsWith('json') ? privateJson : privateHcl;
	return edit(text, {
		manifest: 'manifest.json',
		sourceLines: plan ? ownEndLines(plan, 3600) : [],
		firstStep: plan?.by.includes('step') ? ownEndStep(endScript) : undefined,
	});
};

const accepted = async (text: string, name = file): Promise<string> => {
	const folder = await mkdtemp(path.join(tmpdir(), 'own-end-'));
	onTestFinished(() => rm(folder, { recursive: true }));
	await writeFile(path.join(folder, name), text);
	const { status, stdout, stderr } = spawnSync('packer', ['validate', '.'], {
		cwd: folder,
		encoding: 'utf8',
	});
	return status === 0 ? '' : `${stdout}${stderr}`;
};

describe('the machine of a real build', () => {
	beforeEach(context => needs(context, 'packer'));

	test.each([
		['a template', source(), build()],
		['one of a line', 'source "amazon-ebs" "image" { region = "us-east-1" }\n', build()],
		['one that says what a shutdown does', source('  shutdown_behavior = "stop"\n'), build()],
		['one that restarts it', source(), build(shell('expect_disconnect = true', 'inline = ["sudo reboot"]'))],
		['one that restarts it by shutdown', source(), build(shell('inline = ["sudo shutdown -r now"]'))],
		['one that only speaks of it', source(), build(shell('inline = ["# shutdown -P now", "true"]'))],
	])('terminates itself from its first start on: %s', async (_, ...parts) => {
		const text = copied(parts.join('\n'));
		expect(text.match(/shutdown_behavior = "terminate"/g)).toHaveLength(1);
		expect(text).not.toContain('"stop"');
		expect(text).toContain('user_data = "#cloud-boothook\\n#!/bin/sh\\n');
		expect(text).toContain('left=3600\\n');
		expect(text).not.toContain('/dev/shm');
		if (parts[0]?.includes('ami_name')) {
			expect(await accepted(text)).toBe('');
		}
	});

	test.each(['user_data = "#!/bin/sh\\necho mine"', 'user_data_file = "image.pkr.hcl"'])(
		'whose user data is the person’s is told in a first step, and again after a restart: %s',
		async line => {
			const steps = [
				shell('inline = ["echo one"]'),
				shell('expect_disconnect = true', 'inline = ["sudo reboot"]'),
				shell('inline = ["echo two"]'),
			];
			const text = copied(`${source(`  ${line}\n`)}\n${build(steps.join(''))}`);
			expect(text).toContain(line);
			expect(text).not.toContain('cloud-boothook');
			expect(text).toContain('shutdown_behavior = "terminate"');
			const order = [...text.matchAll(/\/dev\/shm|echo one|sudo reboot|echo two/g)].map(([found]) => found);
			expect(order).toEqual(['/dev/shm', 'echo one', 'sudo reboot', '/dev/shm', 'echo two']);
			expect(await accepted(text)).toBe('');
		},
	);

	test.each([
		['a step', '', shell('inline = ["echo bye", "sudo shutdown -P now"]'), ''],
		['a script', '', shell('script = "scripts/01-last.sh"'), '#!/bin/bash\nsudo poweroff\n'],
		['a person', '  disable_stop_instance = true\n', '', ''],
	])('that is shut down by %s before the image is made only stops', async (_, more, steps, script) => {
		const template = `${source(more)}\n${build(steps)}`;
		expect(namedScripts([{ file, text: template }])).toEqual(script === '' ? [] : ['scripts/01-last.sh']);
		const text = copied(template, [script]);
		expect(text).not.toContain('shutdown_behavior');
		expect(text).toContain('cloud-boothook');
	});

	test.each(['communicator = "winrm"', 'communicator = "none"', 'ssh_username = "core"'])(
		'is none that this is known for, and that is said: %s',
		async line => {
			const other = source().replace(/ {2}ssh_username.*\n/, `  ${line}\n`);
			const text = copied(`${other}\n${build()}`);
			expect(text).not.toMatch(/cloud-boothook|shutdown_behavior/);
			const folder = await mkdtemp(path.join(tmpdir(), 'own-end-'));
			onTestFinished(() => rm(folder, { recursive: true }));
			const said = async (template: string) => {
				await writeFile(path.join(folder, file), template);
				return ownEndEntries(await planOwnEnd({ mode: 'aws', timeout: 60_000 }, folder)).map(entry =>
					entry.kind === 'notice' ? entry.message.replace(/:.*/, '') : entry.kind,
				);
			};
			expect(await said(other)).toEqual(['The machine does not end itself']);
			expect(await said(`${other}\n${source().replace('"image"', '"second"')}`)).toEqual([
				expect.stringContaining('The machine terminates itself'),
				'own-end',
				'Not every machine ends itself',
			]);
			expect(await said('source "null" "image" {}\n')).toEqual([]);
		},
	);

	test('is told so in JSON too', async () => {
		const body = { region: 'us-east-1', instance_type: 't3.micro', ami_name: 'web', ssh_username: 'ubuntu' };
		const data = (more: object, provisioner: readonly object[]) => ({
			source: { 'amazon-ebs': { image: { ...body, source_ami: 'ami-0123456789abcdef0', ...more } } },
			build: [{ sources: ['source.amazon-ebs.image'], provisioner }],
		});
		const name = 'image.pkr.json';
		const plain = copied(JSON.stringify(data({}, [{ shell: { inline: ['true'] } }])), [], name);
		expect(plain).toContain('"shutdown_behavior": "terminate"');
		expect(plain).toContain('"user_data": "#cloud-boothook');
		expect(await accepted(plain, name)).toBe('');
		const steps = [
			{ shell: { inline: ['sudo reboot'], expect_disconnect: true } },
			{ shell: { inline: ['true'] } },
		];
		const own = copied(JSON.stringify(data({ user_data: 'mine' }, steps)), [], name);
		expect(own.match(/\/dev\/shm|sudo reboot|"true"/g)).toEqual([
			'/dev/shm',
			'sudo reboot',
			'/dev/shm',
			'"true"',
		]);
		expect(await accepted(own, name)).toBe('');
	});
});

/** What a machine gets whose template has no user data of its own. */
const userDataOf = (seconds: number): string => {
	const lines = ownEndLines({ behavior: 'terminate', by: ['boot'], leavesOut: false }, seconds);
	return String(lines.find(({ name }) => name === 'user_data')?.value);
};

/** Stands in for what a container has not: cloud-init 22.4.2 leaves its user data in these places, and sees to no more. */
const asCloudInit = `cloud=/var/lib/cloud/instances/i-1
mkdir -p $cloud/boothooks && ln -s instances/i-1 /var/lib/cloud/instance
printf '#!/bin/sh\\necho "shutdown $*" >>/said\\n' >/usr/local/sbin/shutdown && chmod +x /usr/local/sbin/shutdown
tail -n +2 /user-data >$cloud/boothooks/part-001
for copy in user-data.txt user-data.txt.i obj.pkl; do cp /user-data $cloud/$copy; done
touch $cloud/cloud-config.txt
rm /user-data
before=$(grep -rlE 'packer-wizard-end' /var /etc /run | wc -l)
`;

test('what tells it leaves nothing in an image, since a stop takes it away; and it shuts down when nobody stops it', context => {
	needs(context, 'containers');
	const inside = (seconds: number, script: string): string => {
		const { stdout, stderr, status } = spawnSync(
			'podman',
			[
				...['run', '--rm', '--interactive', '--network=none', containerImage, 'bash', '-c'],
				`cat >/user-data; ${asCloudInit}sh $cloud/boothooks/part-001; echo "exit $?"; sleep 0.5; ${script}`,
			],
			{
				encoding: 'utf8',
				input: userDataOf(seconds),
				env: { ...process.env, ...testEnvironment() },
			},
		);
		expect(status, stderr).toBe(0);
		return stdout;
	};

	expect(inside(1, 'sleep 2; cat /said')).toBe('exit 0\nshutdown -P now\n');
	const stop = 'pkill -TERM -f "^/bin/sh -c trap"; sleep 0.5';
	const look =
		'echo "before $before"; ls $cloud; grep -rlE "packer-wizard-end" /var /etc /run; ls /said 2>&1';
	expect(inside(600, `${stop}; ${look}; true`)).toBe(
		"exit 0\nbefore 4\ncloud-config.txt\nls: cannot access '/said': No such file or directory\n",
	);
	// A restart gives no more time: it counts from the launch, as cloud-init has it of EC2 in the form of 22.4.2.
	const launched = (ago: string, script: string): string =>
		inside(
			600,
			`cp $cloud/boothooks/part-001 /again; pkill -TERM -f "^/bin/sh -c trap"; mkdir /run/cloud-init
printf ' {\n  "document": {\n   "pendingTime": "%s",\n' "$(date -u -d "${ago} ago" +%FT%TZ)" >/run/cloud-init/instance-data.json
sh /again; sleep 0.2; ${script}`,
		);
	expect(launched('9 min', 'pgrep -fx "sleep (59|60)" | wc -l')).toBe('exit 0\n1\n');
	expect(launched('11 min', 'sleep 1.5; cat /said')).toBe('exit 0\nshutdown -P now\n');
	// Who ends all that sleeps ends no machine.
	expect(inside(600, 'pkill sleep; sleep 0.5; cat /said; true')).toBe('exit 0\n');
});
