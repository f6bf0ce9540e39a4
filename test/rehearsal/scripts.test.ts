import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { privateHcl } from '../../source/builds/copy/private-hcl.ts';
import { sourceLines } from '../../source/builds/copy/template-edits.ts';
import type { Recipe } from '../../source/recipe/schema.ts';
import type { Rehearsal } from '../../source/rehearsal/rehearsal.ts';
import { renderTemplate } from '../../source/template/render.ts';
import { needs } from '../helpers/needs.ts';
import { makePerson, type Person } from '../helpers/program.ts';
import { writtenRecipe } from '../helpers/recipe.ts';
import { installedProfile, writeAll } from '../template/packer.ts';
import { rehearse } from './helpers.ts';
import { buildFolder } from './packer-build.ts';

beforeEach(context => needs(context, 'packer', 'containers'));

const recipeWith = (change: object): Recipe =>
	writtenRecipe({
		name: 'web',
		region: 'eu-west-1',
		base: { image: 'ubuntu-20.04' },
		instanceType: 't3.micro',
		...change,
	});

/** Writes the template of a Recipe as a rehearsal builds it, and gives its scripts by their path. */
const writeTemplate = async (
	folder: string,
	recipe: Recipe,
	{ sshHost, sshPort, endpoint }: Rehearsal,
	scripts: Readonly<Record<string, string>> = {},
): Promise<ReadonlyMap<string, string>> => {
	const lines = sourceLines({ host: sshHost, port: sshPort, ec2: endpoint }, undefined, false);
	const files = renderTemplate(recipe, { profile: installedProfile(), scripts }).map(file =>
		file.path === 'image.pkr.hcl'
			? { ...file, content: privateHcl(file.content, { sourceLines: lines, manifest: 'manifest.json' }) }
			: file,
	);
	await writeAll(folder, files);
	return new Map(files.filter(file => file.executable).map(file => [file.path, file.content]));
};

/** What a machine's files of keys hold, once it stops: nothing runs on it any more. */
const keysOf = (person: Person): string => {
	const label = `label=packer-wizard.build=${path.basename(person.home)}`;
	const run = (...args: string[]) => spawnSync('podman', args, { encoding: 'utf8', env: person.environment });
	const name = run('ps', '--filter', label, '--format', '{{.Names}}').stdout.trim();
	return run('exec', name, 'cat', '/home/ubuntu/.ssh/authorized_keys', '/root/.ssh/authorized_keys').stdout;
};

const sizes = [65_535, 65_536, 2_000_000] as const;

/** A line of so many bytes that a shell passes over. */
const longLine = (size: number): string => `#${'x'.repeat(size - 1)}`;

const longestLine = (text: string): number => Math.max(...text.split('\n').map(line => line.length));

/** A value for which a script's longest line has so many bytes. */
const valueFor = (size: number, scriptFor: (value: string) => string): string => {
	const least = 1000;
	return 'v'.repeat(least + size - longestLine(scriptFor('v'.repeat(least))));
};

// What gruntwork-install would do needs its library; each script that calls it says what arrived. As a function it takes
// arguments of any length, which a program does not.
const prepare = [
	'for name in curl apt-get fetch fail2ban-client gruntwork-install; do',
	`  printf '#!/bin/sh\\n' | sudo tee /usr/local/bin/$name >/dev/null && sudo chmod 755 /usr/local/bin/$name`,
	'done',
	// What each installation is proved by.
	'sudo mkdir -p /opt/gruntwork/bash-commons /usr/share/elasticsearch/bin /etc/elasticsearch',
	'echo x | sudo tee /opt/gruntwork/bash-commons/log.sh /etc/elasticsearch/elasticsearch.yml >/dev/null',
	'sudo cp /usr/local/bin/curl /usr/share/elasticsearch/bin/elasticsearch',
	`echo 'gruntwork-install() { sha256sum "$0"; }; export -f gruntwork-install' >~/.bashrc`,
	'for file in /root/.ssh/authorized_keys ~/.ssh/authorized_keys; do',
	`  sudo grep -c ' packer_[0-9a-f-]*$' "$file" | sed "s#^#keys of a build in $file: #"`,
	'  echo "ssh-ed25519 AAAA somebody@elsewhere" | sudo tee -a "$file" >/dev/null',
	'done',
];

const bundlesWith = (values: readonly string[]) => [
	{ id: 'bash-commons', version: values[0] },
	{ id: 'fail2ban', install: { 'ignore-ip': values[1] } },
	{ id: 'elk-install-elasticsearch', install: { plugin: [values[2]] } },
];

const scriptOfBundle = (id: string, values: readonly string[]): string =>
	renderTemplate(recipeWith({ bundles: bundlesWith(values) }), { profile: '1.14', scripts: {} }).find(file =>
		file.path.endsWith(`-${id}.sh`),
	)?.content ?? '';

test('every script arrives whole and as it is, and the key of the build does not stay', async () => {
	const values = bundlesWith([]).map(({ id }, index) =>
		valueFor(sizes[index] ?? 0, value =>
			scriptOfBundle(
				id,
				[0, 1, 2].map(at => (at === index ? value : 'v')),
			),
		),
	);
	const sum = 'sha256sum "$0"';
	const recipe = recipeWith({
		bundles: bundlesWith(values),
		steps: [
			{ name: 'prepare', inline: prepare },
			...sizes.flatMap(size => [
				{ name: `inline-${size}`, inline: [longLine(size), sum] },
				{ name: `file-${size}`, script: `${size}.sh` },
			]),
			{ name: 'windows', script: 'windows.pl' },
		],
		scriptFolder: '/var/tmp',
	});
	const person = await makePerson();
	const rehearsal = await rehearse(person, { sandbox: 'container' });
	const written = await writeTemplate(person.folder, recipe, rehearsal, {
		...Object.fromEntries(sizes.map(size => [`${size}.sh`, `${longLine(size)}\n${sum}`])),
		'windows.pl': '\ufeff#!/usr/bin/env perl\r\nprint "1\r2",\r\n  " of perl\\n";\r\n',
	});
	await writeFile(path.join(person.folder, 'token.auto.pkrvars.hcl'), 'github_auth_token = "ghp_q1w2e3"\n');
	const [windows = '', script] = [...written].find(([file]) => file.endsWith('-windows.sh')) ?? [];
	expect(script).toBe('#!/usr/bin/env perl\nprint "1\r2",\n  " of perl\\n";\n');
	// An editor of Windows, or a checkout there.
	await writeFile(path.join(person.folder, windows), script?.replaceAll('\n', '\r\n') ?? '');
	let keys = '';
	const built = await buildFolder(person, rehearsal, person.folder, {
		onOutput: output => {
			keys ||= output.includes('Stopping the source instance') ? keysOf(person) : '';
		},
	});
	expect(built).toMatchObject({ code: 0, errors: [] });
	const arrived = built.said.flatMap(
		said => /^([0-9a-f]{64}) {2}\/var\/tmp\/script_\d+\.sh$/.exec(said)?.[1] ?? [],
	);
	const sent = [...written].filter(([file]) =>
		/^scripts\/.*(-(inline|file)-|commons|fail2ban|elastic)/.test(file),
	);
	expect(sent.map(([, content]) => longestLine(content)).sort()).toEqual(
		[...sizes, ...sizes, ...sizes].sort(),
	);
	expect(arrived).toEqual(sent.map(([, content]) => createHash('sha256').update(content).digest('hex')));
	// Packer shows what follows the last carriage return of a line.
	expect(built.said).toContain('2 of perl');
	expect(built.said).toEqual(
		expect.arrayContaining(
			['/root', '/home/ubuntu'].map(home => `keys of a build in ${home}/.ssh/authorized_keys: 1`),
		),
	);
	expect(keys).toBe('ssh-ed25519 AAAA somebody@elsewhere\n'.repeat(2));
}, 180_000);

test('a log-in file that swallows what is sent ends the build at the first step', async () => {
	const person = await makePerson();
	const rehearsal = await rehearse(person, { sandbox: 'container' });
	await writeTemplate(
		person.folder,
		recipeWith({ steps: [{ name: 'own', inline: ['echo never'] }] }),
		rehearsal,
	);
	const file = path.join(person.folder, 'image.pkr.hcl');
	const text = await readFile(file, 'utf8');
	const swallows = 'provisioner "shell" {\n  inline = ["echo exit >~/.bashrc"]\n}\n';
	await writeFile(file, text.replace('provisioner "shell" {', `${swallows}$&`));
	const { code, said, errors } = await buildFolder(person, rehearsal, person.folder);
	expect(code).toBe(1);
	expect(errors).toEqual([expect.stringMatching(/exit status: 0\. ?Allowed exit codes are: \[117\]$/)]);
	expect(said.filter(line => line.startsWith('Provisioning with shell script'))).toHaveLength(2);
});
