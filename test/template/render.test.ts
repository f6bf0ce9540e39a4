import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { Problem } from '../../source/base/problem.ts';
import { parseRecipe } from '../../source/recipe/read.ts';
import { type Recipe, recipeSchema } from '../../source/recipe/schema.ts';
import { mainFile } from '../../source/recipe/style.ts';
import { currentProfile, type PackerProfile, packerProfiles } from '../../source/template/profile.ts';
import { renderTemplate } from '../../source/template/render.ts';
import { provisioningSteps } from '../../source/template/steps.ts';
import { writtenRecipe } from '../helpers/recipe.ts';
import { runToEnd } from './packer.ts';
import { broadRecipes, scripts, shippedPresets } from './recipes.ts';

const base = { image: 'ubuntu-24.04', architecture: 'x86_64' };

const recipe = (change: object = {}): Recipe =>
	writtenRecipe({ name: 'web', base, instanceType: 't3.micro', ...change });

const render = (wanted: Recipe, profile: PackerProfile = currentProfile) =>
	new Map(renderTemplate(wanted, { profile, scripts }).map(file => [file.path, file]));

const contentOf = (wanted: Recipe, path: string, profile?: PackerProfile): string =>
	render(wanted, profile).get(path)?.content ?? '';

/** The file that says how the image is made, whatever the style. */
const mainText = (wanted: Recipe): string => contentOf(wanted, mainFile(wanted));

const step = (name: string, position: 'before' | 'after' = 'before') => ({
	name,
	position,
	inline: ['true'],
});

test('a script says at its end what it left in the background, and nothing where it left nothing', () => {
	const scriptOf = (...inline: string[]): string =>
		contentOf(recipe({ steps: [{ ...step('own'), inline }] }), 'scripts/01-own.sh');
	const said = (text: string) => {
		const { stdout, stderr, status } = spawnSync('bash', ['-c', text], { encoding: 'utf8' });
		return { stdout, stderr, status };
	};
	const held = said(scriptOf('(sleep 0.2; echo later) &', 'echo first', 'exit 3'));
	expect(held).toMatchObject({ stdout: 'first\nlater\n', status: 3 });
	expect(held.stderr).toMatch(
		/^This script is over\. What it left in the background holds the step: .*sleep 0\.2/,
	);
	expect(said(scriptOf('true &', 'wait', 'echo first'))).toEqual({
		stdout: 'first\n',
		stderr: '',
		status: 0,
	});
	expect(scriptOf('sleep 9 >/dev/null 2>&1 &', 'echo a && echo b')).not.toContain('trap');
});

describe('files', () => {
	test('are these, scripts in the order in which they run', () => {
		const wanted = recipe({
			bundles: [{ id: 'fail2ban' }],
			steps: [step('late', 'after'), step('node'), { name: 'set-up', script: './set up.sh' }],
		});
		const paths = [
			'variables.pkr.hcl',
			'image.pkr.hcl',
			'scripts/00-wait-for-boot.sh',
			'scripts/01-node.sh',
			'scripts/02-set-up.sh',
			'scripts/03-gruntwork-installer.sh',
			'scripts/04-bash-commons.sh',
			'scripts/05-fail2ban.sh',
			'scripts/06-late.sh',
			'user-data.sh',
			'iam-policy.json',
			'recipe.json',
			'README.md',
		];
		expect([...render(wanted, 'before-1.7').keys()]).toEqual(paths);
		expect([...render(wanted).keys()]).toEqual(['plugins.pkr.hcl', ...paths]);
		const executable = [...render(wanted).values()].filter(file => file.executable).map(file => file.path);
		expect(executable).toEqual(paths.filter(path => path.endsWith('.sh')));
		expect(provisioningSteps(wanted).map(({ name, needsToken }) => [name, needsToken])).toEqual([
			['wait-for-boot', false],
			['node', false],
			['set-up', false],
			['gruntwork-installer', false],
			['bash-commons', false],
			['fail2ban', true],
			['late', false],
		]);
		expect(provisioningSteps(wanted)[2]?.step).toBe(wanted.steps[2]);
	});

	test('hold the Recipe, from which the same files come again', () => {
		for (const wanted of [...broadRecipes(), ...shippedPresets().values()]) {
			const files = render(wanted);
			const again = parseRecipe(files.get('recipe.json')?.content ?? '', 'recipe.json');
			expect(again.$schema).toBeUndefined();
			expect(render(again)).toEqual(files);
		}
	});

	test('have a wait behind a step that restarts the machine, and take it well that the connection ends there', () => {
		const wanted = recipe({
			steps: [{ ...step('one'), restarts: true }, step('two'), { ...step('last', 'after'), restarts: true }],
			bundles: [{ id: 'bash-commons' }],
		});
		expect(provisioningSteps(wanted).map(({ name }) => name)).toEqual([
			'wait-for-boot',
			'one',
			'wait-for-restart',
			'two',
			'gruntwork-installer',
			'bash-commons',
			'last',
			'wait-for-restart',
		]);
		const [, , one, wait, ...others] = contentOf(wanted, 'image.pkr.hcl').split('provisioner "shell"');
		expect(one).toMatch(/valid_exit_codes += \[local\.ran, 143\]\n +expect_disconnect += true\n/);
		expect(wait).toMatch(/scripts\/02-wait-for-restart\.sh"[^}]*pause_before += "30s"\n[^}]*"10m"\n/);
		expect(others[0]).not.toMatch(/expect_disconnect|pause_before/);
		expect(contentOf(wanted, 'scripts/02-wait-for-restart.sh')).toBe(
			contentOf(wanted, 'scripts/00-wait-for-boot.sh'),
		);
	});

	test('are run from the folder that was named, all of them', () => {
		const folders = (scriptFolder?: string) =>
			contentOf(recipe({ scriptFolder, bundles: [{ id: 'fail2ban' }] }), 'image.pkr.hcl').match(
				/^ {4}remote_folder += "\/opt\/run"$/gm,
			)?.length;
		expect(folders('/opt/run')).toBe(provisioningSteps(recipe({ bundles: [{ id: 'fail2ban' }] })).length);
		expect(folders()).toBeUndefined();
	});

	test('name every script once, in the order of the steps', () => {
		for (const wanted of broadRecipes()) {
			const isInside = wanted.aws.style === 'gruntwork';
			const pattern = isInside ? /^ {4}# (\d\d-.*)$/gm : /^ {4}script += "\$\{path\.root\}\/(.*)"$/gm;
			const named = [...mainText(wanted).matchAll(pattern)].map(([, name]) => name);
			expect(isInside ? named.map(name => `scripts/${name}.sh`) : named).toEqual(
				provisioningSteps(wanted).map(({ script }) => script),
			);
		}
	});
});

describe("the person's scripts", () => {
	const own = (lines: readonly string[]) =>
		contentOf(recipe({ steps: [{ name: 'x', inline: lines }] }), 'scripts/01-x.sh');

	test('keep their lines as they are', () => {
		expect(own([`echo "{{x}} \${y}" \\`, '  %{z}', ''])).toBe(
			`#!/usr/bin/env bash\nset -euo pipefail\n\necho "{{x}} \${y}" \\\n  %{z}\n\n`,
		);
	});

	test('keep their own interpreter, and get bash if they name none', () => {
		expect(own(['#!/usr/bin/env python3', 'print(1)'])).toBe('#!/usr/bin/env python3\nprint(1)\n');
		const files = recipe({
			steps: [
				{ name: 'a', script: './set up.sh' },
				{ name: 'b', script: 'bare.sh' },
			],
		});
		expect(contentOf(files, 'scripts/01-a.sh')).toBe(scripts['./set up.sh']);
		expect(contentOf(files, 'scripts/02-b.sh')).toMatch(
			/^#!\/usr\/bin\/env bash\nset -euo pipefail # .*\necho bare\n$/,
		);
	});

	const copyOf = (text: string): string => {
		const wanted = recipe({ steps: [{ name: 'x', script: 'x.sh' }] });
		const files = renderTemplate(wanted, { profile: currentProfile, scripts: { 'x.sh': text } });
		return files.find(({ path }) => path === 'scripts/01-x.sh')?.content ?? '';
	};

	test('end at the first failure, unless their first lines say otherwise', () => {
		const isStrict = (text: string) => copyOf(text).includes('set -euo pipefail #');
		const open = ['false\necho ok\n', '#!/bin/bash\nfalse', '#! /usr/bin/env bash\n# x\n\nset -x\nfalse', ''];
		expect(open.map(isStrict)).toEqual(open.map(() => true));
		const own = [
			'#!/bin/sh\nfalse',
			'#!/bin/bash -e\nfalse',
			'#!/usr/bin/env -S bash -x\nfalse',
			'#!/usr/bin/env python3\nprint(1)',
			'#!/bin/bash\n# x\n\nset +e\nfalse',
			'set -o pipefail\nfalse',
		];
		expect(own.map(isStrict)).toEqual(own.map(() => false));
		// A copy is the script of the next run.
		for (const text of [...open, ...own]) {
			expect(copyOf(copyOf(text))).toBe(copyOf(text));
		}
	});

	test('are told apart from luck by bash itself', async () => {
		const run = (text: string) => runToEnd('bash', ['-c', copyOf(text)]);
		expect(await run('#!/bin/bash\nfalse\nls /nope\necho ok\n')).toEqual({ code: 1, output: '' });
		expect(await run('#!/bin/bash\nset +e\nfalse\necho ok\n')).toEqual({ code: 0, output: 'ok\n' });
	});

	test.each(['gone.sh', 'constructor'])('are missed by name: %s', script => {
		const wanted = recipe({ steps: [{ name: 'a', script }] });
		const attempt = () => renderTemplate(wanted, { profile: currentProfile, scripts });
		expect(attempt).toThrow(Problem);
		expect(attempt).toThrow(script);
	});
});

describe('profiles', () => {
	const plugins = (profile: PackerProfile) =>
		/ version = "(.*)"/.exec(contentOf(recipe(), 'plugins.pkr.hcl', profile))?.[1];

	test('ask for the amazon plugin that their Packer can get', () => {
		expect(packerProfiles.map(plugins)).toEqual([
			undefined,
			undefined,
			undefined,
			'>= 1.2.2, <= 1.3.9',
			'>= 1.3.9, < 2.0.0',
		]);
	});

	test('say in the first lines how to build', () => {
		expect(contentOf(recipe(), 'image.pkr.hcl')).toContain('packer init . && packer build .');
		expect(contentOf(recipe(), 'image.pkr.hcl', '1.7')).not.toContain('packer init');
	});

	test('say beside them what a Packer without a plugin inside needs where none is named', () => {
		for (const profile of packerProfiles) {
			const init = plugins(profile) === undefined ? undefined : 'packer init .';
			const readme = contentOf(recipe(), 'README.md', profile);
			expect(readme).toContain(init ?? '`packer plugins install github.com/hashicorp/amazon` comes first.');
			expect(readme?.includes('packer plugins install')).toBe(init === undefined);
		}
	});

	test('protect metadata where Packer, the system and the bundles can', () => {
		const protectedBy = (wanted: Recipe, profile: PackerProfile) => {
			const image = contentOf(wanted, 'image.pkr.hcl', profile);
			return [/http_tokens += "required"/.test(image), /imds_support += "v2.0"/.test(image)];
		};

		expect(packerProfiles.map(profile => protectedBy(recipe(), profile))).toEqual([
			[false, false],
			[true, false],
			[true, false],
			[true, true],
			[true, true],
		]);
		// An account can refuse a machine with version 1, whatever servers made from its image need.
		const ami = { ami: 'ami-0f3a91c2d4e5f6a7b', username: 'admin' };
		const elk = { base: { image: 'ubuntu-20.04' }, bundles: [{ id: 'elk-install-kibana' }] };
		for (const wanted of [recipe({ base: ami }), recipe(elk)]) {
			expect(packerProfiles.map(profile => protectedBy(wanted, profile))).toEqual([
				[false, false],
				[true, false],
				[true, false],
				[true, false],
				[true, false],
			]);
		}
	});

	test('let in the own address by themselves, or ask for it; never everybody', () => {
		const own = recipe({ network: { sshFrom: 'own' } });
		const asks = (profile: PackerProfile) => [
			contentOf(own, 'image.pkr.hcl', profile).includes('source_public_ip = true'),
			/variable "ssh_from_cidrs" {[^}]*default += \[\]/.test(contentOf(own, 'variables.pkr.hcl', profile)),
		];
		expect(packerProfiles.map(asks)).toEqual([
			[false, false],
			[false, false],
			[true, true],
			[true, true],
			[true, true],
		]);
		const before = contentOf(own, 'variables.pkr.hcl', 'before-1.7');
		expect(/variable "ssh_from_cidrs" {[^}]*}/.exec(before)?.[0]).not.toContain('default');
		expect(contentOf(recipe(), 'image.pkr.hcl')).not.toContain('source_public_ip');
	});
});

describe('the image', () => {
	const image = (change: object) => contentOf(recipe(change), 'image.pkr.hcl');

	test('has a description that EC2 takes', () => {
		const described = (description: string) => /ami_description = "(.*)"/.exec(image({ description }))?.[1];
		expect(described('Zürich – {{x}} 日本')).toBe('Zurich - { {x}}');
		expect(described('x'.repeat(300))).toBe('x'.repeat(255));
		expect(described('日本')).toBe('Ubuntu 24.04 LTS');
		expect(
			/ami_description = "(.*)"/.exec(image({ bundles: [{ id: 'fail2ban' }], steps: [step('a')] }))?.[1],
		).toBe('Ubuntu 24.04 LTS with a, fail2ban');
	});

	test('has the tags of the person before its own, as what the build starts has them from the first moment', () => {
		const tagged = image({ tags: { Name: 'mine', Team: 'x', 'packer-wizard:build': 'y' } });
		expect(tagged).toContain(
			'  run_tags = {\n    Name                  = "mine"\n    Team                  = "x"\n    "packer-wizard:build" = var.build_id\n  }',
		);
		expect(tagged).toMatch(/ tags = merge\({\n.*\n.*\n {2}}, local.run_tags\)\n/);
		const places = (wanted: Recipe, profile: PackerProfile) =>
			[...contentOf(wanted, 'image.pkr.hcl', profile).matchAll(/(\w+) += local\.run_tags$/gm)].map(
				match => match[1],
			);
		expect(places(recipe(), '1.14')).toEqual(['run_tags', 'run_volume_tags']);
		const spot = recipe({ spot: true });
		expect(places(spot, 'before-1.7')).toEqual(['run_tags', 'run_volume_tags', 'spot_tags']);
		expect(places(spot, '1.14')).toEqual(['run_tags', 'run_volume_tags', 'spot_tags', 'fleet_tags']);
	});

	test('polls with both values', () => {
		expect(image({})).toMatch(/delay_seconds = \d+\n +max_attempts +=/);
	});

	test('lets nobody in with the key of the build, and is content with no script that did not run', () => {
		for (const wanted of [...broadRecipes(), ...shippedPresets().values()]) {
			const text = mainText(wanted);
			expect(text).toMatch(/^ {2}ssh_clear_authorized_keys += true$/m);
			const provisioners = text.split('provisioner "shell" {').slice(1);
			for (const line of [
				/ binary += true\n/,
				/ execute_command += local\.run\n/,
				/ = \[local\.ran(, 143)?\]\n/,
			]) {
				expect(provisioners.every(provisioner => line.test(provisioner))).toBe(true);
			}
		}
	});

	test('is built in the zone that was asked for, unless a subnet says it', () => {
		const zone = 'us-east-1b';
		const subnet = 'subnet-0f3a91c2d4e5f6a7b';
		for (const profile of packerProfiles) {
			const chosen = recipe({ network: { zone } });
			expect(contentOf(chosen, 'image.pkr.hcl', profile)).toContain(' = var.availability_zone\n');
			expect(contentOf(chosen, 'variables.pkr.hcl', profile)).toContain(`"${zone}"`);
			const both = recipe({ network: { zone, subnet } });
			expect(contentOf(both, 'image.pkr.hcl', profile)).not.toContain('availability_zone');
			expect(contentOf(both, 'variables.pkr.hcl', profile)).not.toContain(zone);
		}
	});

	test('has a token only where it is needed, by a file', () => {
		expect(image({}) + contentOf(recipe(), 'variables.pkr.hcl')).not.toMatch(/GITHUB|auth_token/);
		const text = image({ bundles: [{ id: 'cloudwatch-agent' }] });
		const variable = `"GITHUB_OAUTH_TOKEN=\${var.github_auth_token}"`;
		expect(
			text
				.split('provisioner "shell"')
				.map(part => [part.includes(variable), part.includes('use_env_var_file = true')]),
		).toEqual([
			[false, false],
			[false, false],
			[false, false],
			[false, false],
			[true, true],
		]);
		expect(text).toContain(`environment_vars = ["AWS_REGION=\${var.aws_region}", ${variable}]`);
		const variables = contentOf(recipe({ bundles: [{ id: 'ssh-grunt' }] }), 'variables.pkr.hcl');
		expect(variables).toContain('default     = env("GITHUB_OAUTH_TOKEN")\n  sensitive   = true');
	});

	test('of an AMI by id has the root disk of its system: named, or guessed by its user', () => {
		const device = (base: object) =>
			/device_name += "(.*)"/.exec(image({ base: { ami: 'ami-0f3a91c2d4e5f6a7b', ...base } }))?.[1];
		expect(device({ username: 'ec2-user', packageManager: 'yum' })).toBe('/dev/xvda');
		expect(device({ username: 'admin' })).toBe('/dev/xvda');
		expect(device({ username: 'ubuntu' })).toBe('/dev/sda1');
		expect(device({ username: 'rocky', packageManager: 'yum' })).toBe('/dev/sda1');
		expect(device({ username: 'ec2-user', rootDevice: '/dev/sda1' })).toBe('/dev/sda1');
	});

	test('encrypts copies with the keys of their regions, and says so', () => {
		const copied = { copyTo: ['eu-west-1'], volume: { kmsKey: 'alias/a' } };
		expect(image(copied)).toContain('kms_key_id            = var.kms_key_id');
		expect(image(copied)).toContain('# A key belongs to one region');
		expect(image({ copyTo: ['eu-west-1'] })).not.toContain('# A key belongs to one region');
		expect(image({ volume: { kmsKey: 'alias/a', encrypted: false } })).not.toMatch(/kms|encrypted/);
	});
});

test('no script of ours hands variables to sudo in a way that only one sudo knows', () => {
	const texts = [...broadRecipes(), ...shippedPresets().values()].flatMap(wanted =>
		[...render(wanted).values()].filter(file => file.executable).map(file => file.content),
	);
	expect(texts.filter(text => /sudo (-\w*E|--preserve-env|\w+=)/.test(text))).toEqual([]);
	expect(texts.some(text => text.includes('sudo env DEBIAN_FRONTEND='))).toBe(true);
});

test('a Recipe cannot hold what Packer would render as a template in a tag', () => {
	expect(recipeSchema.shape.tags.safeParse({ 'a{{b': 'x' }).success).toBe(false);
	expect(recipeSchema.shape.tags.safeParse({ a: '{{b' }).success).toBe(false);
	expect(recipeSchema.shape.tags.safeParse({ a: '{ {b' }).success).toBe(true);
});
