import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sdk } from '../../source/aws/sdk.ts';
import { findSigning, listProfiles, type SignIn } from '../../source/aws/sign-in.ts';
import type { Environment } from '../../source/base/paths.ts';
import { at } from '../helpers/whereabouts.ts';

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

/** An address where no metadata service is. */
const nowhere = 'http://127.0.0.1:1';

/** The environment of a person with these files and nothing else. */
const person = (
	files: { readonly config?: string; readonly credentials?: string },
	more: Environment = {},
): Environment => {
	mkdirSync(path.join(home, '.aws'), { recursive: true });
	for (const [name, text] of Object.entries(files)) {
		writeFileSync(path.join(home, '.aws', name), text);
	}

	return { HOME: home, AWS_EC2_METADATA_SERVICE_ENDPOINT: nowhere, ...more };
};

/** Who signs for a current Packer, unless another SDK is asked about. */
const signIn = async (environment: Environment, profile?: string, sdk: Sdk = 'go-2'): Promise<SignIn> =>
	(await findSigning({ whereabouts: at(environment), profile, sdk })).signIn;

const keys = 'aws_access_key_id = AKIA\naws_secret_access_key = secret\n';
const role = 'role_arn = arn:aws:iam::999988887777:role/team/x\n';

describe('who signs, and for which account', () => {
	const config = [
		'[default]\nregion = eu-west-1 # only that',
		`[profile keys]\n${keys}`,
		`[profile numbered]\naws_account_id = 444455556666\n${keys}`,
		`[profile role]\n${role}source_profile = keys`,
		`[profile odd-role]\nrole_arn = builder\nsource_profile = keys`,
		'[profile process]\ncredential_process = /usr/bin/keys --for me',
	].join('\n');

	test.each([
		['keys', 'profile keys', undefined, ''],
		['numbered', 'profile numbered', '444455556666', ''],
		['role', 'profile role, role x', '999988887777', 'AWS decides who may take the role'],
		['odd-role', 'profile odd-role, role builder', undefined, 'AWS decides who may take the role'],
		['process', 'profile process', undefined, 'its credential_process has to be run'],
	])('%s', async (profile, label, account, asks) => {
		const expected = { kind: asks === '' ? 'found' : 'to-be-seen', label, asks };
		const found = await signIn(person({ config }), profile);
		expect(found).toMatchObject(expected);
		expect('account' in found ? found.account : undefined).toBe(account);
		expect(await signIn(person({ config }, { AWS_PROFILE: profile }))).toEqual(found);
	});

	test('the environment: keys, and a web identity', async () => {
		const variables = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'x', AWS_PROFILE: 'nobody' };
		expect(await signIn(person({ config }, variables))).toMatchObject({
			kind: 'found',
			label: 'keys in the environment',
		});
		const environment = person(
			{ config },
			{ AWS_WEB_IDENTITY_TOKEN_FILE: '/dev/null', AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/pod' },
		);
		expect(await signIn(environment)).toMatchObject({
			kind: 'to-be-seen',
			label: 'a web identity, role pod',
			account: '111122223333',
		});
	});

	test('nothing of what is left is a key', async () => {
		expect(
			JSON.stringify(
				await findSigning({ whereabouts: at(person({ config })), profile: 'keys', sdk: 'go-1' }),
			),
		).not.toContain('secret"');
	});
});

/** Files that are odd, and what is said of them: the file, the line, the profile. */
const oddFiles: readonly {
	readonly title: string;
	readonly config?: string;
	readonly credentials?: string;
	readonly profile?: string;
	readonly reason: string;
	readonly sdks: readonly Sdk[];
}[] = [
	{
		title: 'half a pair of keys',
		credentials: '[half]\naws_access_key_id = AKIA\n',
		profile: 'half',
		reason:
			'Profile half has an aws_access_key_id, but no aws_secret_access_key (~/.aws/credentials, line 2).',
		sdks: ['go-1', 'go-2'],
	},
	{
		title: 'a credential_source without a role',
		config: '[profile b]\ncredential_source = Environment\n',
		profile: 'b',
		reason: 'Profile b has a credential_source, but no role_arn (~/.aws/config, line 2).',
		sdks: ['go-1', 'go-2'],
	},
	{
		title: 'two sources',
		config: `[profile b]\n${role}source_profile = c\ncredential_source = Environment\n`,
		profile: 'b',
		reason:
			'Profile b has both source_profile and credential_source (~/.aws/config, line 4), and only one may be.',
		sdks: ['go-1', 'go-2'],
	},
	{
		title: 'a default profile without keys as source',
		config: `[default]\nregion = eu-west-1\n[profile b]\n${role}source_profile = default\n`,
		profile: 'b',
		reason:
			'Profile b takes its role by profile default (~/.aws/config, line 5), which has no keys and no sign-in.',
		sdks: ['go-1', 'go-2'],
	},
	{
		title: 'profiles that take their roles by each other',
		config: `[profile a]\n${role}source_profile = b\n[profile b]\n${role}source_profile = a\n`,
		profile: 'a',
		reason: 'Profiles a, b take their roles by each other (~/.aws/config, line 6).',
		sdks: ['go-1', 'go-2'],
	},
	{
		title: 'a role without a source',
		config: `[profile b]\n${role}`,
		profile: 'b',
		reason: 'Profile b has a role, but neither source_profile nor credential_source (~/.aws/config, line 2).',
		sdks: ['go-1', 'go-2'],
	},
	{
		title: 'aws login',
		config: '[profile b]\nlogin_session = arn\n',
		profile: 'b',
		reason: 'The sign-in by aws login of profile b (~/.aws/config, line 2) has not been made.',
		sdks: ['go-1', 'go-2'],
	},
	{
		title: 'an sso-session without a sign-in',
		config:
			'[profile b]\nsso_session = c\nsso_account_id = 1\nsso_role_name = x\n[sso-session c]\nsso_region = x\nsso_start_url = y\n',
		profile: 'b',
		reason: 'The SSO sign-in of profile b (~/.aws/config, line 1) has not been made.',
		sdks: ['go-1', 'go-1-sessions', 'go-2'],
	},
	{
		title: 'half an SSO',
		config: '[profile b]\nsso_start_url = y\nsso_account_id = 1\nsso_role_name = x\n',
		profile: 'b',
		reason: 'Profile b signs in by SSO, but has no sso_region (~/.aws/config, line 1).',
		sdks: ['go-1', 'go-2'],
	},
	{
		title: 'a role by keys in the environment, which has none',
		config: `[profile b]\n${role}credential_source = Environment\n`,
		profile: 'b',
		reason:
			'Profile b takes its role by credential_source Environment (~/.aws/config, line 3), and the environment has no keys.',
		sdks: ['go-1', 'go-2'],
	},
	{
		title: 'a byte-order mark',
		config: `\uFEFF[profile b]\n${keys}`,
		profile: 'b',
		reason:
			'~/.aws/config, line 1: a byte-order mark stands at its beginning, and this Packer reads nothing of the file, not profile b either.',
		sdks: ['go-1'],
	},
	{
		title: 'a byte-order mark, of which only one profile suffers',
		config: `\uFEFF[profile b]\n${keys}`,
		profile: 'b',
		reason: 'Profile b stands behind a byte-order mark (~/.aws/config, line 1), which Packer does not see.',
		sdks: ['go-2'],
	},
	{
		title: 'a name in quotes',
		config: `[profile "my dev"]\n${keys}`,
		profile: 'my dev',
		reason: 'Profile my dev stands as [profile "my dev"] (~/.aws/config, line 1), which Packer does not see.',
		sdks: ['go-2'],
	},
	{
		title: 'blanks in a header',
		config: `\n[ profile   b ]\n${keys}`,
		profile: 'b',
		reason: 'Profile b stands as [ profile   b ] (~/.aws/config, line 2), which this Packer does not see.',
		sdks: ['go-1'],
	},
	{
		title: 'a header without its prefix',
		config: `[b]\n${keys}`,
		profile: 'b',
		reason: 'Profile b stands as [b] (~/.aws/config, line 1), which Packer does not see.',
		sdks: ['go-2'],
	},
	{
		title: 'names in capitals',
		credentials: '[b]\nAWS_ACCESS_KEY_ID = AKIA\nAWS_SECRET_ACCESS_KEY = x\n',
		profile: 'b',
		reason:
			'Profile b writes AWS_ACCESS_KEY_ID in capitals (~/.aws/credentials, line 2), which this Packer does not see.',
		sdks: ['go-1'],
	},
	{
		title: 'a tab behind a key',
		credentials: '[b]\naws_access_key_id = AKIA\t\naws_secret_access_key = x\n',
		profile: 'b',
		reason:
			'A key of profile b has a blank or a tab in it (~/.aws/credentials, line 2), which Packer would send along.',
		sdks: ['go-1'],
	},
	{
		title: 'a comment for a value',
		config: `[profile b]\n${keys}region = # mine\n`,
		profile: 'b',
		reason:
			'~/.aws/config, line 4: a comment stands where the value of region should be, and this Packer reads nothing of the file, not profile b either.',
		sdks: ['go-1'],
	},
	{
		title: 'a quote that is not closed, for which the whole file is empty',
		credentials: `[c]\nregion = "x\n[b]\n${keys}`,
		profile: 'b',
		reason:
			'~/.aws/credentials, line 2: a quote is not closed, so that the file is empty to this Packer, which finds no profile b.',
		sdks: ['go-1'],
	},
	{
		title: 'a default profile with nothing but a region',
		config: '[default]\nregion = eu-west-1\n',
		reason: 'Profile default has no keys, no role and no sign-in (~/.aws/config, line 1).',
		sdks: ['go-1', 'go-2'],
	},
];

describe('odd files are one sentence with the file, the line and the profile', () => {
	test.each(oddFiles.flatMap(({ sdks, ...row }) => sdks.map(sdk => ({ ...row, sdk }))))(
		'$title, $sdk',
		async ({ config, credentials, profile, reason, sdk }) => {
			const files = {
				...(config !== undefined && { config }),
				...(credentials !== undefined && { credentials }),
			};
			expect(await signIn(person(files), profile, sdk)).toMatchObject({ reason });
		},
	);

	test('a file that cannot be opened is said where its profile is missed', async () => {
		const environment = person({});
		mkdirSync(path.join(home, '.aws', 'config'));
		expect(await signIn(environment, 'dev')).toMatchObject({
			kind: 'unknown-profile',
			reason: 'There is no profile dev, and ~/.aws/config cannot be read (EISDIR).',
		});
	});
});

describe('what a Packer cannot get by itself is handed to it', () => {
	const session =
		'[profile b]\nsso_session = c\nsso_account_id = 111122223333\nsso_role_name = x\n[sso-session c]\nsso_region = x\nsso_start_url = y\n';
	const code = `[profile b]\n${role}source_profile = c\nmfa_serial = arn:aws:iam::1:mfa/phone\n[profile c]\n${keys}`;
	const byEnvironment = `[profile b]\n${role}credential_source = Environment\n`;
	test.each<[string, string, Sdk, boolean]>([
		['a code', code, 'go-1', true],
		['a code', code, 'go-2', true],
		['an sso-session', session, 'go-1', true],
		['an sso-session', session, 'go-1-sessions', false],
		['an sso-session', session, 'go-2', false],
		['a role by the keys of the environment', byEnvironment, 'go-1', true],
		['a role by the keys of the environment', byEnvironment, 'go-2', false],
		['keys', `[profile b]\n${keys}`, 'go-1', false],
	])('%s, with %3$s', async (_name, config, sdk, isHanded) => {
		const environment = person({ config }, { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'secret' });
		const cache = path.join(environment.HOME ?? '', '.aws/sso/cache');
		mkdirSync(cache, { recursive: true });
		writeFileSync(
			path.join(cache, `${createHash('sha1').update('c').digest('hex')}.json`),
			JSON.stringify({ accessToken: 't', expiresAt: '2099-01-01T00:00:00Z' }),
		);
		const found = await findSigning({ whereabouts: at(environment), profile: 'b', sdk });
		expect(found).toMatchObject({ isHanded, signIn: { label: expect.stringContaining('profile b') } });
	});
});

describe('profiles that are not there', () => {
	test('the nearest is named', async () => {
		const environment = person({ credentials: `[develop]\n${keys}[prod]\n${keys}` });
		expect(await signIn(environment, 'devlop')).toEqual({
			kind: 'unknown-profile',
			profile: 'devlop',
			nearest: 'develop',
			reason: 'There is no profile devlop in the AWS configuration; the nearest is develop.',
			next: [],
		});
		expect(await signIn({ ...environment, AWS_PROFILE: 'zzzzzzzz' })).toMatchObject({
			kind: 'unknown-profile',
			reason: 'There is no profile zzzzzzzz in the AWS configuration.',
		});
	});

	test('no files at all', async () => {
		const environment = person({});
		expect(await signIn(environment)).toEqual({
			kind: 'none',
			reason: 'There are no keys in the environment, no profile, and no role of this machine.',
			isMeant: false,
		});
		expect(await listProfiles(at(environment))).toEqual([]);
	});

	test('half a pair of keys in the environment is named', async () => {
		expect(await signIn(person({}, { AWS_ACCESS_KEY_ID: 'AKIA' }))).toMatchObject({
			reason:
				'There is an AWS_ACCESS_KEY_ID, but no AWS_SECRET_ACCESS_KEY in the environment, no profile, and no role of this machine.',
		});
		expect(await signIn(person({}, { AWS_SECRET_ACCESS_KEY: 'x' }))).toMatchObject({
			reason: expect.stringContaining('There is an AWS_SECRET_ACCESS_KEY, but no AWS_ACCESS_KEY_ID in'),
		});
	});

	test('the list begins with default, and has names as people write them', async () => {
		const config = `[profile b]\n[default]\n[profile "with blank"]\n[sso-session corp]\n[profile a]\n`;
		expect(await listProfiles(at(person({ config })))).toEqual(['default', 'a', 'b', 'with blank']);
	});
});

describe('the metadata service', () => {
	/** A metadata service; answers after `delay` milliseconds, with these statuses. */
	const metadata = async ({
		role: named = 'builder',
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
				response.end(isToken ? 'token' : named);
			}, delay);
		});
		servers.push(server);
		await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
		return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
	};

	const asking = (endpoint: string, more: Environment = {}): Environment =>
		person({}, { AWS_EC2_METADATA_SERVICE_ENDPOINT: endpoint, ...more });

	test('the role of the machine, asked for with a token', async () => {
		const { endpoint, asked } = await metadata();
		expect(await signIn(asking(endpoint))).toMatchObject({
			kind: 'found',
			label: 'role builder of this machine',
		});
		expect(asked).toEqual([
			'PUT /latest/api/token -',
			'GET /latest/meta-data/iam/security-credentials/ token',
		]);
	});

	test('the first version of the service has no tokens', async () => {
		const { endpoint, asked } = await metadata({ tokenStatus: 404 });
		expect(await signIn(asking(endpoint))).toMatchObject({ label: 'role builder of this machine' });
		expect(asked[1]).toMatch(/ -$/);
	});

	test('a machine without a role', async () => {
		const { endpoint } = await metadata({ roleStatus: 404, role: 'not found' });
		expect(await signIn(asking(endpoint))).toMatchObject({ kind: 'none' });
	});

	test('it is not asked where the SDK heeds the switch, nor for a profile that resolves', async () => {
		const { endpoint, asked } = await metadata();
		const off = asking(endpoint, { AWS_EC2_METADATA_DISABLED: 'TRUE' });
		expect(await signIn(off, undefined, 'go-1')).toMatchObject({ kind: 'none' });
		writeFileSync(path.join(home, '.aws', 'credentials'), `[default]\n${keys}`);
		expect(await signIn(asking(endpoint))).toMatchObject({ label: 'profile default' });
		expect(asked).toEqual([]);
	});

	test('one that does not answer is given up, and so is one that is not there', async () => {
		const { endpoint } = await metadata({ delay: 30_000 });
		expect(await signIn(asking(endpoint))).toMatchObject({ kind: 'none' });
		expect(await signIn(asking(nowhere))).toMatchObject({ kind: 'none' });
		expect(await signIn(asking('no address'))).toMatchObject({ kind: 'none' });
	});
});
