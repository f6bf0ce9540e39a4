import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { exists } from '../../source/base/files.ts';
import { bundles } from '../../source/catalog/bundles/index.ts';
import { type Recipe, recipeSchema } from '../../source/recipe/schema.ts';
import { renderTemplate } from '../../source/template/render.ts';
import { runToEnd, temporaryFolder } from './packer.ts';

const recipe = (bundle: object, image = 'ubuntu-20.04'): Recipe =>
	recipeSchema.parse({
		version: 1,
		name: 'web',
		base: { image },
		instanceType: 't3.micro',
		bundles: [bundle],
	});

const contentOf = (wanted: Recipe, name: string): string =>
	renderTemplate(wanted, { profile: 'before-1.7', scripts: {} }).find(file => file.path.endsWith(name))
		?.content ?? '';

/** Programs that write down how they were called: each call is the program and its arguments. */
const makePrograms = async (names: readonly string[]) => {
	const folder = await temporaryFolder();
	const calls = path.join(folder, 'calls');
	const programs = path.join(folder, 'programs');
	await mkdir(programs);
	for (const name of names) {
		const file = path.join(programs, name);
		await writeFile(file, `#!/bin/sh\n{ printf '%s\\0' ${name} "$@"; printf '\\n\\0'; } >>'${calls}'\n`);
		await chmod(file, 0o755);
	}

	return {
		folder,
		programs,
		run: async (content: string, env: NodeJS.ProcessEnv = {}) => {
			const script = path.join(folder, 'script.sh');
			await writeFile(script, content);
			const ended = await runToEnd('bash', [script], {
				env: { PATH: `${programs}:${process.env['PATH']}`, ...env },
				cwd: folder,
			});
			const text = (await exists(calls)) ? await readFile(calls, 'utf8') : '';
			return {
				...ended,
				calls: text
					.split('\n\0')
					.filter(call => call !== '')
					.map(call => call.slice(0, -1).split('\0')),
			};
		},
	};
};

const token = { GITHUB_OAUTH_TOKEN: 'x', AWS_REGION: 'eu-west-1' };

describe('installation', () => {
	test('hands over every parameter as it was decided', async () => {
		const odd = `it's "q" $(id) \`id\` \${x} ; {region} \\ 😀`;
		const { run } = await makePrograms(['gruntwork-install', 'sudo', 'fail2ban-client']);
		const wanted = recipe({
			id: 'fail2ban',
			version: "v1 'x'",
			install: { 'max-retry': '7', 'ignore-ip': odd },
		});
		const { code, calls } = await run(contentOf(wanted, '-fail2ban.sh'), token);
		expect(code).toBe(0);
		expect(calls).toEqual([
			[
				...['gruntwork-install', '--repo', 'https://github.com/gruntwork-io/terraform-aws-security'],
				...['--tag', "v1 'x'", '--module-name', 'fail2ban'],
				...['--module-param', 'max-retry=7', '--module-param', 'find-time=600'],
				...['--module-param', 'ban-time=86400', '--module-param', `ignore-ip=${odd}`],
			],
			['fail2ban-client', '--version'],
		]);
	});

	test('knows the region of the build', async () => {
		const { run } = await makePrograms(['gruntwork-install', 'sudo']);
		const agent = await run(contentOf(recipe({ id: 'cloudwatch-agent' }), '-cloudwatch-agent.sh'), token);
		expect(agent.calls[0]?.slice(-2)).toEqual(['--module-param', 'aws-region=eu-west-1']);
	});

	test('puts the files that it reads where it looks for them', async () => {
		const { run, folder } = await makePrograms(['gruntwork-install', 'sudo', 'apt-get', 'elasticsearch']);
		const wanted = recipe({ id: 'elk-install-elasticsearch', install: { plugin: ['a', 'b'] } });
		const settings = contentOf(wanted, 'files/elk-install-elasticsearch/elasticsearch.yml');
		expect(settings).toContain(`cluster.name: <__CLUSTER_NAME__>\nnode.name: \${HOSTNAME}\n`);
		await writeFile(path.join(folder, 'elk-install-elasticsearch-elasticsearch.yml'), settings);
		await writeFile(path.join(folder, 'elk-install-elasticsearch-jvm.options'), '-Xms1g\n');
		const script = contentOf(wanted, '-elk-install-elasticsearch.sh')
			.replaceAll('/tmp', folder)
			.replaceAll('/usr/share/elasticsearch/bin/', '');
		const elk = await run(script, token);
		expect(elk.code, elk.output).toBe(0);
		expect(elk.calls.find(([program]) => program === 'gruntwork-install')?.slice(-8)).toEqual([
			...[
				'--module-param',
				`jvm-config-file=${folder}/config/jvm.options`,
				'--module-param',
				'version=6.8.21',
			],
			...['--module-param', 'plugin=a', '--module-param', 'plugin=b'],
		]);
		expect(await readFile(path.join(folder, 'config/elasticsearch.yml'), 'utf8')).toBe(settings);
	});

	test.each(
		bundles.filter(bundle => bundle.needsToken && bundle.obstacle === undefined).map(bundle => bundle.id),
	)('of %s stops at once without a token', async id => {
		const { run } = await makePrograms(['gruntwork-install', 'sudo', 'dpkg-query']);
		const { code, output, calls } = await run(contentOf(recipe({ id }), `-${id}.sh`));
		expect(code).not.toBe(0);
		expect(output).toContain('GITHUB_OAUTH_TOKEN: is needed');
		expect(calls).toEqual([]);
	});

	test('prepares the system with its own package manager', () => {
		const prepared = (image: string) => contentOf(recipe({ id: 'ssh-grunt' }, image), '-ssh-grunt.sh');
		expect(prepared('ubuntu-24.04')).toContain(
			'sudo env DEBIAN_FRONTEND=noninteractive apt-get purge -y ec2-instance-connect',
		);
		expect(prepared('amazon-linux-2023')).toContain('sudo dnf remove -y ec2-instance-connect');
		expect(prepared('amazon-linux-2')).toContain('sudo yum remove -y ec2-instance-connect');
		expect(contentOf(recipe({ id: 'bash-commons' }, 'amazon-linux-2'), '-bash-commons.sh')).toContain(
			'sudo yum install -y jq unzip',
		);
	});
});

describe('the bootstrap', () => {
	const script = contentOf(recipe({ id: 'gruntwork-installer' }), '-gruntwork-installer.sh');

	test('runs what it downloaded', async () => {
		const { run, programs, folder } = await makePrograms(['sudo', 'gruntwork-install', 'fetch']);
		// The real curl, given a file of ours instead of GitHub's.
		await writeFile(path.join(folder, 'bootstrap.sh'), 'echo "bootstrap $*"\n');
		const local = script.replace(/https:\S+/, `file://${folder}/bootstrap.sh`);
		const { code, output } = await run(local);
		expect({ code, output }).toEqual({ code: 0, output: 'bootstrap --version v0.0.41\n' });
		expect(programs).not.toBe('');
	});

	test('fails if the download fails', async () => {
		const { run, folder } = await makePrograms(['sudo']);
		const local = script.replace(/https:\S+/, `file://${folder}/not-there`);
		const { code, output } = await run(local);
		expect(code).not.toBe(0);
		expect(output).not.toContain('bootstrap');
	});
});

describe('the boot script', () => {
	/** Without the lines that catch its output in the system's log. */
	const bootScript = (wanted: Recipe): string => contentOf(wanted, 'user-data.sh').replace(/^exec .*$/m, '');

	test('fills the flags with what was decided', async () => {
		const { run } = await makePrograms(['run-logstash']);
		const wanted = recipe({
			id: 'elk-run-logstash',
			boot: { heap: '2g', fill: ["HOST=a 'b' $(id)", 'KEY=x y'] },
		});
		const { code, calls } = await run(bootScript(wanted).replaceAll('/usr/share/logstash/bin/', ''));
		expect(code).toBe(0);
		expect(calls).toEqual([
			[
				...['run-logstash', '--auto-fill-jvm', '<__XMS__>=2g', '--auto-fill-jvm', '<__XMX__>=2g'],
				...['--auto-fill-pipeline', '<__ELASTICSEARCH_URL__>=http://localhost:9200'],
				...['--auto-fill-pipeline', "<__HOST__>=a 'b' $(id)", '--auto-fill-pipeline', '<__KEY__>=x y'],
			],
		]);
	});

	test('asks the metadata service for the region, by a token', async () => {
		const { run, programs } = await makePrograms(['run-elasticsearch']);
		await writeFile(
			path.join(programs, 'curl'),
			`#!/bin/sh\ncase "$*" in *' PUT '*) echo tok ;; *'token: tok '*/placement/region) echo eu-south-2 ;; *) exit 22 ;; esac\n`,
			{ mode: 0o755 },
		);
		const script = bootScript(recipe({ id: 'elk-run-elasticsearch' }));
		expect(script).toContain('\n/usr/share/elasticsearch/bin/run-elasticsearch');
		const { code, calls } = await run(script.replaceAll('/usr/share/elasticsearch/bin/', ''));
		expect(code).toBe(0);
		// Its own flag for the endpoint knows 19 regions only.
		expect(calls[0]).toContain('<__AWS_ENDPOINT__>=ec2.eu-south-2.amazonaws.com');
		expect(calls[0]).not.toContain('--auto-fill-endpoint');
	});

	test('leaves out what has no value, reports first, and knows the name of the SSH service', () => {
		const wanted = recipeSchema.parse({
			...recipe({ id: 'ssh-grunt', boot: { 'iam-group': ['a', 'b'] } }),
			bundles: [{ id: 'ssh-grunt', boot: { 'iam-group': ['a', 'b'] } }, { id: 'cloudwatch-agent' }],
		});
		const text = bootScript(wanted);
		expect(text).not.toContain('--role-arn');
		expect(text.match(/--iam-group [ab]/g)).toEqual([
			'--iam-group a',
			'--iam-group b',
			'--iam-group a',
			'--iam-group b',
		]);
		expect(text.indexOf('cloudwatch-agent')).toBeLessThan(text.indexOf('ssh-grunt'));
		expect(text).toContain("--log-stream-name '{instance_id}-syslog'");
		expect(text).toContain('\nsystemctl restart ssh\n');
		expect(bootScript(recipe({ id: 'ssh-grunt' }, 'amazon-linux-2023'))).toContain(
			'\nsystemctl restart sshd\n',
		);
	});

	test('says so if nothing happens at boot', () => {
		const text = contentOf(recipe({ id: 'bash-commons' }), 'user-data.sh');
		expect(text).toContain('Nothing has to happen at boot');
		expect(text.trimEnd().endsWith('set -euo pipefail')).toBe(true);
	});
});
