import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import type { AwsFacts } from '../../source/targets/aws/questions/facts.ts';
import { makePerson, runProgram } from '../helpers/program.ts';
import { playAws, refusing, refusingQuery, wholeAccount } from '../targets/aws/played-aws.ts';
import { makeWorld } from './world.ts';

const keys = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'secret' };

/** A sign-in by SSO that stands on this computer. */
const signOn = `[profile sso]
sso_start_url = https://nobody.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = builder
`;
const signedOn = JSON.stringify({ accessToken: 'bearer', expiresAt: '2099-01-01T00:00:00Z' });
const signedOnFile = createHash('sha1').update('https://nobody.awsapps.com/start').digest('hex');

/** What doctor says of AWS where that is played. */
const doctorAt = async (url: string, env: Readonly<Record<string, string>> = keys) => {
	const person = await makePerson();
	const program = 'exec sleep 600';
	const aws = path.join(person.home, '.aws');
	await mkdir(path.join(aws, 'sso/cache'), { recursive: true });
	await writeFile(path.join(aws, 'config'), `[profile slow]\ncredential_process = ${program}\n${signOn}`);
	await writeFile(path.join(aws, 'sso/cache', `${signedOnFile}.json`), signedOn);
	const { stdout } = await runProgram(person, ['doctor'], { env: { AWS_ENDPOINT_URL: url, ...env } });
	return stdout.split('\n').filter(line => line.includes('AWS'));
};

test('who signs is told, and how many regions are enabled; nothing where nobody does', async () => {
	const { url, calls } = await playAws(wholeAccount);
	expect(await doctorAt(url)).toEqual([
		expect.stringMatching(/^ {2}ok +AWS sign-in +user ann of account 111122223333$/),
		expect.stringMatching(/^ {2}ok +AWS regions +2 of 3 enabled$/),
	]);
	calls.length = 0;
	expect(await doctorAt(url, {})).toEqual([]);
	expect(calls).toEqual([]);
});

test('what is refused, or not answered in time, is a question mark', async () => {
	const denied = await playAws({
		GetCallerIdentity: () => refusingQuery('ExpiredToken', 'It is expired', 403),
		DescribeRegions: () => refusing('UnauthorizedOperation', 'No.', 403),
	});
	const silent = await playAws({ ...wholeAccount, DescribeRegions: () => 'hang' });
	const [refused, late, unsigned] = await Promise.all([
		doctorAt(denied.url),
		doctorAt(silent.url),
		// Its program is ended with it.
		doctorAt(silent.url, { AWS_PROFILE: 'slow' }),
	]);
	expect(refused).toEqual([
		expect.stringMatching(/^ {2}\? +AWS sign-in +The AWS keys of .* have expired/),
		expect.stringMatching(/^ {2}\? +AWS regions +AWS does not allow .* to do DescribeRegions[.:] /),
	]);
	expect(late).toEqual([
		expect.stringMatching(/^ {2}ok +AWS sign-in +user ann of account 111122223333$/),
		expect.stringMatching(/^ {2}\? +AWS regions +AWS has not answered in time$/),
	]);
	expect(unsigned).toEqual([
		expect.stringMatching(/^ {2}\? +AWS sign-in +AWS has not answered in time$/),
		expect.stringMatching(/^ {2}\? +AWS regions +AWS has not answered in time$/),
	]);
});

test('a sign-in by SSO that is no longer taken is told so, one that is signs', async () => {
	let isOver = true;
	const { url, calls } = await playAws({
		...wholeAccount,
		'/federation/credentials': () =>
			isOver
				? {
						status: 401,
						headers: { 'x-amzn-errortype': 'UnauthorizedException' },
						xml: '{"message":"Session token not found or invalid"}',
					}
				: {
						xml: '{"roleCredentials":{"accessKeyId":"AKIASSO","secretAccessKey":"s","sessionToken":"t","expiration":4000000000000}}',
					},
	});
	expect(await doctorAt(url, { AWS_PROFILE: 'sso' })).toEqual([
		expect.stringMatching(/^ {2}\? +AWS sign-in +The AWS sign-in of .* has expired[.:] /),
		expect.stringMatching(/^ {2}\? +AWS regions +The AWS sign-in of .* has expired[.:] /),
	]);
	isOver = false;
	calls.length = 0;
	expect((await doctorAt(url, { AWS_PROFILE: 'sso' })).map(line => line.slice(0, 4))).toEqual([
		'  ok',
		'  ok',
	]);
	expect(calls.map(({ key }) => key).sort()).toEqual(['AKIASSO', 'AKIASSO', 'AKIASSO', 'nobody']);
});

test.each<[string, string]>([
	['arn:aws:sts::111122223333:assumed-role/builder/ann', 'role builder of account 111122223333'],
	['arn:aws:iam::111122223333:root', 'the root user of account 111122223333'],
	['arn:aws-cn:iam::111122223333:user/team/ann', 'user ann of account 111122223333'],
	[
		'arn:aws:sts::111122223333:federated-user/x',
		'arn:aws:sts::111122223333:federated-user/x of account 111122223333',
	],
])('%s is told as %s, in JSON with the number of the account', async (arn, text) => {
	const askAws: Actions['askAws'] = async (_, told) => {
		const now = Date.now();
		const facts: AwsFacts = {
			region: 'eu-west-1',
			refused: {},
			identity: { value: { account: '111122223333', arn }, at: now },
			regions: { value: [], at: now - 60_000 },
		};
		told(facts);
	};
	const checks = async () => [];
	const layers = async () => ({ count: 0, bytes: 0 });
	const world = makeWorld({ actions: { askAws, checks, layers } });
	expect(await world.run('doctor', '--json')).toBe(0);
	expect(JSON.parse(world.stdout())).toEqual([
		{
			id: 'credentials',
			title: 'AWS sign-in',
			status: 'ok',
			detail: text,
			account: '111122223333',
			identity: { arn },
		},
		// It was told before.
		{ id: 'regions', title: 'AWS regions', status: 'unknown', detail: 'AWS has not answered in time' },
	]);
});

test('the name of the account and the end of the sign-in are told, where they are known', async () => {
	const aliases = await playAws({
		...wholeAccount,
		ListAccountAliases: () => ({
			xml: '<ListAccountAliasesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListAccountAliasesResult><IsTruncated>false</IsTruncated><AccountAliases><member>acme-images</member></AccountAliases></ListAccountAliasesResult></ListAccountAliasesResponse>',
		}),
		'/federation/credentials': () => ({
			xml: '{"roleCredentials":{"accessKeyId":"AKIASSO","secretAccessKey":"s","sessionToken":"t","expiration":4000000000000}}',
		}),
	});
	const told = await doctorAt(aliases.url, { AWS_PROFILE: 'sso' });
	expect(told[0]).toMatch(
		/user ann of account 111122223333 \(acme-images\), signed in until \d\d:\d\d on \d+ \w+$/,
	);
	const denied = await playAws({
		...wholeAccount,
		ListAccountAliases: () => refusingQuery('AccessDenied', 'No.', 403),
	});
	expect((await doctorAt(denied.url))[0]).toMatch(/ok +AWS sign-in +user ann of account 111122223333$/);
});
