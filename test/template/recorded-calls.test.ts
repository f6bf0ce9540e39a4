import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { ownFiles } from '../../source/recipe/own-files.ts';
import { parseRecipe } from '../../source/recipe/read.ts';
import { renderTemplate } from '../../source/template/render.ts';
import { startGitHub } from '../helpers/github/github.ts';
import { startMachine } from '../helpers/github/machine.ts';
import { awsCli, catalogRepositories, systemPrograms } from '../helpers/github/modules.ts';
import type { Call } from '../helpers/github/person.ts';
import { needs } from '../helpers/needs.ts';

beforeEach(context => needs(context, 'containers', 'namespaces', 'openssl'));

/** What a shell would make something else of, wherever it is not quoted. */
const odd = `it's  "q" $(id) \`id\` \${HOME} * \\n = & | ; > # é`;

/** The same without what Bash Commons would mangle, which the program refuses where it is filled in. */
const filled = `it's  "q" $(id) \`id\` \${HOME} * ; > # é`;

type Row = {
	readonly image: string;
	/** The bundles of the Recipe, in its words. */
	readonly bundles: readonly object[];
	/** Each module that is installed, with all that it gets. */
	readonly installed: readonly (readonly string[])[];
	/** Each program that a server runs at its first boot, with all that it gets. */
	readonly booted: readonly (readonly string[])[];
	/** What the module of the service catalogue finds in its environment besides what every module has. */
	readonly environment?: Readonly<Record<string, string>>;
};

const commons = ['bash-commons', '--owner', 'root', '--group', 'root'];

const rows: Readonly<Record<string, Row>> = {
	'fail2ban, ip-lockdown, syslog, Jenkins': {
		image: 'ubuntu-24.04',
		bundles: [
			{
				id: 'fail2ban',
				install: {
					'max-retry': '7',
					'find-time': '60',
					'ban-time': '3600',
					'ignore-ip': odd,
					'logging-level': '4',
					target: odd,
					backend: 'polling',
					'ssh-port': '2222',
				},
				boot: { 'cloudwatch-namespace': odd },
				more: { install: { own: [odd, 'two'], 'own-flag': '' }, boot: { own: odd } },
			},
			{
				id: 'ip-lockdown',
				boot: { address: '169.254.170.2', users: ['root', 'web_1', 'ops-2'] },
				more: { install: { own: odd }, boot: { 'own-flag': '' } },
			},
			{
				id: 'syslog',
				install: {
					'rate-limit-interval': '0',
					'rate-limit-burst': '9000',
					'logrotate-config-path': `./it's "my" $(id).conf`,
				},
				more: { install: { own: odd } },
			},
			{
				id: 'install-jenkins',
				install: { version: '2.462.3', 'run-on-boot': 'yes' },
				boot: { memory: '1500m', 'jenkins-home': '/data/jenkins-1.x' },
				more: { install: { own: odd }, boot: { own: odd } },
			},
		],
		installed: [
			commons,
			[
				...['fail2ban', '--max-retry', '7', '--find-time', '60', '--ban-time', '3600', '--ignore-ip', odd],
				...['--logging-level', '4', '--target', odd, '--backend', 'polling', '--ssh-port', '2222'],
				...['--own', odd, '--own', 'two', '--own-flag'],
			],
			['ip-lockdown', '--own', odd],
			[
				...['logs/syslog', '--rate-limit-interval', '0', '--rate-limit-burst', '9000'],
				...['--logrotate-config-path', '/tmp/syslog-logrotate-config-path.conf', '--own', odd],
			],
			['install-jenkins', '--version', '2.462.3', '--run-on-boot', 'true', '--own', odd],
		],
		booted: [
			[
				'/etc/user-data/configure-fail2ban-cloudwatch/configure-fail2ban-cloudwatch.sh',
				...['--cloudwatch-namespace', odd, '--own', odd],
			],
			[
				...['/usr/local/bin/run-jenkins', '--memory', '1500m', '--jenkins-home', '/data/jenkins-1.x'],
				...['--own', odd],
			],
			['/usr/local/bin/ip-lockdown', '169.254.170.2', 'root', 'web_1', 'ops-2', '--own-flag'],
		],
	},
	'ELK with everything decided': {
		image: 'ubuntu-20.04',
		bundles: [
			{
				id: 'elk-install-elasticsearch',
				install: { version: '6.8.23', plugin: [odd, 'repository-s3'] },
				more: { install: { 'plugin-config-dir': odd } },
			},
			{
				id: 'elk-run-elasticsearch',
				boot: { 'cluster-name': 'logs.of_web-1', heap: '3g', role: 'data', masters: '5' },
				more: { boot: { own: odd } },
			},
			{ id: 'elk-install-logstash', install: { version: '6.8.23-1', plugin: [odd, 'b c'] } },
			{
				id: 'elk-run-logstash',
				boot: {
					heap: '512m',
					'elasticsearch-url': `https://a b/${filled}`,
					fill: [`HOST=${filled}`, 'KEY=x y'],
				},
			},
			{
				id: 'elk-install-kibana',
				install: { version: '6.8.23' },
				more: { install: { 'ssl-config-dir': odd } },
			},
			{ id: 'elk-run-kibana', boot: { 'elasticsearch-url': `http://${filled}` } },
			{
				id: 'elk-install-filebeat',
				install: { paths: '/srv/my web/*.log' },
				more: { install: { own: odd } },
			},
			{
				id: 'elk-run-filebeat',
				boot: {
					'logstash-hosts': 'logs.internal:5045',
					'logstash-tag': `Name=${odd}`,
					port: '5045',
					'use-public-ips': 'yes',
					schedule: '*/5 * * * *',
				},
				more: { boot: { own: odd } },
			},
			{ id: 'elk-install-collectd', install: { 'apt-version': odd } },
			{ id: 'elk-run-collectd', boot: { 'logstash-url': `http://${filled}` } },
			{ id: 'elk-install-elastalert', more: { install: { own: odd } } },
			{ id: 'elk-run-elastalert', boot: { config: `/etc/${odd}` } },
		],
		installed: [
			commons,
			[
				...['install-elasticsearch', '--config-file', '/tmp/config/elasticsearch.yml'],
				...['--jvm-config-file', '/tmp/config/jvm.options', '--version', '6.8.23'],
				...['--plugin', odd, '--plugin', 'repository-s3', '--plugin-config-dir', odd],
			],
			['run-elasticsearch'],
			[
				...['install-logstash', '--config-file', '/tmp/config/logstash.yml'],
				...['--jvm-config-file', '/tmp/config/logstash/jvm.options'],
				...['--pipeline-config-file', '/tmp/config/pipeline.conf', '--version', '6.8.23-1'],
				...['--plugin', odd, '--plugin', 'b c'],
			],
			['run-logstash'],
			[
				...['install-kibana', '--config-file', '/tmp/config/kibana.yml', '--version', '6.8.23'],
				...['--ssl-config-dir', odd],
			],
			['run-kibana'],
			['auto-discovery'],
			['install-filebeat', '--config-file', '/tmp/config/filebeat.yml', '--own', odd],
			['run-filebeat'],
			['install-collectd', '--apt-version', odd],
			['run-collectd'],
			['install-elastalert', '--own', odd],
			['run-elastalert'],
		],
		booted: [
			[
				...[
					'/usr/share/elasticsearch/bin/run-elasticsearch',
					'--auto-fill',
					'<__CLUSTER_NAME__>=logs.of_web-1',
				],
				...['--auto-fill', '<__NODE_MASTER__>=false', '--auto-fill', '<__NODE_DATA__>=true'],
				...['--auto-fill', '<__MIN_MASTER_NODES__>=3'],
				...['--auto-fill', '<__AWS_ENDPOINT__>=ec2.eu-south-2.amazonaws.com'],
				...['--auto-fill-jvm', '<__XMS__>=3g', '--auto-fill-jvm', '<__XMX__>=3g', '--own', odd],
			],
			[
				...['/usr/share/logstash/bin/run-logstash', '--auto-fill-jvm', '<__XMS__>=512m'],
				...['--auto-fill-jvm', '<__XMX__>=512m'],
				...['--auto-fill-pipeline', `<__ELASTICSEARCH_URL__>=https://a b/${filled}`],
				...['--auto-fill-pipeline', `<__HOST__>=${filled}`, '--auto-fill-pipeline', '<__KEY__>=x y'],
			],
			['/usr/share/kibana/bin/run-kibana', '--auto-fill', `<__ELASTICSEARCH_URL__>=http://${filled}`],
			[
				...['/usr/share/filebeat/bin/run-filebeat', '--auto-fill', '<__LOGSTASH_HOSTS__>=logs.internal:5045'],
				...['--tag', `Name=${odd}`, '--port', '5045', '--use-public-ips', 'true'],
				...['--aws-region', 'eu-south-2', '--schedule', '*/5 * * * *', '--own', odd],
			],
			['/usr/share/collectd/bin/run-collectd', '--auto-fill', `<__LOGSTASH_URL__>=http://${filled}`],
			['/opt/elastalert/bin/run-elastalert', '--config', `/etc/${odd}`],
		],
	},
	'the bastion of the service catalogue': {
		image: 'ubuntu-22.04',
		bundles: [
			{
				id: 'svc-bastion-host',
				install: {
					bash_commons_version: 'v0.2.4',
					module_security_version: `1.7 ${odd}`,
					module_ec2_baseline_branch: odd,
					enable_ssh_grunt: 'no',
				},
				boot: {
					enable_fail2ban: 'no',
					ssh_grunt_iam_group: odd,
					ssh_grunt_iam_group_sudo: '',
					log_group_name: 'web/logs_#1',
					external_account_ssh_grunt_role_arn: `arn:aws:iam::111122223333:role/${odd}`,
					ip_lockdown_users: ['root', 'ops'],
				},
				more: { install: { own: odd, OWN_FLAG: '' }, boot: {} },
			},
		],
		installed: [['mgmt/bastion-host']],
		booted: [
			[
				...['start_ec2_baseline', 'true', 'true', 'false', 'true', odd, '', 'web/logs_#1'],
				...[`arn:aws:iam::111122223333:role/${odd}`, 'root', 'ops'],
			],
		],
		environment: {
			bash_commons_version: 'v0.2.4',
			module_security_version: `1.7 ${odd}`,
			module_ec2_baseline_branch: odd,
			enable_ssh_grunt: 'false',
			enable_cloudwatch_metrics: 'true',
			enable_cloudwatch_log_aggregation: 'true',
			own: odd,
			OWN_FLAG: '',
			GRUNTWORK_INSTALL_TAG: 'v2.12.0',
		},
	},
	'what is left out, and ssh-grunt with Houston': {
		image: 'ubuntu-20.04',
		bundles: [
			{ id: 'fail2ban', install: { 'no-cloudwatch-metrics': 'yes' } },
			{ id: 'elk-run-filebeat' },
			{
				id: 'ssh-grunt',
				boot: {
					'keys-from': 'houston',
					'houston-url': `https://${odd}`,
					'ssh-role': [odd],
					'ssh-role-sudo': ['ops', odd],
					'role-arn': `arn:aws:iam::111122223333:role/${odd}`,
					'force-user-deletion': 'yes',
					'cron-schedule': '*/9 * * * *',
					'authorized-keys-command-user': 'keys_1',
				},
				more: { boot: { own: odd } },
			},
		],
		installed: [
			commons,
			[
				...['fail2ban', '--max-retry', '5', '--find-time', '600', '--ban-time', '86400'],
				...['--ignore-ip', '127.0.0.1/8', '--no-cloudwatch-metrics'],
			],
			['auto-discovery'],
			['install-filebeat', '--config-file', '/tmp/config/filebeat.yml'],
			['run-filebeat'],
		],
		booted: [
			...['sync-users', 'install'].map(verb => [
				...['/usr/local/bin/ssh-grunt', 'houston', verb, '--houston-url', `https://${odd}`],
				...['--houston-region', 'us-east-1', '--ssh-role', odd, '--ssh-role-sudo', 'ops'],
				...['--ssh-role-sudo', odd, '--role-arn', `arn:aws:iam::111122223333:role/${odd}`],
				'--force-user-deletion',
				...(verb === 'install'
					? ['--cron-schedule', '*/9 * * * *', '--authorized-keys-command-user', 'keys_1']
					: []),
				...['--own', odd],
			]),
			['systemctl', 'restart', 'ssh'],
			[
				...['/usr/share/filebeat/bin/run-filebeat', '--auto-fill', '<__LOGSTASH_HOSTS__>=localhost:5044'],
				...['--skip-auto-discovery', 'true'],
			],
		],
	},
};

/** Runs each install step of a build in its order, then what a server runs, as they are written. */
const build = async ({ image, bundles }: Row) => {
	const github = await startGitHub({
		repositories: catalogRepositories(),
		tokens: new Map([['read', 'read']]),
		others: awsCli(),
	});
	const machine = await startMachine(github, systemPrograms());
	const recipe = parseRecipe(
		JSON.stringify({ version: 1, name: 'web', base: { image }, instanceType: 't3.medium', bundles }),
		'a row of this test',
	);
	const own = Object.fromEntries(ownFiles(recipe).map(file => [file.path, 'daily\n']));
	const steps: string[] = [];
	let userData = '';
	await mkdir(path.join(machine.records, 'uploads'));
	for (const { path: file, content } of renderTemplate(recipe, { profile: 'before-1.7', scripts: own })) {
		const upload = /^files\/([^/]+)\/(.+)$/.exec(file);
		if (/^scripts\/\d+-(?!wait-for-boot)/.test(file)) {
			await writeFile(path.join(machine.records, path.basename(file)), content);
			steps.push(path.basename(file));
		} else if (upload) {
			await writeFile(path.join(machine.records, 'uploads', `${upload[1]}-${upload[2]}`), content);
		} else if (file === 'user-data.sh') {
			userData = content;
		}
	}

	const installed = await machine.run(
		`set -e; cp /records/uploads/* /tmp/ || true; for step in ${steps.toSorted().join(' ')}; do bash "/records/$step"; done`,
		{ environment: { GITHUB_OAUTH_TOKEN: 'read', AWS_REGION: 'eu-south-2' } },
	);
	expect(installed.code, installed.output).toBe(0);
	const before = await machine.calls();
	const booted = await machine.run(userData, { user: 'root' });
	expect(booted.code, booted.output).toBe(0);
	return { installed: before, booted: (await machine.calls()).slice(before.length) };
};

/** What every module has in its environment. */
const common = new Set([
	...['PATH', 'HOME', 'PWD', 'SHLVL', 'HOSTNAME', 'TERM', 'container', '_', 'AWS_REGION'],
	...['GITHUB_OAUTH_TOKEN', 'GRUNTWORK_INSTALL_BRANCH'],
]);

const words = (calls: readonly Call[]) => calls.map(({ program, args }) => [program, ...args]);

describe('what modules and programs are called with', () => {
	test.each(Object.entries(rows))('%s', async (_, row) => {
		const { installed, booted } = await build(row);
		expect(words(installed)).toEqual(row.installed);
		expect(words(booted)).toEqual(row.booted);
		// The token is for the build alone.
		expect(booted.flatMap(({ environment }) => [...environment.keys()])).not.toContain('GITHUB_OAUTH_TOKEN');
		const [service] = installed.filter(({ program }) => program.includes('/bastion-host'));
		expect(
			Object.fromEntries([...(service?.environment ?? [])].filter(([name]) => !common.has(name))),
		).toEqual(row.environment ?? {});
	});
});
