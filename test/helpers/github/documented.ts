/** What is publicly documented of modules and programs, apart from the catalogue: they refuse whatever else they get. */

/** The arguments of a module's `install.sh`; of a module that is not here nothing is documented, and it takes anything. */
export const moduleArguments: Readonly<Record<string, readonly string[]>> = {
	'bash-commons': ['dir', 'owner', 'group'],
	'packer-file-copy': [],
	'ssh-grunt-selinux-policy': [],
	fail2ban: [
		...['logging-level', 'target', 'ignore-ip', 'ban-time', 'find-time', 'max-retry', 'backend'],
		...['ssh-port', 'no-cloudwatch-metrics'],
	],
	ntp: [],
	'ip-lockdown': [],
	'aws-auth': [],
	'logs/syslog': ['rate-limit-interval', 'rate-limit-burst', 'logrotate-config-path'],
	'persistent-ebs-volume': [],
	'attach-eni': [],
	'route53-helpers': [],
	'require-instance-metadata-service-version': [],
	'disable-instance-metadata': [],
	'ecs-scripts': [],
	'eks-scripts': [],
	'install-jenkins': ['version', 'run-on-boot'],
	'build-helpers': [],
	'git-helpers': [],
	'terraform-helpers': [],
	'aws-helpers': [],
	'init-openvpn': [],
	'start-openvpn-admin': [],
	'backup-openvpn-pki': [],
	'install-elasticsearch': ['version', 'config-file', 'jvm-config-file', 'plugin', 'plugin-config-dir'],
	'install-logstash': [
		...['version', 'config-file', 'jvm-config-file', 'pipeline-config-file', 'ssl-config-dir', 'plugin'],
	],
	'install-kibana': ['version', 'config-file', 'ssl-config-dir'],
	'install-filebeat': ['config-file'],
	'install-collectd': ['apt-version'],
	'install-elastalert': [],
	'run-elasticsearch': [],
	'run-logstash': [],
	'run-kibana': [],
	'run-filebeat': [],
	'run-collectd': [],
	'run-elastalert': [],
};

/** The flags of programs that run at boot, by path. */
export const programFlags: Readonly<Record<string, readonly string[]>> = {
	'/usr/local/bin/ssh-grunt': [
		...['--iam-group', '--iam-group-sudo', '--role-arn', '--force-user-deletion', '--dry-run'],
		...['--cron-schedule', '--authorized-keys-command-user', '--houston-url', '--houston-region'],
		...['--ssh-role', '--ssh-role-sudo'],
	],
	'/etc/user-data/configure-fail2ban-cloudwatch/configure-fail2ban-cloudwatch.sh': ['--cloudwatch-namespace'],
	'/usr/local/bin/ip-lockdown': [],
	'/usr/local/bin/run-jenkins': ['--memory', '--jenkins-home'],
	'/usr/share/elasticsearch/bin/run-elasticsearch': [
		...['--auto-fill', '--auto-fill-jvm', '--auto-fill-endpoint', '--auto-fill-ror'],
	],
	'/usr/share/logstash/bin/run-logstash': ['--auto-fill', '--auto-fill-jvm', '--auto-fill-pipeline'],
	'/usr/share/kibana/bin/run-kibana': ['--auto-fill'],
	'/usr/share/filebeat/bin/run-filebeat': [
		...['--config-file', '--skip-auto-discovery', '--auto-fill', '--tag', '--port', '--aws-region'],
		...['--use-public-ips', '--schedule'],
	],
	'/usr/share/collectd/bin/run-collectd': ['--config-file', '--auto-fill'],
	'/opt/elastalert/bin/run-elastalert': ['--config'],
	'/usr/local/bin/configure-ecs-instance': [
		...['--ecs-cluster-name', '--docker-auth-type', '--ecr-aws-region', '--custom-config'],
	],
};

/** Files that a module moves to where they belong, by the argument that names each, with what it is without that. */
export const moves: Readonly<
	Record<string, readonly (readonly [argument: string, from: string, to: string])[]>
> = {
	'install-elasticsearch': [
		['config-file', '/tmp/config/elasticsearch.yml', '/etc/elasticsearch/elasticsearch.yml'],
		['jvm-config-file', '/tmp/config/jvm.options', '/etc/elasticsearch/jvm.options'],
	],
	'install-logstash': [
		['config-file', '/tmp/config/logstash.yml', '/etc/logstash/logstash.yml'],
		['jvm-config-file', '/tmp/config/jvm.options', '/etc/logstash/jvm.options'],
		['pipeline-config-file', '/tmp/config/pipeline.conf', '/etc/logstash/conf.d/pipeline.conf'],
	],
	'install-kibana': [['config-file', '/tmp/config/kibana.yml', '/etc/kibana/kibana.yml']],
	'install-filebeat': [['config-file', '/tmp/config/filebeat.yml', '/etc/filebeat/filebeat.yml']],
};

/** Programs without which a module cannot do its work, by bundle: two repositories have modules of one name. */
export const moduleNeeds: Readonly<Record<string, readonly string[]>> = {
	'elk-install-elasticsearch': ['wget'],
	'elk-install-logstash': ['wget'],
	'elk-install-kibana': ['wget'],
	'persistent-ebs-volume': ['aws', 'jq'],
	'attach-eni': ['aws', 'jq'],
	'aws-auth': ['aws', 'jq'],
	'bash-commons': ['jq', 'unzip'],
};
