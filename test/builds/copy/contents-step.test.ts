import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { contentsPlace, contentsStep } from '../../../source/builds/copy/contents-step.ts';
import { privateHcl } from '../../../source/builds/copy/private-hcl.ts';
import { privateJson } from '../../../source/builds/copy/private-json.ts';
import { planContents } from '../../../source/builds/supervisor/contents.ts';
import { renderTemplate } from '../../../source/template/render.ts';
import { needs } from '../../helpers/needs.ts';
import { shippedPresets } from '../../template/recipes.ts';

const source = (more = '', type = 'amazon-ebs', name = 'image'): string => `source "${type}" "${name}" {
  region        = "us-east-1"
  instance_type = "t3.micro"
  ami_name      = "web"
  source_ami    = "ami-0123456789abcdef0"
  ssh_username  = "ubuntu"
${more}}
`;

const container = 'source "docker" "image" {\n  image = "debian"\n}\n';

/** Where nothing of a disk is in the way. */
const memory = '/dev/shm';

const provisioner = (type: string, ...lines: string[]): string =>
	`  provisioner "${type}" {\n    ${lines.join('\n    ')}\n  }\n`;

const shell = (...lines: string[]): string => provisioner('shell', 'inline = ["true"]', ...lines);

const build = (more: string, names = ['amazon-ebs.image']): string => `build {
  sources = [${names.map(name => `"source.${name}"`).join(', ')}]
${more}}
`;

const file = 'image.pkr.hcl';
const placeIn = (found: ReturnType<typeof contentsPlace>): string | undefined =>
	'place' in found ? found.place : undefined;

const placeOf = (text: string, scripts: readonly string[] = [], name = file) =>
	placeIn(contentsPlace([{ file: name, text }], scripts));

const makeFolder = async (): Promise<string> => {
	const folder = await mkdtemp(path.join(tmpdir(), 'contents-'));
	onTestFinished(() => rm(folder, { recursive: true }));
	return folder;
};

const complaint = async (text: string, name = file): Promise<string> => {
	const folder = await makeFolder();
	await writeFile(path.join(folder, name), text);
	const { status, stdout, stderr } = spawnSync('packer', ['validate', '.'], {
		cwd: folder,
		encoding: 'utf8',
	});
	return status === 0 ? '' : `${stdout}${stderr}`;
};

describe('what is in an image is listed', () => {
	test.each([
		['behind a script', source() + build(shell()), memory],
		[
			'behind other steps',
			source() + build(shell() + provisioner('file', 'source = "a"', 'destination = "b"')),
			memory,
		],
		['on a machine that has no such memory', source('  # FreeBSD\n') + build(shell()), 'usual'],
		['on a Mac', source().replace('t3.micro', 'mac2.metal') + build(shell()), 'usual'],
		['on a machine of another builder', source('', 'googlecompute') + build(shell()), 'usual'],
		['in a container', container + build(shell()), 'usual'],
		[
			'on several machines',
			source() + source('', 'amazon-ebs', 'two') + build(shell(), ['amazon-ebs.image', 'amazon-ebs.two']),
			memory,
		],
		['beside a container', container + source() + build(shell()), 'usual'],
		['where the scripts go', container + build(shell('remote_folder = "/opt/x"')), '/opt/x'],
		['beside the script', container + build(shell('remote_path = "/opt/x/a.sh"')), '/opt/x'],
		['wherever the scripts go', source() + build(shell('remote_folder = var.place')), memory],
		[
			'though a step before it restarts the machine',
			source() + build(shell('expect_disconnect = true') + shell()),
			memory,
		],
		['over SSH that is named', source('  communicator = "ssh"\n') + build(shell()), memory],
	])('%s', (_, text, place) => {
		expect(placeOf(text)).toBe(place);
	});

	const json = (more: object, communicator?: string) =>
		JSON.stringify({
			source: { 'amazon-ebs': { image: { region: 'us-east-1', ...(communicator && { communicator }) } } },
			build: { sources: ['source.amazon-ebs.image'], ...more },
		});

	test('in JSON as well', () => {
		const name = 'image.pkr.json';
		expect(placeOf(json({ provisioner: { shell: { inline: ['true'] } } }), [], name)).toBe(memory);
		expect(
			placeOf(json({ provisioner: [{ shell: { inline: ['true'] } }] }, 'winrm'), [], name),
		).toBeUndefined();
		expect(placeOf(json({}), [], name)).toBeUndefined();
	});

	test.each([
		['no step', source() + build('')],
		['no script on the machine', source() + build(provisioner('shell-local', 'inline = ["true"]'))],
		['Windows', source('  communicator = "winrm"\n') + build(shell())],
		['Windows over SSH', source() + build(shell() + provisioner('powershell', 'inline = ["dir"]'))],
		['an administrator', source().replace('"ubuntu"', '"Administrator"') + build(shell())],
		['nobody who can log in', source('  communicator = "none"\n') + build(shell())],
		['a way in that only Packer knows', source('  communicator = var.how\n') + build(shell())],
		[
			'one machine of two that is of Windows',
			source() + source('  communicator = "winrm"\n', 'amazon-ebs', 'two') + build(shell()),
		],
		['scripts for some machines only', source() + build(shell('only = ["amazon-ebs.image"]'))],
		['a machine that stops by itself', source('  disable_stop_instance = true\n') + build(shell())],
		['a last step that restarts it', source() + build(shell() + shell('expect_disconnect = true'))],
		[
			'a step that shuts it down',
			source() + build(shell() + provisioner('shell', 'inline = ["sudo poweroff"]')),
		],
		['a place that only Packer knows', container + build(shell('remote_folder = var.place'))],
		['no source', build(shell())],
	])('not with %s', (_, text) => {
		expect(placeOf(text)).toBeUndefined();
	});

	test.each([
		['/tmp', 'sudo rm -rf /tmp', false],
		['/tmp', 'rm -r "/tmp/" && true', false],
		['/tmp', 'sudo rm -rf /var/tmp/* /tmp/* /tmp/x', true],
		['/tmp', '# rm -rf /tmp', true],
		['/tmp', 'rm -rf /var/tmp', true],
		['/opt/x.y', 'rm -rf /opt/x.y', false],
		['/opt/x.y', 'rm -rf /opt/xay /tmp', true],
	])('in %s, or not, where a script says: %s', (folder, line, isListed) => {
		const place = folder === '/tmp' ? 'usual' : folder;
		const lines = folder === '/tmp' ? [] : [`remote_folder = "${folder}"`];
		const text = container + build(provisioner('shell', 'script = "last.sh"', ...lines));
		expect(placeOf(text, [`#!/bin/sh\n${line}\n`])).toBe(isListed ? place : undefined);
	});

	test.each([
		['echo "echo Welcome" >>~/.bashrc', false],
		['cp a /etc/bash.bashrc', false],
		['echo neofetch | sudo tee -a /etc/ssh/sshrc', false],
		['# not in ~/.bashrc', true],
		['echo "echo Welcome" >/etc/profile.d/welcome.sh', true],
	])('with log-ins as they were, where a script says: %s', (line, isListed) => {
		const text = source() + build(provisioner('shell', 'script = "last.sh"'));
		expect(placeOf(text, [`#!/bin/sh\n${line}\n`])).toBe(isListed ? memory : undefined);
	});

	test('not with a file for log-ins that is uploaded', () => {
		const upload = provisioner('file', 'source = "a"', 'destination = "/home/ubuntu/.bashrc"');
		expect(placeOf(source() + build(shell() + upload))).toBeUndefined();
	});

	test.each([
		['rm -rf /tmp', memory],
		['sudo rm -rf /dev/shm/*', memory],
		['sudo rm -rf /dev/shm', undefined],
	])('in memory, or not, where a script says: %s', (line, place) => {
		const text = source() + build(provisioner('shell', 'script = "last.sh"'));
		expect(placeOf(text, [`#!/bin/sh\n${line}\n`])).toBe(place);
	});

	test('not with a script that shuts the machine down', () => {
		const text = source() + build(provisioner('shell', 'script = "last.sh"'));
		expect(placeOf(text)).toBe(memory);
		expect(placeOf(text, ['#!/bin/sh\nshutdown -P now\n'])).toBeUndefined();
	});

	test('with every shipped preset, in both styles', () => {
		for (const [name, recipe] of shippedPresets()) {
			for (const style of ['packer-wizard', 'gruntwork'] as const) {
				const styled = { ...recipe, aws: { ...recipe.aws, style } };
				const rendered = renderTemplate(styled, { profile: '1.14', scripts: {} });
				const isScript = ({ path: file }: { path: string }) => file.startsWith('scripts/');
				const templates = rendered.map(({ path: at, content }) => ({ file: at, text: content }));
				const scripts = rendered.filter(isScript).map(({ content }) => content);
				expect(contentsPlace(templates, scripts), `${name} ${style}`).toEqual({ place: memory });
			}
		}
	});

	test.each([
		['no-shell', source('  communicator = "winrm"\n') + build(shell())],
		['down', source() + build(shell() + shell('expect_disconnect = true'))],
		['down', source() + build(shell() + provisioner('shell', 'inline = ["sudo poweroff"]'))],
		['log-in', source() + build(shell() + provisioner('shell', 'inline = ["echo hi >>~/.bashrc"]'))],
		['removed', container + build(shell() + provisioner('shell', 'inline = ["sudo rm -rf /tmp"]'))],
	] as const)('and why not is known: %s', (why, text) => {
		expect(contentsPlace([{ file, text }], [])).toEqual({ why });
	});

	test('not where the person wants none, and nothing is written then', async () => {
		const [copy, temporary] = [await makeFolder(), await makeFolder()];
		await writeFile(path.join(copy, file), source() + build(shell()));
		expect(await planContents(copy, temporary, { PACKER_WIZARD_CONTENTS: 'off' })).toEqual({ why: 'off' });
		expect(await readdir(temporary)).toEqual([]);
		expect(await planContents(copy, temporary, {})).toMatchObject({ step: { skip_clean: true } });
		expect(await readdir(temporary)).toEqual([
			expect.stringMatching(/^packer-wizard-contents-[\da-f]{32}\.sh$/),
		]);
	});
});

describe('the step that lists it', () => {
	const edits = (script: string, place = 'usual') => ({
		manifest: 'manifest.json',
		sourceLines: [],
		lastStep: contentsStep(script, place),
	});

	test('stands behind all others, in each build that has a script, and Packer takes it', async context => {
		needs(context, 'packer');
		const script = path.join(await makeFolder(), 'list.sh');
		await writeFile(script, 'true\n');
		const text = `${source()}${build(shell('# }') + shell())}${build(provisioner('shell-local', 'inline = ["true"]'))}`;
		const edited = privateHcl(text, edits(script, '/opt/x'));
		const added = `
  provisioner "shell" {
    script = "${script}"
    execute_command = "sh {{ .Path }} || true; rm -f {{ .Path }} || true"
    expect_disconnect = true
    skip_clean = true
    remote_folder = "/opt/x"
  }

  post-processor "manifest" {
    output = "manifest.json"
  }
}
`;
		expect(edited.split(added)).toHaveLength(2);
		expect(edited.replace(added, '').match(/packer-wizard|list\.sh/g)).toBeNull();
		expect(await complaint(edited)).toBe('');
	});

	test('does so in JSON, whatever stands there', async context => {
		needs(context, 'packer');
		const script = path.join(await makeFolder(), 'list.sh');
		await writeFile(script, 'true\n');
		const inline = { inline: ['true'] };
		for (const provisioner of [
			{ shell: inline },
			[{ shell: [inline, inline] }],
			[{ 'shell-local': inline }, { shell: inline }],
		]) {
			const text = JSON.stringify({
				source: {
					'amazon-ebs': {
						image: {
							region: 'us-east-1',
							instance_type: 't3.micro',
							ami_name: 'web',
							source_ami: 'ami-0123456789abcdef0',
							ssh_username: 'u',
						},
					},
				},
				build: { sources: ['source.amazon-ebs.image'], provisioner },
			});
			const edited = privateJson(text, edits(script));
			expect(JSON.parse(edited).build.provisioner).toEqual(
				[provisioner, { shell: contentsStep(script, 'usual') }].flat(),
			);
			expect(await complaint(edited, 'image.pkr.json')).toBe('');
		}
	});
});
