import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { makeNamespace, type Namespace, runInside } from '../helpers/namespace.ts';
import { needs } from '../helpers/needs.ts';
import { builtProgram, makePerson, type Person, runProgram } from '../helpers/program.ts';
import { findProgram } from '../setup/needs.ts';

const config = `[default]
region = eu-west-1

[profile work]
region = us-west-1
role_arn = arn:aws:iam::123456789012:role/builder
source_profile = base
endpoint_url = https://ec2.us-west-1.amazonaws.com

[profile base]
region = us-west-2
`;

const credentials = `[base]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMIbPxRfiCYEXAMPLEKEY
`;

/** How many packets had nowhere to go: every attempt to reach anything but the loopback, a name server included. */
const attempts = (namespace: Namespace): number => {
	const [names = '', values = ''] = runInside(namespace, 'grep', '^Ip:', '/proc/self/net/snmp').split('\n');
	const version4 = Number(values.split(' ')[names.split(' ').indexOf('OutNoRoutes')]);
	const six = /^Ip6OutNoRoutes\s+(\d+)/m.exec(runInside(namespace, 'cat', '/proc/self/net/snmp6'))?.[1];
	return version4 + Number(six ?? 0);
};

let namespace: Namespace;
let person: Person;

beforeEach(async context => {
	needs(context, 'packer', 'namespaces');
	namespace = await makeNamespace();
	onTestFinished(namespace.leave);
	person = await makePerson();
	const files = { '.aws/config': config, '.aws/credentials': credentials };
	await mkdir(path.join(person.home, '.aws'));
	for (const [name, content] of Object.entries(files)) {
		await writeFile(path.join(person.home, name), content);
	}

	// No container engine: what it would do with the network of its own is not asked here.
	await mkdir(path.join(person.home, 'bin'));
	for (const name of ['packer', 'bash', 'sh']) {
		await symlink(findProgram(name) ?? '', path.join(person.home, 'bin', name));
	}
});

/** Runs the program where there is a loopback and nothing else. Names are asked of a server that cannot be reached. */
const runWithoutNetwork = async (args: readonly string[], env: Readonly<Record<string, string>>) => {
	const servers = path.join(person.home, 'resolv.conf');
	await writeFile(servers, 'nameserver 192.0.2.53\n');
	const script = `mount --bind ${servers} /etc/resolv.conf && PATH="$NEW_PATH" exec "$0" "$@"`;
	const [file = '', ...enter] = namespace.enter;
	return runProgram(person, args, {
		command: [file, ...enter, 'unshare', '--mount', '--', 'sh', '-c', script, process.execPath, builtProgram],
		env: { NEW_PATH: path.join(person.home, 'bin'), AWS_EC2_METADATA_DISABLED: undefined, ...env },
	});
};

test.each([
	{
		title: 'a profile and an endpoint in the environment',
		args: [],
		env: {
			AWS_PROFILE: 'work',
			AWS_SDK_LOAD_CONFIG: '1',
			AWS_ENDPOINT_URL_EC2: 'https://ec2.eu-west-1.amazonaws.com',
			AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
		},
	},
	{
		title: 'a profile in the recipe, and a real session',
		args: ['--profile', 'work', '--copy-to', 'eu-west-1'],
		env: {
			AWS_ENDPOINT_URL_EC2: 'https://ec2.eu-west-1.amazonaws.com',
			AWS_ENDPOINT_URL: 'https://ec2.eu-west-1.amazonaws.com',
			AWS_ENDPOINT_URL_STS: 'https://sts.eu-west-1.amazonaws.com',
			AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
			AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMIbPxRfiCYEXAMPLEKEY',
			AWS_SESSION_TOKEN: 'a-session-of-the-real-account',
			HTTPS_PROXY: 'http://192.0.2.1:3128',
			HTTP_PROXY: 'http://192.0.2.1:3128',
		},
	},
])(
	'a rehearsal ends well without a network, and does not even try to reach one: $title',
	async ({ args, env }) => {
		const ended = await runWithoutNetwork(['run', 'nodejs', '--rehearse', '--speed', '50', ...args], env);
		expect(ended, ended.stderr).toMatchObject({ code: 0, stderr: '' });
		expect(ended.stdout).toContain('the scripts were checked, not run');
		expect(ended.stdout).toMatch(/us-east-1\s+ami-[0-9a-f]{17} \(rehearsed, not real\)/);
		expect(attempts(namespace)).toBe(0);

		// What tries is counted: the same settings for real.
		const real = await runWithoutNetwork(['run', 'nodejs', '--yes', '--timeout', '0.2'], {
			...env,
			AWS_MAX_ATTEMPTS: '1',
		});
		expect(real.code).not.toBe(0);
		expect(attempts(namespace)).toBeGreaterThan(0);
	},
);
