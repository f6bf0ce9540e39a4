import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { bundles } from '../../source/catalog/bundles/index.ts';
import { type Recipe, type TerraformShape, terraformShapes } from '../../source/recipe/schema.ts';
import { shapeComplaint } from '../../source/recipe/terraform.ts';
import type { TemplateFile } from '../../source/template/files.ts';
import { currentProfile } from '../../source/template/profile.ts';
import { renderTemplate } from '../../source/template/render.ts';
import { terraformFiles } from '../../source/template/terraform/files.ts';
import { startGitHub } from '../helpers/github/github.ts';
import { startMachine } from '../helpers/github/machine.ts';
import { needs } from '../helpers/needs.ts';
import { recipeWith, writtenRecipe } from '../helpers/recipe.ts';
import { temporaryFolder, writeAll } from './packer.ts';
import { broadRecipes, scripts, shippedPresets } from './recipes.ts';
import { argumentComplaints } from './terraform-arguments.ts';
import { terraform, writeModule } from './terraform-core.ts';
import { documentedModules } from './terraform-modules.ts';

const elk = (name: string) => ({ id: `elk-run-${name}` });

/** What makes a difference for the files. */
const image = {
	bare: writtenRecipe({ name: 'web' }),
	policy: writtenRecipe({
		style: 'gruntwork',
		profile: 'dev',
		network: { subnet: 'subnet-0f3a91c2d4e5f6a7b' },
		tags: { Team: 'web', Name: 'mine' },
		bundles: [{ id: 'cloudwatch-agent' }, { id: 'fail2ban' }],
	}),
	bound: writtenRecipe({
		region: 'cn-north-1',
		bundles: [{ id: 'persistent-ebs-volume' }, { id: 'attach-eni' }, { id: 'disable-instance-metadata' }],
	}),
	elasticsearch: writtenRecipe({ base: { image: 'ubuntu-20.04' }, bundles: [elk('elasticsearch')] }),
	logstash: writtenRecipe({ base: { image: 'ubuntu-20.04' }, bundles: [elk('logstash')] }),
	kibana: writtenRecipe({ base: { image: 'ubuntu-20.04' }, bundles: [elk('kibana')] }),
	both: writtenRecipe({ base: { image: 'ubuntu-20.04' }, bundles: [elk('kibana'), elk('elasticsearch')] }),
} satisfies Readonly<Record<string, Recipe>>;

const shaped = (recipe: Recipe, shape: TerraformShape): Recipe => recipeWith({ terraform: shape }, recipe);

const rendered = new Map<Recipe, readonly TemplateFile[]>();
const filesOf = (recipe: Recipe): readonly TemplateFile[] => {
	const files = rendered.get(recipe) ?? renderTemplate(recipe, { profile: currentProfile, scripts });
	rendered.set(recipe, files);
	return files;
};

const textOf = (recipe: Recipe, name: string): string =>
	filesOf(recipe).find(({ path: file }) => file === name)?.content ?? '';

/** Every shape of every image that can have it. */
const all = Object.entries(image).flatMap(([name, recipe]) =>
	terraformShapes
		.filter(shape => shapeComplaint(recipe, shape) === undefined)
		.map(shape => ({ name: `${name} ${shape}`, shape, recipe: shaped(recipe, shape) })),
);

/** The blocks of a file that are not within another. */
const blocksOf = (text: string): readonly string[] => text.match(/^\w[^\n]*\{\n[\s\S]*?^\}$/gm) ?? [];

const blocks = (recipe: Recipe, kind: string): readonly string[] =>
	blocksOf(textOf(recipe, 'terraform/main.tf')).filter(text => text.startsWith(kind));

/** What providers would tell, as texts. */
const withoutProviders = (text: string): string =>
	text
		.replace('data.aws_ami.image[0].id', '"ami-found"')
		.replaceAll(/\b(?:data\.)?aws_\w+\.(\w+)\.\w+/g, '"$1"');

/** The part of the files that Terraform works out without a provider: variables, values, modules, what is told. */
const writeCore = async (
	folder: string,
	recipe: Recipe,
	values: Readonly<Record<string, unknown>>,
	told: string = '',
): Promise<void> => {
	await writeAll(folder, filesOf(recipe));
	const modules = blocks(recipe, 'module').map(text => {
		const [, repository, name] = /\/([\w-]+)\.git\/\/modules\/([^"]+)"/.exec(text) ?? [];
		return { text, called: `${repository}/${name}` };
	});
	for (const [index, { called }] of modules.entries()) {
		const documented = documentedModules[called];
		if (documented === undefined) {
			throw new Error(`Nothing is documented of ${called}.`);
		}

		await writeModule(path.join(folder, 'terraform', 'modules', String(index)), documented);
	}

	const texts = modules.map(({ text }, index) => text.replace(/"git::[^"]+"/, `"./modules/${index}"`));
	const core = [...blocks(recipe, 'locals'), ...texts, told].map(withoutProviders).join('\n');
	await writeFile(path.join(folder, 'terraform', 'main.tf'), core);
	await writeFile(path.join(folder, 'terraform', 'versions.tf'), '');
	await writeFile(path.join(folder, 'terraform', 'terraform.tfvars.json'), JSON.stringify(values));
	const outputs = modules.length === 0 ? '' : withoutProviders(textOf(recipe, 'terraform/outputs.tf'));
	await writeFile(path.join(folder, 'terraform', 'outputs.tf'), outputs);
};

/** What is told when all is applied, by Terraform's own state. */
const outputsOf = async (folder: string): Promise<Readonly<Record<string, { readonly value: unknown }>>> =>
	JSON.parse(await readFile(path.join(folder, 'terraform', 'terraform.tfstate'), 'utf8')).outputs;

/** Values for what has to be given. */
const given = (recipe: Recipe): Readonly<Record<string, unknown>> =>
	Object.fromEntries(
		blocksOf(textOf(recipe, 'terraform/variables.tf'))
			.filter(text => !/^ {2}default +=/m.test(text))
			.map(text => [
				/"(\w+)"/.exec(text)?.[1] ?? '',
				text.includes('list(') ? ['one', 'two', 'three'] : 'one',
			]),
	);

describe('by Terraform', () => {
	beforeEach(context => needs(context, 'terraform'));

	test('every file is as terraform fmt leaves it, whatever the answers', async () => {
		const folder = await temporaryFolder();
		const wanted = [
			...all.map(({ recipe }) => recipe),
			...[...broadRecipes().filter((_recipe, index) => index % 3 === 0), ...shippedPresets().values()].map(
				(recipe, index) => shaped(recipe, terraformShapes[index % 6] ?? 'asg'),
			),
		];
		for (const [index, recipe] of wanted.entries()) {
			const files = terraformFiles(recipe).filter(file => file.path.endsWith('.tf'));
			expect(files.length).toBe(4);
			await writeAll(path.join(folder, 'all', String(index)), files);
		}

		const { code, output } = await terraform(
			path.join(folder, 'all'),
			'fmt',
			'-check',
			'-recursive',
			'-diff',
		);
		expect(output).toBe('');
		expect(code).toBe(0);
	});

	/** A configuration that calls others, so that Terraform looks at all of them at once. */
	const together = (recipes: readonly Recipe[]): string =>
		recipes
			.map((recipe, index) => {
				const values = Object.entries(given(recipe)).map(
					([name, value]) => `  ${name} = ${JSON.stringify(value)}`,
				);
				return [`module "all_${index}" {`, `  source = "./${index}/terraform"`, ...values, '}'].join('\n');
			})
			.join('\n');

	test('nothing is wrong with what is read before a provider is needed', async () => {
		const plain = all.filter(({ shape }) => !shape.startsWith('gruntwork')).map(({ recipe }) => recipe);
		expect(plain.length).toBe(21);
		const folder = path.join(await temporaryFolder(), 'all');
		for (const [index, recipe] of plain.entries()) {
			await writeAll(path.join(folder, String(index)), filesOf(recipe));
		}

		await writeFile(path.join(folder, 'main.tf'), together(plain));
		const { output } = await terraform(folder, 'init', '-backend=false', '-no-color');
		expect(output.match(/^Error: .*$/gm), output).toEqual([
			'Error: Failed to query available provider packages',
		]);
		expect(output).toContain('hashicorp/aws versions matching ">= 5.40.0, < 7.0.0');
	});

	test('modules get what is documented of them, and all of what they need', async () => {
		const modules = all.filter(({ shape }) => shape.startsWith('gruntwork')).map(({ recipe }) => recipe);
		expect(modules.length).toBe(25);
		const folder = path.join(await temporaryFolder(), 'all');
		for (const [index, recipe] of modules.entries()) {
			await writeCore(path.join(folder, String(index)), recipe, given(recipe));
		}

		await writeFile(path.join(folder, 'main.tf'), together(modules));
		const got = await terraform(folder, 'init', '-backend=false', '-no-color');
		expect(got, got.output).toMatchObject({ code: 0 });
		const { code, output } = await terraform(folder, 'apply', '-auto-approve', '-no-color');
		expect(code, output).toBe(0);
		expect(output).not.toContain('Warning');
	});

	test('who reaches which port becomes a rule each, and tags by which servers are found count most', async () => {
		const recipe = shaped(image.elasticsearch, 'asg');
		const folder = await temporaryFolder();
		const values = {
			...given(recipe),
			inbound: { '443': ['0.0.0.0/0', '::/0'], '1194/udp': ['203.0.113.7/32'] },
			tags: { Team: 'web', Name: 'lost' },
			elk_run_elasticsearch_cluster_name: 'logs',
		};
		await writeCore(
			folder,
			recipe,
			values,
			'output "all" {\n  value = { inbound = local.inbound, tags = local.tags, ami = local.ami_id }\n}',
		);
		const { code, output } = await terraform(
			path.join(folder, 'terraform'),
			'apply',
			'-auto-approve',
			'-no-color',
		);
		expect(code, output).toBe(0);
		const rule = (port: number, protocol: string, range: string, isIpv6: boolean) => ({
			...{ port, protocol, range, is_ipv6: isIpv6 },
		});
		expect((await outputsOf(folder))['all']?.value).toEqual({
			inbound: {
				'443 0.0.0.0/0': rule(443, 'tcp', '0.0.0.0/0', false),
				'443 ::/0': rule(443, 'tcp', '::/0', true),
				'1194/udp 203.0.113.7/32': rule(1194, 'udp', '203.0.113.7/32', false),
			},
			tags: { Team: 'web', Name: 'logs' },
			ami: 'ami-found',
		});
	});
});

describe('user data', () => {
	beforeEach(context => needs(context, 'terraform', 'containers', 'namespaces', 'openssl'));

	const odd = `it's "q" $(id) \${HOME} %{x} \\ é`;
	const chosen = (boot: Readonly<Record<string, Readonly<Record<string, string>>>>): Recipe =>
		writtenRecipe({
			base: { image: 'ubuntu-20.04' },
			bundles: [
				{ id: 'elk-run-elasticsearch', boot: boot['elasticsearch'] ?? {} },
				{ id: 'fail2ban', boot: boot['fail2ban'] ?? {} },
				{ id: 'install-jenkins', boot: boot['jenkins'] ?? {} },
				{ id: 'route53-helpers', boot: { 'hosted-zone-id': 'Z1', hostname: 'a.example.com' } },
			],
		});

	test('boots with the values of the variables as it does with the same answers', async () => {
		const recipe = shaped(chosen({}), 'server');
		const folder = await temporaryFolder();
		await writeCore(
			folder,
			recipe,
			{
				...given(recipe),
				elk_run_elasticsearch_cluster_name: odd,
				elk_run_elasticsearch_heap: '3g',
				install_jenkins_jenkins_home: `/mnt/${odd}`,
			},
			'output "user_data" {\n  value = local.user_data\n}',
		);
		const applied = await terraform(path.join(folder, 'terraform'), 'apply', '-auto-approve', '-no-color');
		expect(applied.code, applied.output).toBe(0);
		const script = String((await outputsOf(folder))['user_data']?.value);
		const answered = chosen({
			elasticsearch: { 'cluster-name': odd, heap: '3g' },
			jenkins: { 'jenkins-home': `/mnt/${odd}` },
		});

		const programs = recipe.bundles.flatMap(({ id }) =>
			bundles
				.filter(bundle => bundle.id === id)
				.flatMap(({ boot }) => boot.map(({ command }) => command[0] ?? '')),
		);
		const stub = `#!/bin/bash\n{ printf '%s\\0' "\${0##*/}" "$#" "$@"; env -0; printf '\\n\\0'; } >>/records/calls\n`;
		const prepare = [
			'set -e',
			...[...new Set(programs)]
				.map(program => (program.includes('/') ? program : `/usr/local/sbin/${program}`))
				.flatMap(program => [
					`mkdir -p ${path.dirname(program)}`,
					`cat >${program} <<'STUB'\n${stub}STUB`,
					`chmod 755 ${program}`,
				]),
		].join('\n');
		const github = await startGitHub({ repositories: new Map(), tokens: new Map() });
		const machine = await startMachine(github, [['curl', '#!/bin/sh\necho eu-west-1\n']]);
		expect(await machine.run(prepare, { user: 'root' })).toMatchObject({ code: 0 });
		const callsOf = async (script: string): Promise<readonly (readonly string[])[]> => {
			const { length } = await machine.calls();
			const ran = await machine.run(script, { user: 'root' });
			expect(ran.code, ran.output).toBe(0);
			return (await machine.calls()).slice(length).map(({ program, args }) => [program, ...args]);
		};

		const byTerraform = await callsOf(script);
		expect(byTerraform.length).toBe(programs.length);
		expect(byTerraform.flat()).toContain(`<__CLUSTER_NAME__>=${odd}`);
		expect(byTerraform).toEqual(await callsOf(textOf(answered, 'user-data.sh')));
	});
});

const declared = (text: string, kind: string): readonly string[] =>
	[...text.matchAll(new RegExp(`^${kind} "(\\w+)"(?: "(\\w+)")? \\{`, 'gm'))].map(([, first, second]) =>
		second === undefined ? (first ?? '') : `${first}.${second}`,
	);

const found = (text: string, pattern: RegExp): ReadonlySet<string> =>
	new Set([...text.matchAll(pattern)].map(([, name]) => name ?? ''));

describe('the files', () => {
	test.each(all)('$name: what is named is there, and what is there is used', ({ recipe }) => {
		const [main = '', outputs = '', versions = '', variables = ''] = [
			'main',
			'outputs',
			'versions',
			'variables',
		].map(name => textOf(recipe, `terraform/${name}.tf`));
		const text = [main, outputs, versions].join('\n').replaceAll(/^\s*#.*$/gm, '');
		expect(found(text, /\bvar\.(\w+)/g)).toEqual(new Set(declared(variables, 'variable')));
		const resources = new Set(declared(main, 'resource'));
		for (const name of found(text, /(?<![\w."])(aws_\w+\.\w+)[.[]/g)) {
			expect(resources).toContain(name);
		}

		expect(found(text, /\bdata\.(aws_\w+\.\w+)/g)).toEqual(new Set(declared(main, 'data')));
		expect(found(text, /\bmodule\.(\w+)/g)).toEqual(new Set(declared(main, 'module')));
		for (const block of blocksOf(`${variables}\n${outputs}`)) {
			expect(block).toMatch(/^ {2}description += "[A-Z].*\."$/m);
		}

		// What the template asks for it gets, and nothing else.
		const asked = found(textOf(recipe, 'terraform/user-data.sh.tftpl'), /(?<!\$)\$\{(\w+)\}/g);
		expect(asked).toEqual(found(main, /^ {4}(\w+) += replace\(var/gm));
	});

	test.each(all)(
		'$name: resources of AWS get what its provider takes, and all of what they need',
		({ recipe }) => {
			const made = [...blocks(recipe, 'resource'), ...blocks(recipe, 'data')];
			expect(made.length).toBeGreaterThan(1);
			expect(made.flatMap(argumentComplaints)).toEqual([]);
			const wrong = made.map(block => block.replace(/ {2}\w+ +=/, '  odd ='));
			expect(wrong.flatMap(argumentComplaints).length).toBeGreaterThanOrEqual(made.length);
		},
	);

	test('servers answer version 2 of the metadata service only, unless something in the image needs the other', () => {
		for (const shape of terraformShapes.filter(name => name !== 'gruntwork-elk')) {
			const text = (recipe: Recipe): string => textOf(shaped(recipe, shape), 'terraform/main.tf');
			expect(text(image.policy)).toMatch(/http_tokens += "required"|use_imdsv1 += false/);
			expect(text(image.elasticsearch)).toMatch(/http_tokens += "optional"|use_imdsv1 += true/);
		}
	});

	test('the folder says which values have to be given, and which secrets to be read', () => {
		const readme = (recipe: Recipe): string => textOf(recipe, 'terraform/README.md');
		const bare = shaped(image.bare, 'server');
		expect(readme(bare)).toContain('```hcl\nsubnet_id = "…"\n```');
		expect(readme(bare)).not.toContain('Secrets');
		// Where the network is known nothing has to be given.
		expect(readme(shaped(image.policy, 'server'))).not.toContain('tfvars');
		const secret = shaped(
			writtenRecipe({ base: { image: 'ubuntu-18.04' }, bundles: [{ id: 'couchbase-install' }] }),
			'server',
		);
		expect(readme(secret)).toContain(
			'put the lines that read `COUCHBASE_PASSWORD` into `user-data.sh.tftpl`',
		);
		expect(textOf(secret, 'terraform/user-data.sh.tftpl')).toContain('$${COUCHBASE_PASSWORD:?');
		expect(readme(shaped(image.bound, 'gruntwork-asg'))).toContain(
			'each needs another value of `ebs-volume-0`',
		);
	});

	test('nothing is written unless it is asked for', () => {
		expect(filesOf(image.policy).filter(({ path: file }) => file.startsWith('terraform/'))).toEqual([]);
	});

	test('a value that may be another one decides nothing else', () => {
		// Such a value is any text, so a condition that compares it would leave the template without what belongs to it.
		for (const { boot, parameters, tags, iam, brings } of bundles) {
			const free = parameters.filter(({ kind }) => ['text', 'words', 'number'].includes(kind));
			const names = new Set(free.map(({ name }) => name));
			const compared = JSON.stringify([boot, parameters, tags, iam, brings]).matchAll(
				/\{"parameter":"([^"]+)","is":"[^"]/g,
			);
			expect([...compared].map(([, name]) => name).filter(name => names.has(name ?? ''))).toEqual([]);
		}
	});

	test('what the policy names is no variable, since the policy stays as it is', () => {
		const recipe = shaped(
			writtenRecipe({ bundles: [{ id: 'cloudwatch-agent' }, { id: 'fail2ban' }, { id: 'install-jenkins' }] }),
			'server',
		);
		expect(textOf(recipe, 'iam-policy.json')).toContain('Gruntwork/Fail2Ban');
		expect(declared(textOf(recipe, 'terraform/variables.tf'), 'variable')).not.toContain(
			'fail2ban_cloudwatch_namespace',
		);
		expect(declared(textOf(recipe, 'terraform/variables.tf'), 'variable')).toContain(
			'install_jenkins_memory',
		);
		expect(textOf(recipe, 'terraform/main.tf')).toContain('../iam-policy.json');
	});
});
