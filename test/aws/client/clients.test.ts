import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type Caller, createEc2 } from '../../../source/aws/client/clients.ts';
import { connectionTo } from '../../../source/aws/client/connection.ts';
import { called } from '../../../source/aws/client/remains/calls.ts';
import { findSigning } from '../../../source/aws/sign-in.ts';
import type { Environment } from '../../../source/base/paths.ts';
import { makePerson } from '../../helpers/program.ts';
import { at } from '../../helpers/whereabouts.ts';

/** Who signed the calls that came, and the paths; answers with what it is given. */
const listen = async (answer: (body: string) => { readonly status: number; readonly xml: string }) => {
	const seen: string[] = [];
	const server = createServer(async (request, response) => {
		let body = '';
		for await (const part of request) {
			body += part;
		}

		seen.push(/Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1] ?? 'nobody');
		const { status, xml } = answer(body);
		response.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

const regions = {
	status: 200,
	xml: '<DescribeRegionsResponse><regionInfo></regionInfo></DescribeRegionsResponse>',
};

const keys = (name: string): string => `aws_access_key_id = AKIA${name}\naws_secret_access_key = secret\n`;

/** A caller as a build has it: found by the environment, for a Packer of this SDK. */
const callerOf = async (environment: Environment, sdk: Caller['sdk'], profile?: string): Promise<Caller> => {
	const whereabouts = at(environment);
	const { signIn, endpoint, changes } = await findSigning({ whereabouts, profile, sdk });
	if (signIn.kind !== 'found' && signIn.kind !== 'to-be-seen') {
		throw new Error(JSON.stringify(signIn));
	}

	const packers = { ...whereabouts, environment: { ...environment, ...changes } };
	return { signer: signIn.signer, endpoint, sdk, whereabouts: packers };
};

const describeRegions = async (caller: Caller, signal = new AbortController().signal): Promise<unknown> => {
	const ec2 = await createEc2(caller, 'eu-west-1');
	return called('EC2', 'DescribeRegions', signal, options =>
		ec2.send(new DescribeRegionsCommand({}), options),
	);
};

test.each<[string, Environment, string | undefined, Caller['sdk'], string]>([
	['keys in the environment, and AWS_PROFILE', { AWS_PROFILE: 'dev' }, undefined, 'go-2', 'AKIAENV'],
	['keys in the environment, and AWS_PROFILE', { AWS_PROFILE: 'dev' }, undefined, 'go-1', 'AKIAENV'],
	['keys in the environment, and a profile of the Recipe', {}, 'dev', 'go-2', 'AKIADEV'],
	['keys in the environment, and a profile of the Recipe', {}, 'dev', 'go-1', 'AKIADEV'],
	['the program of a profile', {}, 'process', 'go-2', 'AKIAPROCESS'],
	['keys behind a colon', {}, 'colon', 'go-2', 'AKIACOLON'],
])('%s: who signs is who signs for the build (%#)', async (_, more, profile, sdk, expected) => {
	const person = await makePerson();
	const { url, seen } = await listen(() => regions);
	mkdirSync(path.join(person.home, '.aws'));
	const program = `echo '{"Version":1,"AccessKeyId":"AKIAPROCESS","SecretAccessKey":"secret"}'`;
	const colon = keys('COLON').replaceAll(' =', ':');
	writeFileSync(
		path.join(person.home, '.aws', 'config'),
		`[profile dev]\n${keys('DEV')}[profile process]\ncredential_process = ${program}\n[profile colon]\n${colon}`,
	);
	const environment = {
		HOME: person.home,
		AWS_ENDPOINT_URL_EC2: url,
		AWS_ACCESS_KEY_ID: 'AKIAENV',
		AWS_SECRET_ACCESS_KEY: 'secret',
		...more,
	};
	await describeRegions(await callerOf(environment, sdk, profile));
	expect(seen).toEqual([expected]);
});

/** Nothing leaves this computer: Amazon's addresses are behind a proxy that is not there. */
const unreachable = { HTTPS_PROXY: 'http://127.0.0.1:1' };

test.each<[string, string]>([
	['keys', keys('REAL')],
	['a role', `role_arn = arn:aws:iam::111122223333:role/r\nsource_profile = by\n[profile by]\n${keys('BY')}`],
	['a web identity', 'role_arn = arn:aws:iam::111122223333:role/r\nweb_identity_token_file = ~/token\n'],
	[
		'SSO',
		'sso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = r\n',
	],
])(
	'%s of a profile without an endpoint: the endpoint of the default profile hears nothing',
	async (_, real) => {
		const { home } = await makePerson();
		const { url, seen } = await listen(() => regions);
		const config = path.join(home, '.aws', 'config');
		const cached = createHash('sha1').update('https://x.awsapps.com/start').digest('hex');
		mkdirSync(path.join(home, '.aws', 'sso', 'cache'), { recursive: true });
		writeFileSync(config, `[default]\nendpoint_url = ${url}\n[profile real]\n${real}`);
		writeFileSync(path.join(home, 'token'), 'token');
		writeFileSync(
			path.join(home, '.aws', 'sso', 'cache', `${cached}.json`),
			'{"accessToken":"a","expiresAt":"2099-01-01T00:00:00Z","startUrl":"https://x.awsapps.com/start","region":"eu-west-1"}',
		);
		// What the SDK would look at by itself.
		vi.stubEnv('HOME', home);
		vi.stubEnv('AWS_CONFIG_FILE', config);
		onTestFinished(() => {
			vi.unstubAllEnvs();
		});
		const caller = await callerOf({ HOME: home, ...unreachable }, 'go-2', 'real');
		const quick = { attempts: 1, signInAttempts: 1, connection: 1000, answer: 1000 };
		const connect = (address: URL) => connectionTo(address, caller.whereabouts, quick);
		await expect(describeRegions({ ...caller, connect })).rejects.toMatchObject({
			code: '',
			message: expect.stringContaining('dial tcp 127.0.0.1:1: connection refused'),
		});
		expect(seen).toEqual([]);
	},
);

test('a role is asked for at the endpoint of its own profile', async () => {
	const { home } = await makePerson();
	const { url, seen } = await listen(body =>
		body.includes('AssumeRole')
			? {
					status: 200,
					xml: `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>AKIAROLE</AccessKeyId>
<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
</Credentials></AssumeRoleResult></AssumeRoleResponse>`,
				}
			: regions,
	);
	mkdirSync(path.join(home, '.aws'));
	writeFileSync(
		path.join(home, '.aws', 'config'),
		`[profile by]\n${keys('BY')}[profile role]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = by\nendpoint_url = ${url}\n`,
	);
	await describeRegions(await callerOf({ HOME: home, ...unreachable }, 'go-2', 'role'));
	expect(seen).toEqual(['AKIABY', 'AKIAROLE']);
});

const static_ = (endpoint: string): Caller => ({
	signer: { source: 'environment', keyId: 'AKIAENV' },
	endpoint,
	sdk: 'go-2',
	whereabouts: at({ AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'secret' }),
});

const refusing = (code: string, message: string, status = 400) => ({
	status,
	xml: `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>1</RequestID></Response>`,
});

test('what fails for a moment is asked again, what is refused is told in the words of the table', async () => {
	let asked = 0;
	const { url } = await listen(() => {
		asked++;
		return asked < 3 ? refusing('RequestLimitExceeded', 'Slower.', 503) : regions;
	});
	await describeRegions(static_(url));
	expect(asked).toBe(3);
	const { url: other } = await listen(() =>
		refusing('UnauthorizedOperation', 'You are not authorized.', 403),
	);
	await expect(describeRegions(static_(other))).rejects.toMatchObject({
		name: 'AwsRefusal',
		code: 'UnauthorizedOperation',
		message: 'operation error EC2: DescribeRegions, api error UnauthorizedOperation: You are not authorized.',
	});
});

test.each([
	[403, '<html><head><title>Proxy</head></html>'],
	[200, '<html><body>Sign in to the network</body></html>'],
	[200, '<DescribeImagesResponse><regionInfo/></DescribeImagesResponse>'],
	[200, ''],
])('what something on the way says with status %s is no answer of AWS: %s', async (status, xml) => {
	const { url } = await listen(() => ({ status, xml }));
	await expect(describeRegions(static_(url))).rejects.toMatchObject({
		message: expect.stringMatching(/^operation error EC2: DescribeRegions, What answered is not AWS: /),
	});
});

test('nobody there, and a person who waits no longer', async () => {
	await expect(describeRegions(static_('http://127.0.0.1:1'))).rejects.toMatchObject({
		message: 'operation error EC2: DescribeRegions, dial tcp 127.0.0.1:1: connection refused',
	});
	const silent = createServer(() => undefined);
	await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		silent.closeAllConnections();
		silent.close();
	});
	const reason = new Error('no longer');
	const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
	const controller = new AbortController();
	setTimeout(() => controller.abort(reason), 200);
	await expect(describeRegions(static_(url), controller.signal)).rejects.toBe(reason);
});
