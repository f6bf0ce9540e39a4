import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { bundles } from '../../source/catalog/bundles/index.ts';
import { type Recipe, type TerraformShape, terraformShapes } from '../../source/recipe/schema.ts';
import { shapeComplaint } from '../../source/targets/aws/recipe/terraform.ts';
import { terraformFiles } from '../../source/targets/aws/template/terraform/files.ts';
import type { TemplateFile } from '../../source/template/files.ts';
import { currentProfile } from '../../source/template/profile.ts';
import { renderTemplate } from '../../source/template/render.ts';
import { startGitHub } from '../helpers/github/github.ts';
import { startMachine } from '../helpers/github/machine.ts';
import { needs } from '../helpers/needs.ts';
import { recipeWith, writtenRecipe } from '../helpers/recipe.ts';
import { type Ended, temporaryFolder, writeAll } from './packer.ts';
import { broadRecipes, scripts, shippedPresets } from './recipes.ts';
import { readState, startProvider, terraform, writeModule } from './terraform-core.ts';
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

/** Writes the files, with modules of the tests' own, which take what is documented, in the place of Gruntwork's. */
const writeShape = async (folder: string, recipe: Recipe): Promise<string> => {
	await writeAll(folder, filesOf(recipe));
	const place = path.join(folder, 'terraform');
	const called = /"git::[^"]*\/([\w-]+)\.git\/\/modules\/([^"]+)"/;
	const main = textOf(recipe, 'terraform/main.tf');
	const [source, repository, name] = called.exec(main) ?? [];
	if (source !== undefined) {
		const documented = documentedModules[`${repository}/${name}`];
		if (documented === undefined) {
			throw new Error(`Nothing is documented of ${source}.`);
		}

		await writeModule(path.join(place, 'module'), documented);
		await writeFile(path.join(place, 'main.tf'), main.replace(source, '"./module"'));
	}

	return place;
};

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

/** How a command ends in a configuration that is initialised first. */
const ran = async (folder: string, provider: string, ...args: readonly string[]): Promise<Ended> => {
	const got = await terraform(folder, ['init', '-input=false', '-no-color'], provider);
	return got.code === 0 ? terraform(folder, [...args, '-no-color'], provider) : got;
};
const applied = (folder: string, provider: string): Promise<Ended> =>
	ran(folder, provider, 'apply', '-auto-approve', '-input=false');

/** What Terraform makes of the files with these values for variables. */
const madeOf = async (recipe: Recipe, values: Readonly<Record<string, unknown>>) => {
	const place = await writeShape(await temporaryFolder(), recipe);
	await writeFile(path.join(place, 'terraform.tfvars.json'), JSON.stringify({ ...given(recipe), ...values }));
	const { code, output } = await applied(place, await startProvider());
	expect(code, output).toBe(0);
	return (await readState(place)).made;
};

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

		const { code, output } = await terraform(path.join(folder, 'all'), [
			'fmt',
			'-check',
			'-recursive',
			'-diff',
		]);
		expect(output).toBe('');
		expect(code).toBe(0);
	});

	test('every shape is applied, with a provider that takes what that of AWS takes, and modules that take what is documented', async () => {
		const provider = await startProvider();
		const folder = path.join(await temporaryFolder(), 'all');
		const calls: string[] = [];
		for (const [index, { recipe }] of all.entries()) {
			await writeShape(path.join(folder, String(index)), recipe);
			const values = Object.entries(given(recipe)).map(
				([name, value]) => `  ${name} = ${JSON.stringify(value)}`,
			);
			calls.push([`module "all_${index}" {`, `  source = "./${index}/terraform"`, ...values, '}'].join('\n'));
		}

		await writeFile(path.join(folder, 'main.tf'), calls.join('\n'));
		const { code, output } = await applied(folder, provider);
		expect(code, output).toBe(0);
		expect(output).not.toContain('Warning');
		const { made } = await readState(folder);
		const count = (wanted: string): number => made.filter(({ type }) => type === wanted).length;
		expect(count('aws_ami')).toBe(all.length);
		expect(count('aws_autoscaling_group')).toBe(all.filter(({ shape }) => shape === 'asg').length);
	});

	test.each([
		['an argument that there is not', 'instance_type ', 'instance_typ ', 'Unsupported argument'],
		['a value of another kind', 'var.instance_type', 'var.tags', 'Incorrect attribute value type'],
		[
			'a resource that there is not',
			'aws_security_group.server.id',
			'aws_security_group.it.id',
			'undeclared',
		],
	])('and %s would not be', async (_what, right, wrong, complaint) => {
		const place = await writeShape(await temporaryFolder(), shaped(image.bare, 'server'));
		const main = path.join(place, 'main.tf');
		await writeFile(main, (await readFile(main, 'utf8')).replace(right, wrong));
		const { code, output } = await ran(place, await startProvider(), 'validate');
		expect(code).toBe(1);
		expect(output).toContain(complaint);
	});

	test('who reaches which port is a rule each, and tags by which servers are found count most', async () => {
		const made = await madeOf(shaped(image.elasticsearch, 'asg'), {
			inbound: { '443': ['0.0.0.0/0', '::/0'], '1194/udp': ['203.0.113.7/32'] },
			tags: { Team: 'web', Name: 'lost' },
			elk_run_elasticsearch_cluster_name: 'logs',
		});
		const rules = made
			.filter(({ type, index_key }) => type === 'aws_vpc_security_group_ingress_rule' && index_key)
			.map(({ attributes }) => [
				...[attributes['from_port'], attributes['to_port'], attributes['ip_protocol']],
				attributes['cidr_ipv4'] ?? attributes['cidr_ipv6'],
			]);
		expect(rules.toSorted()).toEqual([
			[1194, 1194, 'udp', '203.0.113.7/32'],
			[443, 443, 'tcp', '0.0.0.0/0'],
			[443, 443, 'tcp', '::/0'],
		]);
		const group = made.find(({ type }) => type === 'aws_autoscaling_group')?.attributes;
		expect(group?.['tag']).toEqual([
			{ key: 'Name', value: 'logs', propagate_at_launch: true },
			{ key: 'Team', value: 'web', propagate_at_launch: true },
		]);
		expect(group?.['health_check_type']).toBe('EC2');
	});

	test('each server of a group has its own tag and number, and the image that is named', async () => {
		const made = await madeOf(shaped(image.bound, 'server-group'), { servers: 2, ami_id: 'ami-1' });
		const servers = made.filter(({ type }) => type === 'aws_instance').map(({ attributes }) => attributes);
		expect(servers.map(({ tags }) => tags)).toEqual([
			{ Name: 'web-0', 'ebs-volume-0': 'one', 'eni-0': 'one' },
			{ Name: 'web-1', 'ebs-volume-0': 'two', 'eni-0': 'two' },
		]);
		expect(servers.map(({ subnet_id, ami }) => [subnet_id, ami])).toEqual([
			['one', 'ami-1'],
			['two', 'ami-1'],
		]);
		expect(made.some(({ type }) => type === 'aws_ami')).toBe(false);
		const policy = made.find(({ type }) => type === 'aws_iam_role_policy')?.attributes;
		expect(policy?.['policy']).toContain('instance-profile/web-server');
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
		const made = await madeOf(recipe, {
			elk_run_elasticsearch_cluster_name: odd,
			elk_run_elasticsearch_heap: '3g',
			install_jenkins_jenkins_home: `/mnt/${odd}`,
		});
		const script = String(made.find(({ type }) => type === 'aws_instance')?.attributes['user_data']);
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
	test.each(all)(
		'$name: every variable is used and explained, and the template gets what it asks for',
		({ recipe }) => {
			const [main = '', outputs = '', versions = '', variables = ''] = [
				'main',
				'outputs',
				'versions',
				'variables',
			].map(name => textOf(recipe, `terraform/${name}.tf`));
			const text = [main, outputs, versions].join('\n').replaceAll(/^\s*#.*$/gm, '');
			expect(found(text, /\bvar\.(\w+)/g)).toEqual(new Set(declared(variables, 'variable')));
			for (const block of blocksOf(`${variables}\n${outputs}`)) {
				expect(block).toMatch(/^ {2}description += "[A-Z].*\."$/m);
			}

			// What the template asks for it gets, and nothing else.
			const asked = found(textOf(recipe, 'terraform/user-data.sh.tftpl'), /(?<!\$)\$\{(\w+)\}/g);
			expect(asked).toEqual(found(main, /^ {4}(\w+) += replace\(var/gm));
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
		expect(readme(bare)).toMatch(/```hcl\n# The subnet of the server;.*\nsubnet_id = "…"\n```/);
		expect(readme(bare)).not.toContain('Secrets');
		// Where the network is known nothing has to be given.
		expect(readme(shaped(image.policy, 'server'))).not.toContain('tfvars');
		const secret = shaped(
			writtenRecipe({ base: { image: 'ubuntu-18.04' }, bundles: [{ id: 'couchbase-install' }] }),
			'server',
		);
		// As many values as there are servers, or the plan fails.
		const group = shaped(image.bound, 'server-group');
		expect(readme(group)).toMatch(/\n# For each server .*\ntag_eni_0 = \["…", "…", "…"\]\n/);
		expect(textOf(group, 'terraform/variables.tf')).toMatch(/"servers" \{[^}]*default += 3\n/);
		expect(readme(secret)).toContain(
			'put the lines that read `COUCHBASE_PASSWORD` into `user-data.sh.tftpl`',
		);
		expect(textOf(secret, 'terraform/user-data.sh.tftpl')).toContain('$${COUCHBASE_PASSWORD:?');
		expect(readme(shaped(image.bound, 'gruntwork-asg'))).toContain(
			'each needs another value of `ebs-volume-0`',
		);
	});

	test('the folder says how a subnet is found, who reaches the servers, and what others have to do', () => {
		const readme = (recipe: Recipe, shape: TerraformShape): string =>
			textOf(shaped(recipe, shape), 'terraform/README.md');
		expect(readme(image.bare, 'asg')).toContain('`aws ec2 describe-subnets --region us-east-1`');
		expect(readme(image.policy, 'asg')).not.toContain('describe-subnets');
		expect(readme(image.bare, 'server')).toContain('reaches the server until `inbound` says');
		expect(readme(image.kibana, 'gruntwork-elk')).toContain('until `allow_from` and `ssh_from` say');
		const role = 'AWSServiceRoleForAutoScaling';
		const shared = writtenRecipe({
			volume: { kmsKey: 'alias/images' },
			share: { accounts: ['111122223333'] },
		});
		expect(readme(image.bare, 'asg')).not.toMatch(/ami_owner|ServiceRole/);
		expect(readme(shared, 'asg')).toContain('shared with, `ami_owner` is');
		expect(readme(shared, 'asg')).toContain(role);
		expect(readme(shared, 'gruntwork-server-group')).toContain(role);
		expect(readme(shared, 'server-group')).not.toContain(role);
	});

	test('names and tags are such as AWS takes where it takes fewer than for images', () => {
		const main = (decided: Readonly<Record<string, unknown>>): string =>
			textOf(
				shaped(writtenRecipe({ bundles: [{ id: 'fail2ban' }], ...decided }), 'asg'),
				'terraform/main.tf',
			);
		// A name of a security group may not begin as an id does.
		expect(main({ name: 'sg-web' })).toContain(`name_prefix = "servers-\${var.name}-"\n  description`);
		expect(main({ name: 'sgweb' })).toContain(`name_prefix = "\${var.name}-"\n  description`);
		const role = (tags: object): string =>
			/^resource "aws_iam_role" [\s\S]*?^\}/m.exec(main({ tags }))?.[0] ?? '';
		expect(role({ Team: 'wéb: a+b=c/d@e_f.g-h', team_2: '' })).toContain('tags = local.tags');
		for (const odd of [{ Team: "it's" }, { 'a(b)': '1' }, { Team: 'a', team: 'b' }]) {
			expect(role(odd)).toContain('assume_role_policy');
			expect(role(odd)).not.toContain('tags');
		}
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
