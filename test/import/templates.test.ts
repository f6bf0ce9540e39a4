import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTemplateAsAnswers } from '../../source/actions/import-template.ts';
import { renderFiles } from '../../source/actions/rendered-files.ts';
import { isObject, parsedJson } from '../../source/base/json.ts';
import { type TemplateStep, templateSteps } from '../../source/builds/copy/template-steps.ts';
import type { ImportRequest } from '../../source/flow/import.ts';
import type { Decisions } from '../../source/questions/question.ts';
import { keptName } from '../../source/recipe/kept-lines.ts';
import { checkRecipe } from '../../source/recipe/read.ts';
import type { TemplateFile } from '../../source/template/files.ts';
import { needs } from '../helpers/needs.ts';
import { installedProfile, packer, temporaryFolder, twoAtATime, writeAll } from '../template/packer.ts';

const folder = path.join(import.meta.dirname, 'templates');
const whereabouts = { cwd: import.meta.dirname, environment: { HOME: '/nowhere' } };

const imported = async (request: ImportRequest): Promise<Decisions> => {
	const result = await readTemplateAsAnswers(
		{ ...request, template: path.join(folder, request.template) },
		whereabouts,
	);
	if ('choices' in result) {
		throw new Error(`Which of ${result.choices.map(({ id }) => id).join(', ')}?`);
	}

	return result.decisions;
};

/** The templates, and the values without which they are nothing. */
const templates: readonly ImportRequest[] = [
	{ template: 'nodejs.json' },
	{ template: 'several.json', source: 'ubuntu-ami', variables: ['key_path=x'] },
	{ template: 'several.json', source: 'amazon-ebs.linux-ami' },
	{ template: 'several.json', source: 'docker', variables: ['key_path=x'] },
	{ template: 'usual.pkr.hcl' },
	{ template: 'folder', variables: ['region=eu-west-1'] },
];

const fates = ({ imported: from }: Decisions, fate: string): readonly string[] =>
	(from?.told ?? []).filter(one => one.fate === fate).map(({ name, at }) => `${at} ${name}`);

describe('the example of every tutorial', () => {
	test('becomes answers, its commands run by the shell that ran them', async () => {
		const decisions = await imported({ template: 'nodejs.json' });
		const { recipe } = decisions;
		expect(recipe).toMatchObject({
			name: 'nodejs',
			base: { image: 'ubuntu-22.04', architecture: 'x86_64' },
			aws: { region: 'us-east-1', instanceType: 't2.micro', volume: { encrypted: false } },
			steps: [
				{
					name: 'commands',
					inline: ['#!/bin/sh -e', 'sleep 30', 'sudo apt-get update', expect.anything(), expect.anything()],
				},
			],
		});
		expect(recipe.kept).toBeUndefined();
		expect(recipe.aws.keptLines).toBeUndefined();
		expect(fates(decisions, 'kept')).toEqual([]);
		expect(fates(decisions, 'not')).toEqual([
			'nodejs.json:2 comment',
			'nodejs.json:10 access_key',
			'nodejs.json:11 secret_key',
		]);
	});
});

describe('a template with several builders', () => {
	test('asks which is meant, and says why one cannot be', async () => {
		const result = await readTemplateAsAnswers({ template: path.join(folder, 'several.json') }, whereabouts);
		expect(result).toEqual({
			choices: [{ id: 'amazon-ebs.ubuntu-ami' }, { id: 'amazon-ebs.linux-ami' }, { id: 'docker.docker' }],
		});
	});

	test('gives each what is for it, in its order', async () => {
		const ubuntu = await imported({ template: 'several.json', source: 'ubuntu-ami' });
		expect(ubuntu.recipe.steps.map(({ name }) => name)).toEqual(['commands', 'shell', 'file', 'shell-2']);
		expect(ubuntu.recipe.aws.keptLines?.map(line => line.split(' ')[0])).toEqual([
			'ami_name',
			'associate_public_ip_address',
			'source_ami_filter',
			'#',
		]);
		expect(fates(ubuntu, 'open')).toEqual(['several.json:7 variable key_path']);
		expect(fates(ubuntu, 'not')).toEqual([
			'several.json:1 required_version',
			'several.json:29 source amazon-ebs.linux-ami',
			'several.json:42 source docker.docker',
			'several.json:52 provisioner "shell"',
			'several.json:68 post-processor docker-tag',
		]);

		const linux = await imported({ template: 'several.json', source: 'linux-ami' });
		expect(linux.recipe).toMatchObject({ name: 'consul-amazon-linux', base: { image: 'amazon-linux-2' } });
		expect(linux.recipe.steps.map(({ name }) => name)).toEqual(['commands', 'commands-2', 'file', 'shell']);
		expect(fates(linux, 'open')).toEqual([]);
	});
});

test('what has a question becomes its answer, and what has none stays as it stands', async () => {
	const { recipe } = await imported({ template: 'usual.pkr.hcl' });
	expect(recipe).toMatchObject({
		name: 'web',
		base: { image: 'ubuntu-24.04', architecture: 'x86_64' },
		tags: { Team: 'web', 'cost-centre': '4711' },
		aws: {
			profile: 'dev',
			region: 'eu-west-1',
			copyTo: ['us-east-1'],
			instanceType: 't3.small',
			spot: true,
			instanceProfile: 'builder',
			volume: {
				size: 20,
				type: 'gp2',
				encrypted: true,
				kmsKey: 'alias/images',
				kmsKeys: { 'us-east-1': 'alias/copies' },
			},
			share: { accounts: ['111122223333'], organizations: [] },
			network: { subnet: 'subnet-0f3a91c2d4e5f6a7b', address: 'private', sshFrom: '203.0.113.7/32' },
		},
	});
	expect(recipe.aws.keptLines?.map(line => keptName(line))).toEqual([
		'ssh_timeout',
		'force_deregister',
		'tag',
	]);
	expect(recipe.kept).toEqual({
		folder,
		blocks: [`locals {\n  stamp = regex_replace(timestamp(), "[- TZ:]", "")\n}`],
		build: ['post-processor "manifest" {\n  output = "packer-manifest.json"\n}'],
		plugins: [],
	});
});

test('a folder is read as Packer reads it, and what a build adds to its source is there', async () => {
	const decisions = await imported({ template: 'folder' });
	const { recipe, imported: from } = decisions;
	expect(recipe).toMatchObject({
		name: 'api',
		base: { ami: 'ami-0f3a91c2d4e5f6a7b', username: 'admin', architecture: 'arm64', packageManager: 'apt' },
	});
	expect(recipe.aws.keptLines?.join('\n')).toContain('ssh_pty');
	expect(from?.told.find(({ name }) => name === 'region')).toMatchObject({
		fate: 'not',
		at: 'source.pkr.hcl:3',
	});
	const whole = await readTemplateAsAnswers({ template: path.join(folder, 'folder') }, whereabouts);
	expect(whole).toMatchObject({ open: ['region'] });
});

/** What a provisioner says, as data: texts of HCL as those of the JSON that they were made of. */
const said = (step: TemplateStep, name: string): unknown => {
	const text = step
		.attribute(name)
		.replaceAll(`\${var.template_folder}/../templates/`, '{{template_dir}}/../templates/')
		.replaceAll('var.aws_region', 'var.region')
		.replaceAll(`\${"web"}`, `\${source.name}`)
		.replaceAll(/"(?:\$\{path\.root\}\/|\$\{var\.template_folder\}\/|\.\/)/g, '"')
		.replaceAll(/,(\s*[\]}])/g, '$1');
	const data = parsedJson(text);
	return data === undefined
		? text.replaceAll(/\s+/g, ' ')
		: parsedJson(
				JSON.stringify(data)
					.replaceAll(/\$\{var\.(\w+)\}/g, '{{user `$1`}}')
					.replaceAll(`$\${`, `\${`)
					.replaceAll('%%{', '%{'),
			);
};

const pickers = ['only', 'except', 'override'];

const asData = (step: TemplateStep): unknown => ({
	type: step.type,
	...Object.fromEntries(
		step.attributes.filter(name => !pickers.includes(name)).map(name => [name, said(step, name)]),
	),
});

/** The provisioners of a legacy template that are for a builder, by what Packer's documentation says of it. */
const ofJson = (text: string, builder: string): readonly unknown[] =>
	Object.values(Object(parsedJson(text)).provisioners).flatMap((given: unknown) => {
		const { only, except, override, ...rest } = Object(given);
		const isFor = (only?.includes(builder) ?? true) && !except?.includes(builder);
		return isFor ? [{ ...rest, ...(isObject(override) ? Object(override[builder]) : {}) }] : [];
	});

const provisionersOf = (file: string, text: string): readonly TemplateStep[] =>
	templateSteps(file, text).filter(({ kind }) => kind === 'provisioner');

/** The provisioners of what was written, ours before and behind them left out; what a script file holds as it was in the template. */
const written = (files: readonly TemplateFile[]): readonly unknown[] => {
	const contentOf = (name: string): string => files.find(file => file.path === name)?.content ?? '';
	return provisionersOf('image.pkr.hcl', contentOf('image.pkr.hcl'))
		.slice(1)
		.filter(step => !/-tidy\.sh/.test(step.attribute('script')))
		.map(step => {
			const script = /scripts\/[^"]*/.exec(step.attribute('script'))?.[0];
			const content = contentOf(script ?? '');
			const [first, ...lines] = content.replace(/\n$/, '').split('\n');
			return script === undefined || !step.attribute('execute_command').includes('local.run')
				? asData(step)
				: first === '#!/bin/sh -e'
					? { type: 'shell', inline: lines }
					: { type: 'shell', content };
		});
};

describe('provisioners of source and result are the same, in order and content', () => {
	test.each(templates)('$template $source', async request => {
		const decisions = await imported(request);
		const after = written(await renderFiles(decisions, 'before-1.7', whereabouts));
		const name = request.template === 'folder' ? 'folder/build.pkr.hcl' : request.template;
		const text = await readFile(path.join(folder, name), 'utf8');
		if (name.endsWith('.json')) {
			const builder = request.source?.replace('amazon-ebs.', '') ?? 'amazon-ebs';
			expect(after).toEqual(ofJson(text, builder));
			return;
		}

		const strict = { type: 'shell', script: 'files/strict.sh' };
		const content = await readFile(path.join(folder, 'files/strict.sh'), 'utf8');
		const before = provisionersOf(name, text).map(asData);
		expect(after).toEqual(
			before.map(step =>
				JSON.stringify(step) === JSON.stringify(strict) ? { type: 'shell', content } : step,
			),
		);
		expect(before.length).toBeGreaterThan(0);
	});
});

test('what was imported is a template that Packer takes, and a Recipe that comes again from its file', async context => {
	needs(context, 'packer');
	const profile = installedProfile();
	await twoAtATime(templates, async request => {
		const decisions = await imported(request);
		const files = await renderFiles(decisions, profile, whereabouts);
		expect(checkRecipe(JSON.parse(JSON.stringify(decisions.recipe)), 'the recipe')).toEqual(decisions.recipe);
		const target = await temporaryFolder();
		await writeAll(target, files);
		expect(await packer('validate', target), request.template).toMatchObject({ code: 0 });
	});
});
