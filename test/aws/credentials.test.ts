import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findCredentials, listProfiles } from '../../source/aws/credentials.ts';
import type { Environment } from '../../source/base/paths.ts';

let home: string;
let servers: Server[] = [];

beforeEach(() => {
	home = mkdtempSync(path.join(tmpdir(), 'aws-'));
});

afterEach(() => {
	for (const server of servers) {
		server.closeAllConnections();
		server.close();
	}

	servers = [];
	rmSync(home, { recursive: true });
});

/** The environment of a person with these files and nothing else. */
const person = (
	files: { readonly config?: string; readonly credentials?: string },
	more: Environment = {},
): Environment => {
	const environment: Record<string, string | undefined> = {
		HOME: home,
		AWS_EC2_METADATA_DISABLED: 'true',
		AWS_CONFIG_FILE: path.join(home, 'config'),
		AWS_SHARED_CREDENTIALS_FILE: path.join(home, 'credentials'),
		...more,
	};
	for (const [name, text] of Object.entries(files)) {
		writeFileSync(path.join(home, name), text);
	}

	return environment;
};

const keys = 'aws_access_key_id = AKIA\naws_secret_access_key = secret\n';

/** A metadata service; answers after `delay` milliseconds, with these statuses. */
const metadata = async ({
	role = 'builder',
	tokenStatus = 200,
	roleStatus = 200,
	delay = 0,
} = {}): Promise<{ readonly endpoint: string; readonly asked: string[] }> => {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(`${request.method} ${request.url} ${request.headers['x-aws-ec2-metadata-token'] ?? '-'}`);
		const isToken = request.url === '/latest/api/token';
		setTimeout(() => {
			response.statusCode = isToken ? tokenStatus : roleStatus;
			response.end(isToken ? 'token' : role);
		}, delay);
	});
	servers.push(server);
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
};

describe('the environment', () => {
	test('keys come before files', async () => {
		const environment = person(
			{ credentials: `[default]\n${keys}` },
			{ AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'x', AWS_PROFILE: 'nobody' },
		);
		expect(await findCredentials({ environment })).toEqual({
			kind: 'found',
			source: 'environment',
			label: 'keys in the environment',
		});
	});

	test('half a pair of keys is none', async () => {
		const environment = person({}, { AWS_ACCESS_KEY_ID: 'AKIA' });
		expect(await findCredentials({ environment })).toMatchObject({ kind: 'none' });
	});

	test('a profile that the Recipe names comes before keys', async () => {
		const environment = person(
			{ credentials: `[dev]\n${keys}` },
			{ AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'x' },
		);
		expect(await findCredentials({ environment, profile: 'dev' })).toEqual({
			kind: 'found',
			source: 'profile',
			label: 'profile dev',
		});
	});

	test.each([
		['web-identity', { AWS_WEB_IDENTITY_TOKEN_FILE: '/token', AWS_ROLE_ARN: 'arn:aws:iam::1:role/x' }],
		['container', { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials/x' }],
		['container', { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials' }],
	])('%s', async (source, more) => {
		expect(await findCredentials({ environment: person({}, more) })).toMatchObject({ kind: 'found', source });
	});
});

describe('profiles', () => {
	const config = [
		'[default]',
		'region = eu-west-1 # only that',
		'[profile keys]',
		keys,
		'[profile "with blank"]',
		keys,
		'[profile role]',
		'role_arn = arn:aws:iam::999988887777:role/x',
		'source_profile = keys',
		'[profile role-of-role]',
		'role_arn=arn:aws:iam::1:role/y',
		'source_profile=role',
		'[profile own-role]',
		'role_arn = arn:aws:iam::1:role/x',
		'source_profile = own-role',
		keys,
		'[profile machine-role]',
		'role_arn = arn:aws:iam::1:role/x',
		'credential_source = Ec2InstanceMetadata',
		'[profile pod]',
		'role_arn = arn:aws:iam::1:role/x',
		'web_identity_token_file = /token',
		'[profile sign-on]',
		'sso_session = corp',
		'sso_account_id = 111122223333',
		'sso_role_name = Admin',
		'[sso-session corp]',
		'sso_start_url = https://corp.awsapps.com/start',
		'[profile old-sign-on]',
		'sso_start_url = https://corp.awsapps.com/start',
		'sso_account_id = 111122223333',
		'sso_role_name = Admin',
		'[profile process]',
		'credential_process = /usr/bin/keys --for me',
		'[profile nested]',
		's3 =',
		'  aws_access_key_id = not',
		'  aws_secret_access_key = this',
		'# aws_access_key_id = AKIA',
		'; aws_secret_access_key = x',
		'[profile no-source]',
		'role_arn = arn:aws:iam::1:role/x',
		'[profile lost-source]',
		'role_arn = arn:aws:iam::1:role/x',
		'source_profile = gone',
		'[profile ring]',
		'role_arn = arn:aws:iam::1:role/x',
		'source_profile = ring-2',
		'[profile ring-2]',
		'role_arn = arn:aws:iam::1:role/x',
		'source_profile = ring',
		'[profile no-session]',
		'sso_session = gone',
		'[profile half-sign-on]',
		'sso_session = corp',
		'sso_account_id = 1',
	].join('\n');

	test.each<[string, string?]>([
		['keys'],
		['with blank'],
		['role', '999988887777'],
		['role-of-role'],
		['own-role'],
		['machine-role'],
		['pod'],
		['sign-on', '111122223333'],
		['old-sign-on', '111122223333'],
		['process'],
	])('%s resolves, account %s', async (profile, account) => {
		const known = account === undefined ? {} : { account };
		const expected = { kind: 'found', source: 'profile', label: `profile ${profile}`, ...known };
		expect(await findCredentials({ environment: person({ config }), profile })).toEqual(expected);
		expect(await findCredentials({ environment: person({ config }, { AWS_PROFILE: profile }) })).toEqual(
			expected,
		);
	});

	test.each([
		['nested', 'Profile nested has no keys, no role and no sign-in.'],
		['no-source', 'Profile no-source has a role, but neither source_profile nor credential_source.'],
		['lost-source', 'Profile lost-source takes its role by profile gone, which does not exist.'],
		['ring', /take their roles by each other/],
		['no-session', 'Profile no-session names the sso-session gone, which is not in the configuration.'],
		['half-sign-on', 'Profile half-sign-on has no sso_role_name.'],
	])('%s does not', async (profile, reason) => {
		expect(await findCredentials({ environment: person({ config }), profile })).toEqual({
			kind: 'none',
			reason: typeof reason === 'string' ? reason : expect.stringMatching(reason),
		});
	});

	test('a default profile with nothing but a region is none', async () => {
		expect(await findCredentials({ environment: person({ config }) })).toEqual({
			kind: 'none',
			reason: 'Profile default has no keys, no role and no sign-in.',
		});
	});

	test('both files make up one profile', async () => {
		const environment = person({
			config: '[profile dev]\nregion = eu-west-1',
			credentials: `[dev]\n${keys}`,
		});
		expect(await findCredentials({ environment, profile: 'dev' })).toMatchObject({ kind: 'found' });
		expect(await listProfiles(environment)).toEqual(['dev']);
	});

	test('a profile that is not there: the nearest is named', async () => {
		const environment = person({ credentials: `[develop]\n${keys}[prod]\n${keys}` });
		expect(await findCredentials({ environment, profile: 'devlop' })).toEqual({
			kind: 'unknown-profile',
			profile: 'devlop',
			nearest: 'develop',
			reason: 'There is no profile devlop in the AWS configuration; the nearest is develop.',
		});
		expect(await findCredentials({ environment: { ...environment, AWS_PROFILE: 'zzzzzzzz' } })).toEqual({
			kind: 'unknown-profile',
			profile: 'zzzzzzzz',
			reason: 'There is no profile zzzzzzzz in the AWS configuration.',
		});
	});

	test('no files at all', async () => {
		const environment = person({});
		expect(await findCredentials({ environment })).toEqual({
			kind: 'none',
			reason: 'There are no keys in the environment, no profile, and no role of this machine.',
		});
		expect(await listProfiles(environment)).toEqual([]);
	});

	test('the list begins with default', async () => {
		const names = await listProfiles(person({ config }));
		expect(names[0]).toBe('default');
		expect(names).toContain('with blank');
		expect(names).not.toContain('corp');
		expect(names.slice(1)).toEqual([...names.slice(1)].sort((a, b) => a.localeCompare(b)));
	});

	test('the usual places, when nothing names others', async () => {
		mkdirSync(path.join(home, '.aws'));
		writeFileSync(path.join(home, '.aws', 'credentials'), `[default]\n${keys}`);
		expect(
			await findCredentials({ environment: { HOME: home, AWS_EC2_METADATA_DISABLED: 'true' } }),
		).toMatchObject({ label: 'profile default' });
	});
});

describe('the metadata service', () => {
	const asking = (endpoint: string, more: Environment = {}): Environment =>
		person(
			{},
			{ AWS_EC2_METADATA_DISABLED: undefined, AWS_EC2_METADATA_SERVICE_ENDPOINT: endpoint, ...more },
		);

	test('the role of the machine, asked for with a token', async () => {
		const { endpoint, asked } = await metadata();
		expect(await findCredentials({ environment: asking(endpoint) })).toEqual({
			kind: 'found',
			source: 'instance',
			label: 'role builder of this machine',
		});
		expect(asked).toEqual([
			'PUT /latest/api/token -',
			'GET /latest/meta-data/iam/security-credentials/ token',
		]);
	});

	test('the first version of the service has no tokens', async () => {
		const { endpoint, asked } = await metadata({ tokenStatus: 404 });
		expect(await findCredentials({ environment: asking(endpoint) })).toMatchObject({ source: 'instance' });
		expect(asked[1]).toMatch(/ -$/);
	});

	test('a machine without a role', async () => {
		const { endpoint } = await metadata({ roleStatus: 404, role: 'not found' });
		expect(await findCredentials({ environment: asking(endpoint) })).toMatchObject({ kind: 'none' });
	});

	test('it is not asked when it is switched off, nor for a profile that resolves', async () => {
		const { endpoint, asked } = await metadata();
		const off = asking(endpoint, { AWS_EC2_METADATA_DISABLED: 'TRUE' });
		expect(await findCredentials({ environment: off })).toMatchObject({ kind: 'none' });
		writeFileSync(path.join(home, 'credentials'), `[default]\n${keys}`);
		expect(await findCredentials({ environment: asking(endpoint) })).toMatchObject({ source: 'profile' });
		expect(asked).toEqual([]);
	});

	test('one that does not answer is given up, and so is one that is not there', async () => {
		const { endpoint } = await metadata({ delay: 30_000 });
		expect(await findCredentials({ environment: asking(endpoint) })).toMatchObject({ kind: 'none' });
		expect(await findCredentials({ environment: asking('http://127.0.0.1:1') })).toMatchObject({
			kind: 'none',
		});
		expect(await findCredentials({ environment: asking('no address') })).toMatchObject({ kind: 'none' });
	});
});
