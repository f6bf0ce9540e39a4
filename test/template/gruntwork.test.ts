import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Recipe } from '../../source/recipe/schema.ts';
import {
	currentProfile,
	needsInit,
	type PackerProfile,
	packerProfiles,
} from '../../source/template/profile.ts';
import { renderTemplate } from '../../source/template/render.ts';
import { needs } from '../helpers/needs.ts';
import { recipeWith, writtenRecipe } from '../helpers/recipe.ts';
import { installedProfile, packer, temporaryFolder } from './packer.ts';
import { scripts } from './recipes.ts';

const recipe = (change: object = {}): Recipe =>
	writtenRecipe({
		style: 'gruntwork',
		name: 'bastion',
		base: { image: 'ubuntu-24.04' },
		instanceType: 't3.micro',
		...change,
	});

const render = (wanted: Recipe, profile: PackerProfile = currentProfile) =>
	renderTemplate(wanted, { profile, scripts });

/** The one file that Packer reads. */
const templateOf = (wanted: Recipe, profile?: PackerProfile) => {
	const [file, ...others] = render(wanted, profile).filter(({ path }) => path.endsWith('.pkr.hcl'));
	expect(others).toEqual([]);
	return { path: file?.path ?? '', content: file?.content ?? '' };
};

/** What pipelines of the Reference Architecture give, all of it. */
const given = {
	version_tag: 'v1.2.3',
	service_catalog_ref: 'v2.12.0',
	ami_name: 'bastion-host',
	aws_region: 'eu-west-1',
	instance_type: 't3.small',
	ami_users: '["111122223333","444455556666"]',
	encrypt_boot: 'true',
	encrypt_kms_key_id: 'arn:aws:kms:eu-west-1:111122223333:alias/ami-encryption',
	copy_to_regions: '["us-east-1"]',
	region_kms_key_ids: '{us-east-1="arn:aws:kms:us-east-1:111122223333:alias/ami-encryption"}',
	vpc_filter_key: 'tag:Name',
	vpc_filter_value: 'mgmt',
	vpc_subnet_filter_key: 'tag:Name',
	vpc_subnet_filter_value: 'mgmt-private-1',
	availability_zone: 'eu-west-1a',
	associate_public_ip_address: 'false',
	ssh_interface: 'private_ip',
	gruntwork_installer_version: 'v0.0.41',
	bash_commons_version: 'v0.2.4',
	github_auth_token: 'not-a-token',
};

const asFlags = (values: Readonly<Record<string, string>>): string[] =>
	Object.entries(values).flatMap(([name, value]) => ['-var', `${name}=${value}`]);

test('is one file that names neither another one nor the time, and each variable has a default', () => {
	for (const profile of packerProfiles) {
		const wanted = recipe({
			bundles: [{ id: 'fail2ban' }],
			tags: { Team: 'web' },
			steps: [{ name: 'set-up', script: './set up.sh' }],
		});
		expect(render(wanted, profile).map(file => file.path)).toEqual([
			'bastion-ubuntu-24.04.pkr.hcl',
			'user-data.sh',
			'iam-policy.json',
			'recipe.json',
			'README.md',
		]);
		const { content } = templateOf(wanted, profile);
		expect(content).not.toMatch(/path\.(root|cwd)|script +=/);
		const variables = [...content.matchAll(/^variable "(\w+)" \{\n([^}]*)/gm)];
		expect(variables.map(([, name]) => name)).toEqual(expect.arrayContaining(Object.keys(given)));
		for (const [, name, body] of variables) {
			expect(body, name).toMatch(/^ {2}default +=/m);
		}

		expect(content.includes('data "amazon-ami" "base" {')).toBe(profile !== 'before-1.7');
		expect(/^ {2}tags = (\{[^}]*\})/m.exec(content)?.[1]?.split(/\s+/).join(' ')).toBe(
			'{ service = var.ami_name version = var.version_tag Team = "web" }',
		);
		expect(content).toMatch(/^ {2}ami_name +=/m);
		expect(content).toContain(
			`= "\${var.ami_name}-\${var.version_tag}-\${formatdate("YYYYMMDD-hhmm", timestamp())}"`,
		);
	}
});

test('says what the Recipe says by the variables of the Reference Architecture', () => {
	const { content } = templateOf(
		recipe({
			versionTag: 'v4',
			copyTo: ['eu-west-1', 'us-west-2'],
			volume: { kmsKey: 'alias/images', kmsKeys: { 'eu-west-1': 'alias/there' } },
			network: { subnet: 'subnet-0f3a91c2d4e5f6a7b', address: 'private' },
			share: { accounts: ['111122223333'] },
		}),
	);
	const defaultOf = (name: string) =>
		new RegExp(`^variable "${name}" \\{[\\s\\S]*?^ {2}default += ([\\s\\S]*?)\\n\\}`, 'm').exec(content)?.[1];
	expect({
		version: defaultOf('version_tag'),
		users: defaultOf('ami_users'),
		key: defaultOf('encrypt_kms_key_id'),
		// Packer wants them all, or none.
		keys: defaultOf('region_kms_key_ids')?.replaceAll(/\s+/g, ' '),
		vpc: [defaultOf('vpc_filter_key'), defaultOf('vpc_filter_value')],
		subnet: [defaultOf('vpc_subnet_filter_key'), defaultOf('vpc_subnet_filter_value')],
		address: [defaultOf('associate_public_ip_address'), defaultOf('ssh_interface')],
	}).toEqual({
		version: '"v4"',
		users: '["111122223333"]',
		key: '"alias/images"',
		keys: '{ eu-west-1 = "alias/there" us-west-2 = "" }',
		vpc: ['""', '""'],
		subnet: ['"subnet-id"', '"subnet-0f3a91c2d4e5f6a7b"'],
		address: ['false', '"private_ip"'],
	});
});

test('Packer takes the file alone, with every variable given and with none', async context => {
	needs(context, 'packer');
	const profile = installedProfile();
	const lacks = needsInit(profile) && !(await packer('plugins', 'installed')).output.includes('/amazon/');
	context.skip(lacks, 'the amazon plugin is not installed');
	const file = path.join(await temporaryFolder(), 'bastion.pkr.hcl');
	for (const wanted of [recipe({ bundles: [{ id: 'fail2ban' }] }), jenkins()]) {
		await writeFile(file, templateOf(wanted, profile).content);
		for (const values of [wanted.bundles[0]?.id === 'fail2ban' ? given : { ...given, ...service }, {}]) {
			const { code, output } = await packer('validate', ...asFlags(values), file);
			expect(code, output).toBe(0);
		}
	}

	// What Gruntwork's other services take, and nothing here does, is told.
	expect((await packer('validate', ...asFlags({ ...given, module_x: 'v1' }), file)).code).not.toBe(0);
});

/** What a pipeline gives for the template of a service, all of it, and what such a service is told without. */
const service = {
	bash_commons_version: 'v0.2.3',
	module_security_version: 'v1.6.0',
	module_aws_monitoring_version: 'v1.3.0',
	module_ec2_baseline_version: 'v2.11.0',
	module_ec2_baseline_branch: '',
	enable_ssh_grunt: 'false',
	enable_cloudwatch_metrics: 'false',
	enable_cloudwatch_log_aggregation: 'true',
	packer_version: "1.16.0 'new'",
};

const jenkins = (change: object = {}): Recipe =>
	recipe({
		bundles: [{ id: 'svc-jenkins', more: { install: { packer_version: '1.15.4' } }, ...change }],
	});

test('a service is told by variables, as the Reference Architecture does, and its script says none of it', () => {
	const { content } = templateOf(jenkins({ install: { enable_ssh_grunt: 'no' } }));
	const defaults = Object.fromEntries(
		[...content.matchAll(/^variable "(\w+)" \{[^}]*?^ {2}default +=(?: +(.*))?$/gm)].map(
			([, name, value]) => [name, value],
		),
	);
	expect(defaults).toMatchObject({
		...Object.fromEntries(Object.keys(service).map(name => [name, '""'])),
		enable_ssh_grunt: '"false"',
		enable_cloudwatch_metrics: '"true"',
		enable_cloudwatch_log_aggregation: '"true"',
		packer_version: '"1.15.4"',
		service_catalog_ref: '"v2.12.0"',
	});
	for (const name of Object.keys(service)) {
		expect(content.match(new RegExp(`^ +"${name}=\\$\\{var\\.${name}\\}",$`, 'gm')), name).toHaveLength(1);
	}

	expect(content).not.toMatch(/^export /m);
	// In files of its own the script says it, and no variable does.
	const usual = render(recipeWith({ style: 'packer-wizard' }, jenkins()));
	expect(usual.find(({ path }) => path.endsWith('svc-jenkins.sh'))?.content).toMatch(
		/^export packer_version=/m,
	);
});

test('what two services are told differently, or means something else already, stays in their scripts', () => {
	const { content } = templateOf(
		recipe({
			bundles: [
				{ id: 'fail2ban' },
				{ id: 'svc-ec2-instance', install: { enable_ssh_grunt: 'no', bash_commons_version: 'v0.2.0' } },
				{ id: 'svc-bastion-host' },
			],
		}),
	);
	expect(content).not.toContain('variable "enable_ssh_grunt"');
	expect(content.match(/^export enable_ssh_grunt=\w+$/gm)).toEqual([
		'export enable_ssh_grunt=false',
		'export enable_ssh_grunt=true',
	]);
	expect(content.match(/variable "bash_commons_version"/g)).toHaveLength(1);
	expect(content).toContain('export bash_commons_version=v0.2.0');
	expect(content).toContain('variable "enable_cloudwatch_metrics"');
});

test('keeps two braces of a script apart, by a mark that no script has there', () => {
	const inlineOf = (line: string) => templateOf(recipe({ steps: [{ name: 'own', inline: [line] }] })).content;
	expect(inlineOf('echo {x}')).not.toContain('{~');
	const marked = inlineOf("docker ps --format '{{.Names}}' {{{");
	expect(marked).toContain("docker ps --format '{~{.Names}}' {~{~{\n");
	expect(marked).toContain("sed -i 's/\\\\r$//; s/{~/{/g' {{ .Path }}");
	const other = inlineOf('echo {{x}} {~{y}');
	expect(other).toContain('echo {~~{x}} {~{y}\n');
	expect(other).toContain('s/{~~/{/g');
});

test('refuses a script that HCL would change without a word', () => {
	const wanted = recipe({ steps: [{ name: 'own', inline: ['echo e\u0301'] }] });
	expect(() => render(wanted)).toThrow('The script of own cannot stand in the one file as it is.');
	expect(() => render(recipeWith({ style: 'packer-wizard' }, wanted))).not.toThrow();
});

test('ends a script at a line that it does not have, and leaves what HCL would take for its own', () => {
	const { content } = templateOf(
		recipe({ steps: [{ name: 'own', inline: ['cat <<EOT', `\${HOME} %{x}`, 'EOT'] }] }),
	);
	expect(content).toContain(
		'inline = [<<EOT_\nset -euo pipefail\n\ncat <<EOT\n$${HOME} %%{x}\nEOT\nEOT_\n    ]\n',
	);
});
