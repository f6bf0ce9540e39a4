import { describe, expect, test } from 'vitest';
import { Problem } from '../../source/base/problem.ts';
import { importTemplate } from '../../source/import/import.ts';
import { decide } from '../../source/questions/decide.ts';
import { draftAtReview } from '../../source/questions/draft.ts';
import { findQuestion } from '../../source/questions/table.ts';
import { readHcl } from '../../source/reader/hcl.ts';
import { readLegacy } from '../../source/reader/legacy.ts';
import { resolveBase } from '../../source/recipe/base.ts';
import { recipeComplaints } from '../../source/recipe/check.ts';
import type { RecipeStep } from '../../source/recipe/schema.ts';
import { currentProfile } from '../../source/template/profile.ts';
import { renderTemplate } from '../../source/template/render.ts';

type Around = {
	readonly source?: string;
	readonly files?: Readonly<Record<string, string>>;
	readonly values?: Readonly<Record<string, string>>;
	readonly environment?: Readonly<Record<string, string>>;
};

const taken = async (text: string, { source, files = {}, values = {}, environment = {} }: Around = {}) => {
	const isJson = text.startsWith('{');
	const read = await (isJson ? readLegacy : readHcl)({ file: './a.pkr.hcl', text });
	const imported = importTemplate({
		...read,
		given: { values: new Map(Object.entries(values)), environment, folder: '/tpl', cwd: '/work' },
		files: { read: file => files[file], exists: file => file in files },
		origin: './a.pkr.hcl',
		source,
	});
	if ('choices' in imported) {
		throw new Error(`Which of ${imported.choices.map(({ id }) => id).join(', ')}?`);
	}

	const written = renderTemplate(imported.recipe, { profile: currentProfile, scripts: files });
	const content = (name: string): string => written.find(({ path }) => path === name)?.content ?? '';
	return { ...imported, image: content('image.pkr.hcl'), readme: content('README.md') };
};

/** A template around lines of its source, of its build, and of its top. */
const template = ({ source = '', build = '', top = '', name = `"web-\${local.time}"` }): string => `
locals { time = formatdate("YYYY", timestamp()) }
${top}
source "amazon-ebs" "one" {
  ami_name      = ${name}
  region        = "eu-west-1"
  instance_type = "t3.micro"
  ssh_username  = "ubuntu"
  ${source}
}
build {
  sources = ["source.amazon-ebs.one"]
  ${build}
}
`;

const fateOf = (told: Awaited<ReturnType<typeof taken>>['told'], name: string) =>
	told.find(one => one.name === name);

const noble = `source_ami_filter {
    filters     = { name = "ubuntu/images/*/ubuntu-noble-24.04-amd64-server-*" }
    owners      = ["099720109477"]
    most_recent = true
  }`;

describe('names', () => {
	test.each([
		['"web-{{timestamp}}"', 'web', false],
		['"web-{{isotime \\"20060102\\"}}"', 'web', false],
		[`"web-\${local.time}"`, 'web', false],
		[`"\${var.name}-\${formatdate("YYYY", timestamp())}"`, 'api', false],
		[`join("-", [var.name, local.time])`, 'image', true],
		['"My App {{timestamp}}"', 'my-app', true],
		['"web"', 'web', true],
		['"{{uuid}}"', 'one', true],
		[`"web-\${local.time}-\${var.nothing}"`, 'web', true],
	])('%s', async (name, expected, isKept) => {
		const top = 'variable "name" { default = "api" }\nvariable "nothing" { type = string }';
		const { recipe } = await taken(template({ name, top, source: noble }));
		expect(recipe.name).toBe(expected === 'image' ? recipe.name : expected);
		expect(recipe.aws.keptLines?.some(line => line.startsWith('ami_name')) ?? false).toBe(isKept);
	});
});

describe('the base image', () => {
	const self = `source_ami_filter {
    filters     = { name = "golden-*", architecture = "arm64", "tag:Role" = "base" }
    owners      = ["self"]
    most_recent = true
  }`;

	test.each([
		[
			noble.replace('noble-24.04', 'xenial-16.04'),
			'AMI named ubuntu/images/*/ubuntu-xenial-16.04-amd64-server-* by 099720109477',
		],
		// The name of one of the list, of somebody else.
		[
			noble.replace('099720109477', '123456789012'),
			'AMI named ubuntu/images/*/ubuntu-noble-24.04-amd64-server-* by 123456789012',
		],
		[self, 'AMI named golden-* by self'],
		[self.replace('name = "golden-*", ', ''), 'AMI with tag:Role base by self'],
		[`source_ami = "\${var.later}"`, `AMI "\${var.later}"`],
		['source_ami_filter {\n    filters = { name = var.later }\n  }', 'AMI that source_ami_filter finds'],
		[`source_ami = data.amazon-ami.golden.id`, 'AMI named golden-* by self'],
	])('that is in no list is told as it is looked for, everywhere: %j', async (source, words) => {
		const top = `variable "later" { type = string }
data "amazon-ami" "golden" {
  ${self.replace(/^.*\n|\n.*$/g, '')}
}`;
		const { recipe, image, readme } = await taken(
			template({ source, top }).replace('t3.micro', words.includes('self') ? 't4g.micro' : 't3.micro'),
		);
		expect(recipe.base).toMatchObject({ found: { as: words }, username: 'ubuntu' });
		expect(image.split('\n')[0]).toBe(`# The AMI web: ${words}, ${recipe.base.architecture}.`);
		expect(readme.replaceAll('\\', '')).toContain(`a machine image (AMI) in eu-west-1: ${words}.`);
		expect(findQuestion('base')?.summary({ recipe, folder: null })).toBe(words);
		expect(`${image}${readme}`).not.toMatch(/Ubuntu 24|\/dev\//);
		expect(recipeComplaints(recipe)).toEqual([]);
	});

	test('that is in no list is asked what its package manager is, if anything is installed by it', async () => {
		const source = self.replace('golden', 'amzn2-ami-golden');
		const old = await taken(template({ source }));
		expect(resolveBase(old.recipe).packageManager).toBe('yum');
		const { recipe } = await taken(template({ source: self }));
		const steps: RecipeStep[] = [{ name: 'packages', position: 'before', packages: ['nginx'] }];
		const draft = draftAtReview({ recipe: { ...recipe, steps }, folder: null });
		const question = findQuestion('package-manager');
		expect(question?.warn?.(draft)).toEqual([
			'What is installed is installed by apt, by the user ubuntu of the AMI: if its system has another package manager, say so.',
		]);
		const decided = question && decide(draft, question, 'dnf');
		const chosen = decided && 'draft' in decided ? decided.draft : draft;
		expect(question?.warn?.(chosen)).toEqual([]);
		expect(resolveBase(chosen.recipe)).toMatchObject({
			packageManager: 'dnf',
			title: expect.stringContaining('golden'),
		});
	});

	test('of the list is told with what it takes the place of', async () => {
		const { told } = await taken(template({ source: noble }));
		expect(fateOf(told, 'source_ami_filter block')?.text).toBe(
			'Ubuntu 24.04 LTS, x86_64, found by our list; instead of name ubuntu/images/*/ubuntu-noble-24.04-amd64-server-* by 099720109477',
		);
	});

	test('is found by the search that a data source makes', async () => {
		const top = `data "amazon-ami" "noble" {
  filters     = { name = "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-arm64-server-*", architecture = "arm64" }
  owners      = ["amazon"]
  most_recent = true
}`;
		const source = 'source_ami = data.amazon-ami.noble.id';
		const wrong = await taken(template({ top, source }));
		// Its maker is not Amazon.
		expect(wrong.recipe.aws.keptLines).toContainEqual(source);
		expect(wrong.recipe.kept?.blocks[0]).toBe(top);
		const right = await taken(template({ top: top.replace('"amazon"', '"099720109477"'), source }));
		expect(right.recipe.base).toEqual({ image: 'ubuntu-24.04', architecture: 'arm64' });
		expect(right.recipe.kept).toBeUndefined();
	});

	test('of one that no list knows stays as it is searched for, with the disk that it has, until another is chosen', async () => {
		const source = noble.replace('noble-24.04', 'xenial-16.04');
		const { recipe, image } = await taken(template({ source }));
		expect(image).toContain('ubuntu-xenial-16.04');
		expect(image.match(/source_ami_filter \{/g)).toHaveLength(1);
		expect(image).not.toContain('device_name');

		const question = findQuestion('base');
		const draft = draftAtReview({ recipe, folder: null });
		const decided = question && decide(draft, question, 'debian-13');
		const chosen = decided && 'draft' in decided ? decided.draft.recipe : undefined;
		expect(chosen?.aws.keptLines?.join()).not.toContain('xenial');
	});
});

test('what a name of ours stands for is renamed, and so is all that names it', async () => {
	const { recipe, image, told } = await taken(
		template({
			top: `variable "ami_name" { default = "x" }
variable "aws_region" { default = "eu-west-1" }
locals {
  tags = { a = var.ami_name }
  more = merge(local.tags, { b = path.root })
}`,
			source: `${noble}\n  run_tags = local.more\n  user_data = "\${var.aws_region}"`,
		}).replace('"eu-west-1"\n  instance_type', 'var.aws_region\n  instance_type'),
	);
	expect(recipe.kept?.blocks).toEqual([
		'variable "template_ami_name" { default = "x" }',
		'locals {\n  more = merge(local.template_tags, { b = var.template_folder })\n}',
		'locals {\n  template_tags = { a = var.template_ami_name }\n}',
	]);
	expect(fateOf(told, 'variable ami_name')).toMatchObject({
		fate: 'kept',
		text: 'by the name template_ami_name, since ami_name is another one here',
	});
	expect(image).toContain(`user_data = "\${var.aws_region}"`);
	expect(image.match(/variable "aws_region"/g)).toBeNull();
});

test('a variable without a value is told by the name that it has in the new template', async () => {
	const top = 'variable "ami_name" { type = string }';
	const { told } = await taken(template({ top, source: `${noble}\n  user_data = var.ami_name` }));
	expect(told.find(({ fate }) => fate === 'open')).toMatchObject({
		name: 'variable template_ami_name',
		text: expect.stringContaining('by PKR_VAR_template_ami_name, or now, by --var ami_name=…'),
	});
});

test('values that are given count, and secrets and what has no value are told', async () => {
	const top = `
variable "type" { type = string }
variable "zone" { default = env("ZONE") }
variable "token" {
  type      = string
  sensitive = true
}
variable "list" {
  type = list(string)
  default = ["a"]
}
variables {
  old = "x"
}`;
	const build = `provisioner "shell" {
    environment_vars = ["TOKEN=\${var.token}", "OLD=\${var.old}", "LIST=\${join(",", var.list)}"]
    inline           = ["true"]
  }`;
	const source = `${noble}\n  availability_zone = var.zone\n  access_key = "AKIA"`;
	const text = template({ top, build, source }).replace('"t3.micro"', 'var.type');
	const { recipe, told, open } = await taken(text, {
		values: { type: 't3.small', token: 'hidden' },
		environment: { ZONE: 'eu-west-1a' },
	});
	expect(recipe.aws).toMatchObject({ instanceType: 't3.small', network: { zone: 'eu-west-1a' } });
	expect(open).toEqual([]);
	expect(JSON.stringify(recipe)).not.toMatch(/hidden|AKIA/);
	expect(recipe.kept?.blocks.join('\n')).toContain('variable "old" {\n  default = "x"\n}');
	expect(fateOf(told, 'access_key')?.fate).toBe('not');

	const without = await taken(text);
	expect(without.open).toEqual(['machine']);
	expect(fateOf(without.told, 'variable token')?.fate).toBe('open');
	expect(fateOf(without.told, 'instance_type')).toMatchObject({
		fate: 'not',
		text: 'var.type has no value, so the wizard asks',
	});
});

describe('secrets', () => {
	const use = (...names: readonly string[]) =>
		`provisioner "shell" {
    environment_vars = [${names.map(name => `"X=\${var.${name}}"`).join(', ')}]
    inline           = ["true"]
  }`;

	test.each([
		['a value that is given', 'variable "github_token" { type = string }', { github_token: 'hidden' }],
		['a default', 'variable "github_token" {\n  default = "hidden"\n}', {}],
		['a default on a line of its own', 'variable "github_token" { default = "hidden" }', {}],
		['a line of several', 'variables {\n  github_token = "hidden"\n}', {}],
		['another for a default', 'variable "github_token" { default = "hidden" }', { github_token: 'hidden2' }],
	])('of a variable are in no recipe, and that is said: %s', async (_, top, values) => {
		const { recipe, told, image } = await taken(
			template({ top, build: use('github_token'), source: noble }),
			{
				values,
			},
		);
		expect(JSON.stringify(recipe) + image).not.toContain('hidden');
		expect(image).toMatch(/variable "github_token" \{/);
		expect(fateOf(told, 'variable github_token')).toMatchObject({
			fate: 'open',
			text: 'a secret is in no recipe: give it when you build, by PKR_VAR_github_token',
		});
	});

	test('that are found elsewhere, or only the place of one, stay', async () => {
		const top = `variable "api_token" { default = env("API_TOKEN") }
variable "none_token" { default = null }
variable "tls_private_key_path" { default = "./key.pem" }
variable "install_token" { default = "true" }`;
		const names = ['api_token', 'none_token', 'tls_private_key_path', 'install_token'];
		const { recipe, told } = await taken(template({ top, build: use(...names), source: noble }));
		expect(recipe.kept?.blocks.join('\n')).toBe(top);
		expect(names.map(name => fateOf(told, `variable ${name}`)?.text)).toEqual(
			names.map(() => 'as it stands'),
		);
	});

	test.each([
		[
			'environment_vars = ["A=b", "DB_PASSWORD=hidden"]\n    inline = ["true"]',
			'db_password',
			'"DB_PASSWORD=$' + '{var.db_password}"',
		],
		[
			'environment_vars = ["DB_PASSWORD=$' + '{var.a}"]\n    inline = ["true"]',
			undefined,
			'"DB_PASSWORD=$' + '{var.a}"',
		],
		['env = { API_TOKEN = "hidden" }\n    inline = ["true"]', 'api_token', 'API_TOKEN = var.api_token'],
		['inline = ["export API_TOKEN=hidden && true"]', 'api_token', 'API_TOKEN=$' + '{var.api_token} && true'],
		[
			`inline = ["API_TOKEN='hidden' x", "API_TOKEN=\\"hidden\\" y"]`,
			'api_token',
			`"API_TOKEN='$` + `{var.api_token}' x", "API_TOKEN=\\"$` + `{var.api_token}\\" y"`,
		],
		['inline = ["curl -H ghp_hiddenhiddenhiddenhiddenhidden z"]', 'secret', 'curl -H $' + '{var.secret} z'],
		[
			'inline = [<<EOF\n-----BEGIN RSA PRIVATE KEY-----\nhidden\n-----END RSA PRIVATE KEY-----\nEOF\n    ]',
			'secret',
			'<<EOF\n$' + '{var.secret}\nEOF',
		],
		['inline = ["API_TOKEN=$(cat x)", "PASSWORD_FILE=/etc/x", "echo TOKEN"]', undefined, ''],
	])(
		'in plain text in a step are in no recipe, but a variable stands for them: %s',
		async (inside, name, expected) => {
			const top = 'variable "a" { default = "x" }';
			const { recipe, told, image } = await taken(
				template({ top, build: `provisioner "shell" {\n    ${inside}\n  }`, source: noble }),
			);
			expect(JSON.stringify(recipe) + image + JSON.stringify(told)).not.toContain('hidden');
			expect(image).toContain(expected);
			expect(image.includes('sensitive = true\n}')).toBe(name !== undefined);
			expect(fateOf(told, `variable ${name}`)?.text).toBe(
				name &&
					`a secret stood there in plain text and is in no recipe: give it when you build, by PKR_VAR_${name}`,
			);
		},
	);

	test('in plain text in lines of the source, locals and blocks behind are in no recipe, each with a name of its own', async () => {
		const top = 'locals { db_password = "hidden" }\nvariable "ssh_password" { default = "$' + '{1}" }';
		const source = `${noble}\n  ssh_password = "hidden"\n  user_data = local.db_password\n  ssh_timeout = var.ssh_password`;
		const build = 'post-processor "x" {\n    password = "hidden"\n    token = "hidden2"\n  }';
		const { recipe, told, image } = await taken(template({ top, source, build }));
		expect(JSON.stringify(recipe) + image + JSON.stringify(told)).not.toContain('hidden');
		expect(told.filter(({ text }) => /stood there/.test(text)).map(({ name }) => name)).toEqual([
			'variable db_password',
			'variable template_ssh_password',
			'variable password',
			'variable token',
		]);
		expect(image).toContain('db_password = var.db_password');
	});
});

test('a value for a variable on a line of its own, and locals and data sources, kept or not', async () => {
	const top = `variable "what" { type = string }
locals { unused = 1 }
data "amazon-ami" "unused" {
  owners = ["self"]
}`;
	const build = `provisioner "shell" {\n    inline = ["echo \${var.what}"]\n  }`;
	const { recipe, told } = await taken(template({ top, build, source: noble }), { values: { what: 'x' } });
	expect(recipe.kept?.blocks).toEqual(['variable "what" {\n  type = string\n  default = "x"\n}']);
	expect(fateOf(told, 'local unused')?.fate).toBe('taken');
	expect(fateOf(told, 'data amazon-ami.unused')?.fate).toBe('taken');
});

test('the folder of the template stands itself in the default of a variable, which no other may be in', async () => {
	const build = `provisioner "file" {\n    source      = var.cert\n    destination = "/tmp/"\n  }`;
	const hcl = await taken(
		template({ top: `variable "cert" { default = "\${path.root}/ca.pem" }`, build, source: noble }),
	);
	expect(hcl.recipe.kept?.blocks).toEqual(['variable "cert" { default = "/tpl/ca.pem" }']);
});

test('the tokens that the metadata service asks for are no secret', async () => {
	const { image, told } = await taken(
		template({
			source: `${noble}\n  metadata_options {\n    http_tokens = "optional"\n    http_endpoint = "enabled"\n  }`,
		}),
	);
	expect(image).toContain('http_tokens = "optional"');
	expect(told.filter(({ fate }) => fate === 'open')).toEqual([]);
});

describe('provisioners', () => {
	const steps = async (build: string, around: Around = {}) =>
		(await taken(template({ build, source: noble }), around)).recipe.steps;

	test('that say more than commands are kept, with their comments and their texts', async () => {
		const [step] = await steps(`# Why.
  provisioner "shell" {
    pause_before = "10s"
    inline = [<<EOF
  two spaces
    four
EOF
    ]
    only = ["amazon-ebs.one"]
  }`);
		expect(step).toEqual({
			name: 'shell',
			position: 'before',
			hcl: '# Why.\nprovisioner "shell" {\n  pause_before = "10s"\n  inline = [<<EOF\n  two spaces\n    four\nEOF\n  ]\n}',
		});
	});

	test('for another source are left out, and what is said for this one counts', async () => {
		const { recipe, told } = await taken(
			template({
				source: noble,
				build: `provisioner "shell" {
    except = ["amazon-ebs.one"]
    inline = ["no"]
  }
  provisioner "shell" {
    inline   = ["all"]
    override = {
      one = { inline = ["mine"], execute_command = "sh {{.Path}}" }
    }
  }`,
			}),
		);
		expect(recipe.steps).toHaveLength(1);
		expect(JSON.stringify(recipe.steps)).toContain('mine');
		expect(JSON.stringify(recipe.steps)).not.toMatch(/override|all/);
		expect(told.filter(({ fate }) => fate === 'not').map(({ name }) => name)).toEqual([
			'provisioner "shell"',
		]);
	});

	test('whose commands Packer renders, or a variable is in, are kept', async () => {
		const kept = await steps(`provisioner "shell" { inline = ["echo {{ build_name }}"] }
  provisioner "shell" { inline = ["echo \${local.time}"] }`);
		expect(kept.map(step => ('hcl' in step ? step.hcl : ''))).toEqual([
			'provisioner "shell" { inline = ["echo one"] }',
			`provisioner "shell" { inline = ["echo \${local.time}"] }`,
		]);
	});

	test.each([
		['#!/bin/bash\nset -e\ntrue\n', 'script'],
		['#!/usr/bin/env python3\n', 'script'],
		['#!/bin/bash\ntrue\n', 'hcl'],
		['true\n', 'hcl'],
	])('of a script file become a step by what it says of failures: %j', async (text, kind) => {
		const [step] = await steps(`provisioner "shell" { script = "\${path.root}/../x.sh" }`, {
			files: { '/x.sh': text },
		});
		expect(step).toMatchObject(
			kind === 'script'
				? { name: 'x', script: '/x.sh' }
				: { hcl: `provisioner "shell" { script = "\${var.template_folder}/../x.sh" }` },
		);
	});

	test('name their files from where they are', async () => {
		const [one, two, three] = await steps(
			`provisioner "file" {
    source      = "here/"
    destination = "/tmp/x"
  }
  provisioner "file" {
    source      = "/abs"
    destination = "rel"
  }
  provisioner "file" {
    direction   = "download"
    source      = "/tmp/x"
    destination = "x"
  }`,
			{ files: { '/work/here': '' } },
		);
		expect(JSON.stringify(one)).toContain(`\${var.template_folder}/../work/here/`);
		expect(JSON.stringify([two, three])).not.toContain('template_folder');
	});
});

describe('what stands in the source', () => {
	test('counts instead of ours, and what cannot stand beside it goes', async () => {
		const { image } = await taken(
			template({
				source: `${noble}
  spot_instance_types = ["t3.micro", "t3.small"]
  spot_price          = "0.01"
  security_group_id   = "sg-1"
  subnet_filter {
    filters = { "tag:Name" = "a" }
  }
  aws_polling {
    max_attempts = 9
  }`,
			}),
		);
		const source = image.slice(image.indexOf('source "amazon-ebs"'), image.indexOf('build {'));
		expect(source).not.toMatch(/^ +instance_type |temporary_security_group|delay_seconds|"auto"/m);
		expect(source.match(/aws_polling/g)).toHaveLength(1);
	});
});

test.each([
	['no source', 'build {\n  sources = ["source.amazon-ebs.gone"]\n}', undefined, /makes no image\./],
	['no build', 'source "amazon-ebs" "one" {\n}\n', undefined, /makes no image\./],
	[
		'another builder',
		'source "azure-arm" "one" {\n}\nbuild {\n  sources = ["azure-arm.one"]\n}',
		undefined,
		/makes no image that can be imported[\s\S]*azure-arm/,
	],
	['a name that is none', template({}), 'two', /has no source two[\s\S]*amazon-ebs\.one/],
	['Windows', template({ source: 'communicator = "winrm"' }), undefined, /not reached by SSH[\s\S]*line 9/],
])('%s is refused with a reason and a way on', async (_what, text, source, said) => {
	const error = await taken(text, { ...(source !== undefined && { source }) }).catch(
		(thrown: unknown) => thrown,
	);
	expect(error).toBeInstanceOf(Problem);
	if (error instanceof Problem) {
		expect(`${error.message}\n${error.reason}`).toMatch(said);
		expect(error.next.length).toBeGreaterThan(0);
	}
});
