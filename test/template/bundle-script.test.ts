import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { exists } from '../../source/base/files.ts';
import { bundles, findBundle } from '../../source/catalog/bundles/index.ts';
import type { Recipe } from '../../source/recipe/schema.ts';
import { renderTemplate } from '../../source/template/render.ts';
import { writtenRecipe } from '../helpers/recipe.ts';
import { runToEnd, temporaryFolder } from './packer.ts';

const recipe = (bundle: object, image = 'ubuntu-20.04'): Recipe =>
	writtenRecipe({
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

	test('hands over nothing that is for systems with another package manager', () => {
		const wanted = { id: 'elk-install-collectd', install: { 'apt-version': '5.7.2' } };
		const scriptOn = (image: string) => contentOf(recipe(wanted, image), '-elk-install-collectd.sh');
		expect(scriptOn('ubuntu-20.04')).toContain('apt-version=5.7.2');
		expect(scriptOn('amazon-linux-2')).not.toContain('apt-version');
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

describe('what proves an installation', () => {
	const script = (install: object = {}) => contentOf(recipe({ id: 'ssh-grunt', install }), '-ssh-grunt.sh');

	test('half a program fails the step, though the download ended well', async () => {
		const { run, programs } = await makePrograms(['gruntwork-install', 'sudo', 'dpkg-query', 'apt-get']);
		expect((await run(script(), token)).code).not.toBe(0);
		await writeFile(path.join(programs, 'ssh-grunt'), '\u007fELF\u0001\u0002', { mode: 0o755 });
		expect((await run(script(), token)).code).not.toBe(0);
		// Bash takes an empty program for a script that works.
		await writeFile(path.join(programs, 'ssh-grunt'), '', { mode: 0o755 });
		expect((await run(script(), token)).code).not.toBe(0);
		await writeFile(path.join(programs, 'ssh-grunt'), '#!/bin/sh\n', { mode: 0o755 });
		expect((await run(script(), token)).code).toBe(0);
	});

	test('another checksum than the one that is known fails it as well', async () => {
		const { run, programs, folder } = await makePrograms([
			'gruntwork-install',
			'sudo',
			'dpkg-query',
			'ssh-grunt',
		]);
		const checked = script({ sha256: '0'.repeat(64) }).replaceAll('/usr/local/bin', programs);
		const { code, output } = await run(checked, token);
		expect({ code, output }).toMatchObject({ code: 1, output: expect.stringContaining('ssh-grunt: FAILED') });
		const sum = createHash('sha256')
			.update(await readFile(path.join(programs, 'ssh-grunt')))
			.digest('hex');
		expect((await run(checked.replace('0'.repeat(64), sum), token)).code).toBe(0);
		expect(folder).not.toBe('');
	});

	test.each([
		['kubergrunt', 'kubergrunt', 'exit 9', 9],
		['kafka-install', 'sudo', '[[ $1 != test ]]', 1],
	])('a call that fails without a word is told, with its code: %s', async (id, program, line, code) => {
		const { run, programs } = await makePrograms(['sudo', 'gruntwork-install', 'apt-get']);
		await writeFile(path.join(programs, program), `#!/bin/bash\n${line}\n`, { mode: 0o755 });
		const title = findBundle(id)?.title;
		expect(await run(contentOf(recipe({ id }), `-${id}.sh`), token)).toMatchObject({
			code,
			output: `${title} is not there, or does not run: the installation did not do its work.\n`,
		});
	});

	test('a file that is not there is named', async () => {
		const { run, programs } = await makePrograms(['gruntwork-install', 'apt-get']);
		await writeFile(path.join(programs, 'sudo'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
		const { code, output } = await run(contentOf(recipe({ id: 'bash-commons' }), '-bash-commons.sh'), token);
		expect({ code, output }).toEqual({
			code: 1,
			output:
				'/opt/gruntwork/bash-commons/log.sh is not there, or empty: the installation did not do its work.\n',
		});
	});
});

describe('ways to install', () => {
	test('a clone is that of the tag, and its script gets the parameters and the own ones', async () => {
		const { run, programs, folder } = await makePrograms(['sudo', 'consul']);
		const repository = path.join(folder, 'repository');
		const file = path.join(repository, 'modules/install-consul/install-consul');
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(file, '#!/bin/sh\nprintf "%s|" "$@"\n', { mode: 0o755 });
		const git = (...argv: string[]) =>
			runToEnd('git', ['-C', repository, '-c', 'user.name=x', '-c', 'user.email=x@y', ...argv]);
		await git('init', '-q');
		await git('add', '.');
		await git('commit', '-qm', 'x');
		await git('tag', 'v0.11.0');
		await writeFile(file, 'exit 9');
		await git('commit', '-qam', 'later');
		const wanted = recipe({
			id: 'consul-install',
			version: '0.11.0',
			more: { install: { odd: ["it's", ''] } },
		});
		const script = contentOf(wanted, '-consul-install.sh')
			.replace('https://github.com/hashicorp/terraform-aws-consul', `file://${repository}`)
			.replaceAll('/opt/consul/bin/', '')
			.replace('type -P run-consul', 'type -P consul');
		const { code, output, calls } = await run(script);
		expect({ code, output }).toEqual({ code: 0, output: "--version|1.9.2|--odd|it's|--odd|" });
		expect(calls.at(-1)).toEqual(['consul', 'version']);
		expect(programs).not.toBe('');
	});

	test('a service is told by variables', async () => {
		const { run, programs } = await makePrograms(['sudo']);
		await writeFile(
			path.join(programs, 'gruntwork-install'),
			'#!/bin/sh\necho "$enable_ssh_grunt,$module_security_version,$own,$*"\n',
			{ mode: 0o755 },
		);
		const wanted = recipe({
			id: 'svc-bastion-host',
			install: { enable_ssh_grunt: 'no', module_security_version: 'v1.7.0' },
			boot: { enable_ssh_grunt: 'yes' },
			more: { install: { own: 'a b' } },
		});
		const { code, output } = await run(contentOf(wanted, '-svc-bastion-host.sh'), token);
		expect({ code, output }).toEqual({
			code: 0,
			output:
				'false,v1.7.0,a b,--repo https://github.com/gruntwork-io/terraform-aws-service-catalog --tag v2.12.0 --module-name mgmt/bastion-host\n',
		});
	});

	test('an archive is that of the machine', async () => {
		const { run } = await makePrograms(['sudo', 'curl', 'unzip', 'aws']);
		const { code, calls } = await run(contentOf(recipe({ id: 'aws-cli' }), '-aws-cli.sh'));
		expect(code).toBe(0);
		const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
		expect(calls.find(([program]) => program === 'curl')?.at(-1)).toBe(
			`https://awscli.amazonaws.com/awscli-exe-linux-${machine}.zip`,
		);
		expect(calls.find(call => call.at(-2)?.endsWith('/aws/install'))?.at(-1)).toBe('--update');
		expect(calls.at(-1)).toEqual(['aws', '--version']);
	});

	test("a file of the person's is uploaded, and named as it lies on the machine", async () => {
		const wanted = recipe({ id: 'syslog', install: { 'logrotate-config-path': './my logs.conf' } });
		const files = renderTemplate(wanted, { profile: 'before-1.7', scripts: { './my logs.conf': 'daily\n' } });
		const content = (name: string) => files.find(file => file.path.endsWith(name))?.content;
		expect(content('files/syslog/logrotate-config-path.conf')).toBe('daily\n');
		expect(content('image.pkr.hcl')).toContain('destination = "/tmp/syslog-logrotate-config-path.conf"');
		expect(content('-syslog.sh')).toContain('logrotate-config-path=/tmp/syslog-logrotate-config-path.conf');
		expect(() => renderTemplate(wanted, { profile: 'before-1.7', scripts: {} })).toThrow('my logs.conf');
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

	test('does not ask for a region that nothing of it is told', () => {
		expect(bootScript(recipe({ id: 'elk-run-filebeat' }))).not.toContain('region');
	});

	test('leaves out what has no value, reports first, and knows the name of the SSH service', () => {
		const wanted = writtenRecipe({
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

	test('calls the baseline of a service with every value in its place', async () => {
		const { run } = await makePrograms(['start_ec2_baseline']);
		const wanted = recipe({
			id: 'svc-bastion-host',
			boot: { enable_fail2ban: 'no', ssh_grunt_iam_group: '', ip_lockdown_users: ['root', 'ops'] },
		});
		const { code, calls } = await run(bootScript(wanted).replace(/^source .*$/m, ''));
		expect(code).toBe(0);
		expect(calls).toEqual([
			[
				...['start_ec2_baseline', 'true', 'true', 'false', 'true', '', 'ssh-grunt-sudo-users', 'web', ''],
				...['root', 'ops'],
			],
		]);
	});

	test('has each bundle at its time: what others need first, what shuts doors last', () => {
		const ids = ['disable-instance-metadata', 'ip-lockdown', 'fail2ban', 'ssh-grunt', 'cloudwatch-agent'];
		const all = [...ids, 'require-instance-metadata-service-version'].map(id => ({ id }));
		const text = bootScript(writtenRecipe({ ...recipe({ id: 'ntp' }, 'ubuntu-24.04'), bundles: all }));
		const titles = [...text.matchAll(/^# (?!User data)(.+): .+\.$/gm)].map(([, title]) => title);
		expect(titles).toEqual([
			...['Require IMDSv2', 'CloudWatch agent', 'ssh-grunt', 'fail2ban', 'ip-lockdown'],
			'Disable instance metadata',
		]);
	});

	test('holds no secret, and stops before it would be used if nobody put it there', async () => {
		const { run } = await makePrograms(['run-couchbase-server']);
		const wanted = recipe({ id: 'couchbase-install', boot: { 'cluster-password': 'MY_PASSWORD' } });
		const script = bootScript(wanted).replaceAll('/opt/couchbase/bin/', '');
		const without = await run(script);
		expect(without.code).not.toBe(0);
		expect(without.calls).toEqual([]);
		expect((await run(script, { MY_PASSWORD: "it's $x" })).calls[0]).toContain("it's $x");
	});

	test('runs what the choice of a parameter asks for, and gives own flags to each that takes them', async () => {
		const { run } = await makePrograms(['ssh-grunt', 'systemctl']);
		const wanted = recipe({
			id: 'ssh-grunt',
			boot: {
				'keys-from': 'houston',
				'houston-url': 'https://h',
				'ssh-role': ['ops'],
				'force-user-deletion': 'yes',
			},
			more: { boot: { 'dry-run': '' } },
		});
		const { calls } = await run(bootScript(wanted).replaceAll('/usr/local/bin/', ''));
		const common = [
			...['--houston-url', 'https://h', '--houston-region', 'us-east-1', '--ssh-role', 'ops'],
			...['--force-user-deletion', '--dry-run'],
		];
		expect(calls).toEqual([
			['ssh-grunt', 'houston', 'sync-users', ...common],
			['ssh-grunt', 'houston', 'install', ...common],
			['systemctl', 'restart', 'ssh'],
		]);
	});

	test('says so if nothing happens at boot', () => {
		const text = contentOf(recipe({ id: 'bash-commons' }), 'user-data.sh');
		expect(text).toContain('Nothing has to happen at boot');
		expect(text.trimEnd().endsWith('set -euo pipefail')).toBe(true);
	});
});
