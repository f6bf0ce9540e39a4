import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { plugins } from '../../../bundle/plugins.ts';
import type { Caller } from '../../../source/aws/client/clients.ts';
import { askImages } from '../../../source/aws/client/live/images.ts';
import { askRegions } from '../../../source/aws/client/live/regions.ts';
import { openLive } from '../../../source/aws/client/live/session.ts';
import { askSubnets } from '../../../source/aws/client/live/subnets.ts';
import { askTypes } from '../../../source/aws/client/live/types.ts';
import type { Signer } from '../../../source/aws/signer.ts';
import { makePerson, root, runProgram } from '../../helpers/program.ts';
import { item, listed, playAws as playAccount, wholeAccount } from '../../targets/aws/played-aws.ts';

/** Asks EC2, IAM and STS in the name of a signer, and prints what they answered. */
const program = `
	import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
	import { GetRoleCommand } from '@aws-sdk/client-iam';
	import { createEc2, createIam } from './clients.ts';
	import { askIdentity } from './live/identity.ts';
	import { openLive } from './live/session.ts';
	const [signer, endpoint] = process.argv.slice(2);
	const whereabouts = { environment: process.env, cwd: '/' };
	const caller = { signer: JSON.parse(signer), endpoint, sdk: 'go-1', whereabouts };
	const { Regions } = await (await createEc2(caller, 'eu-west-1')).send(new DescribeRegionsCommand({}));
	const iam = await createIam(caller, 'eu-west-1');
	const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'r' }));
	const gone = await iam.send(new GetRoleCommand({ RoleName: 'gone' })).catch(error => error.name);
	const { account } = await askIdentity(openLive(caller, 'eu-west-1', new AbortController().signal));
	console.log(Regions[0].RegionName, Role.RoleName, Role.CreateDate.getUTCFullYear(), account, gone);
`;

/** Asks all that an account can be asked beside the questions, and prints it. */
const askingAll = `
	import { askImages } from './live/images.ts';
	import { askRegions } from './live/regions.ts';
	import { openLive } from './live/session.ts';
	import { askSubnets } from './live/subnets.ts';
	import { askTypes } from './live/types.ts';
	const session = openLive(JSON.parse(process.argv[2]), 'eu-west-1', new AbortController().signal);
	const asks = [askRegions, askImages, askTypes, askSubnets];
	console.log(JSON.stringify(await Promise.all(asks.map(ask => ask(session)))));
`;

/** Bundles a program with what is left out of ours left out. */
const bundle = async (folder: string, contents: string): Promise<string> => {
	await build({
		absWorkingDir: root,
		stdin: { contents, resolveDir: path.join(root, 'source/aws/client') },
		outfile: path.join(folder, 'ask.mjs'),
		bundle: true,
		minify: true,
		format: 'esm',
		platform: 'node',
		mainFields: ['module', 'main'],
		define: { __dirname: 'import.meta.dirname' },
		banner: {
			js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
		},
		plugins: [...plugins],
	});
	return path.join(folder, 'ask.mjs');
};

const until = '2099-01-01T00:00:00Z';

const sts = (call: string, key: string): string => `<${call}Response><${call}Result><Credentials>
<AccessKeyId>${key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${until}</Expiration>
</Credentials></${call}Result></${call}Response>`;

const json = (key: string) =>
	JSON.stringify({ Code: 'Success', AccessKeyId: key, SecretAccessKey: 's', Token: 't', Expiration: until });

const role = `<Role><RoleName>r</RoleName><CreateDate>2020-01-01T00:00:00Z</CreateDate></Role>`;

const noSuchRole = `<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>None.</Message></Error></ErrorResponse>`;

/** What AWS answers, by the path or the action that is asked for. Anything else is refused. */
const answers: Readonly<Record<string, string>> = {
	DescribeRegions: `<DescribeRegionsResponse><regionInfo><item><regionName>eu-west-1</regionName></item></regionInfo></DescribeRegionsResponse>`,
	GetRole: `<GetRoleResponse><GetRoleResult>${role}</GetRoleResult></GetRoleResponse>`,
	GetCallerIdentity: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::1:role/r</Arn><Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
	AssumeRole: sts('AssumeRole', 'AKIAROLE'),
	AssumeRoleWithWebIdentity: sts('AssumeRoleWithWebIdentity', 'AKIAWEB'),
	'/container': json('AKIACONTAINER'),
	'/latest/api/token': 'token',
	'/latest/meta-data/iam/security-credentials/': 'machine',
	'/latest/meta-data/iam/security-credentials/machine': json('AKIAMACHINE'),
	'/token': JSON.stringify({ accessToken: 'renewed', expiresIn: 3600, tokenType: 'Bearer' }),
	'/federation/credentials?account_id=1&role_name=r': JSON.stringify({
		roleCredentials: { accessKeyId: 'AKIASSO', secretAccessKey: 's', sessionToken: 't', expiration: 4e12 },
	}),
};

const textOf = async (request: IncomingMessage): Promise<string> => {
	let text = '';
	for await (const part of request) {
		text += part;
	}

	return text;
};

/** Plays AWS; `seen` has who signed for what. */
const playAws = async () => {
	const seen: string[] = [];
	const server = createServer(async (request, response) => {
		const asked = new URLSearchParams(await textOf(request));
		const action = asked.get('Action') ?? request.url ?? '';
		const key = /Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1];
		if (key !== undefined) {
			seen.push(`${action} ${key}`);
		}

		if (asked.get('RoleName') === 'gone') {
			response.writeHead(404).end(noSuchRole);
			return;
		}

		response.writeHead(answers[action] === undefined ? 404 : 200).end(answers[action]);
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

const keys: Signer = { source: 'keys', profile: 'base', keyId: 'AKIABASE' };

const signers: readonly (readonly [Signer, string])[] = [
	[keys, 'AKIABASE'],
	[{ source: 'process', profile: 'program' }, 'AKIAPROGRAM'],
	[{ source: 'role', profile: 'role', role: 'arn:aws:iam::1:role/r', by: keys }, 'AKIAROLE'],
	[{ source: 'web-identity', role: 'arn:aws:iam::1:role/r' }, 'AKIAWEB'],
	[{ source: 'container' }, 'AKIACONTAINER'],
	[{ source: 'instance', role: 'machine' }, 'AKIAMACHINE'],
	[{ source: 'sso', profile: 'sso', account: '1', role: 'r' }, 'AKIASSO'],
	// Its token is renewed first.
	[{ source: 'sso', profile: 'session', account: '1', role: 'r', session: 'team' }, 'AKIASSO'],
];

const config = `[profile base]
aws_access_key_id = AKIABASE
aws_secret_access_key = s
[profile program]
credential_process = echo '${JSON.stringify({ Version: 1, AccessKeyId: 'AKIAPROGRAM', SecretAccessKey: 's' })}'
[profile role]
role_arn = arn:aws:iam::1:role/r
source_profile = base
[profile sso]
sso_start_url = start
sso_region = eu-west-1
sso_account_id = 1
sso_role_name = r
[profile session]
sso_session = team
sso_account_id = 1
sso_role_name = r
[sso-session team]
sso_start_url = start
sso_region = eu-west-1
`;

test('what is left out of the bundle is asked for by no source of credentials, and by no call', async () => {
	const person = await makePerson();
	const file = await bundle(person.home, program);
	const aws = path.join(person.home, '.aws');
	await mkdir(path.join(aws, 'sso/cache'), { recursive: true });
	await writeFile(path.join(aws, 'config'), config);
	await writeFile(path.join(aws, 'token'), 'token');
	// The SDK looks for the SHA-1 of where one signs in.
	const cached = path.join(aws, 'sso/cache', `${createHash('sha1').update('start').digest('hex')}.json`);
	await writeFile(cached, JSON.stringify({ accessToken: 'bearer', expiresAt: until }));
	const ofSession = path.join(aws, 'sso/cache', `${createHash('sha1').update('team').digest('hex')}.json`);
	const over = { accessToken: 'over', expiresAt: '2020-01-01T00:00:00Z', refreshToken: 'again' };
	const client = { clientId: 'c', clientSecret: 's', registrationExpiresAt: until };
	await writeFile(ofSession, JSON.stringify({ ...over, ...client }));
	for (const [signer, key] of signers) {
		const { url, seen } = await playAws();
		const { stdout, stderr } = await runProgram(person, [file, JSON.stringify(signer), url], {
			command: [process.execPath],
			env: {
				AWS_EC2_METADATA_DISABLED: undefined,
				AWS_EC2_METADATA_SERVICE_ENDPOINT: url,
				AWS_ENDPOINT_URL_STS: url,
				AWS_ENDPOINT_URL_SSO: url,
				AWS_ENDPOINT_URL_SSO_OIDC: url,
				AWS_WEB_IDENTITY_TOKEN_FILE: path.join(aws, 'token'),
				AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/container`,
			},
		});
		expect([signer.source, stdout, stderr]).toEqual([signer.source, 'eu-west-1 r 2020 1 NoSuchEntity\n', '']);
		expect(seen.filter(call => !call.startsWith('AssumeRole'))).toEqual([
			`DescribeRegions ${key}`,
			`GetRole ${key}`,
			`GetRole ${key}`,
			`GetCallerIdentity ${key}`,
		]);
	}
});

test('what an account has is told by the bundle as by the sources: of what is left out nothing is read', async () => {
	const person = await makePerson();
	const { url } = await playAccount({
		...wholeAccount,
		DescribeImages: () =>
			listed('DescribeImages', 'imagesSet', [
				item({
					imageId: 'ami-1',
					name: 'debian-12-amd64-1',
					architecture: 'x86_64',
					rootDeviceType: 'ebs',
					virtualizationType: 'hvm',
					creationDate: '2026-11-01T00:00:00.000Z',
				}),
			]),
	});
	const environment = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'secret' };
	const caller: Caller = {
		signer: { source: 'environment', keyId: 'AKIAENV' },
		endpoint: url,
		sdk: 'go-2',
		whereabouts: { environment, cwd: '/' },
	};
	const session = openLive(caller, 'eu-west-1', new AbortController().signal);
	const told = await Promise.all([
		askRegions(session),
		askImages(session),
		askTypes(session),
		askSubnets(session),
	]);
	session.close();
	const file = await bundle(person.home, askingAll);
	const { stdout, stderr } = await runProgram(person, [file, JSON.stringify(caller)], {
		command: [process.execPath],
	});
	expect(stderr).toBe('');
	expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(told)));
	expect(told[3].subnets).toMatchObject([{ id: 'subnet-1', internet: 'nat', freeAddresses: 251 }]);
});
