import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { needs } from '../helpers/needs.ts';
import { makePerson, type Person, runProgram } from '../helpers/program.ts';
import { launch, type Terminal } from '../helpers/terminal.ts';
import { answersVersion, script } from '../packer/programs.ts';
import { playAws, refusingQuery, wholeAccount } from '../targets/aws/played-aws.ts';

const portal = 'https://nobody.awsapps.com/start';
const signOnConfig = `[profile dev]
sso_start_url = ${portal}
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = builder
`;

/** What `aws sso login` does when a person has said yes in the browser. */
const signOn = async ({ home }: Person, until: string, key = portal): Promise<void> => {
	const cache = path.join(home, '.aws/sso/cache');
	await mkdir(cache, { recursive: true });
	const name = createHash('sha1').update(key).digest('hex');
	await writeFile(
		path.join(cache, `${name}.json`),
		JSON.stringify({ accessToken: 'bearer', expiresAt: until }),
	);
};
const past = '2020-01-01T00:00:00Z';
const future = '2099-01-01T00:00:00Z';

const configured = async (config: string, env: Readonly<Record<string, string>> = {}) => {
	const person = await makePerson(env);
	await mkdir(path.join(person.home, '.aws'), { recursive: true });
	await writeFile(path.join(person.home, '.aws/config'), config);
	return person;
};

/** A person whose SSO session has expired, and the AWS that they would sign in to. */
const expired = async () => {
	const aws = await playAws({
		...wholeAccount,
		'/federation/credentials': () => ({
			xml: '{"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"s","sessionToken":"t","expiration":4000000000000}}',
		}),
	});
	const person = await configured(signOnConfig, { AWS_PROFILE: 'dev', AWS_ENDPOINT_URL: aws.url });
	await signOn(person, past);
	return { person, calls: aws.calls };
};

/** A Packer that asks nobody and makes nothing; it writes down what it gets in its environment. */
const packerOf = ({ home }: Person, version: string) => {
	const got = path.join(home, 'got');
	const file = script(
		path.join(home, 'bin/packer'),
		...answersVersion(version),
		`[ "$1" = build ] && env | grep -a ^AWS_ | sort >${got} && cp *.pkr.hcl ${home}`,
		'exit 1',
	);
	return { env: { PACKER_WIZARD_PACKER: file }, got: () => readFile(got, 'utf8') };
};

const how = /aws sso login --profile dev/;

test('an expired SSO session says its command at home, by doctor and in the wizard, which goes on by itself', async context => {
	needs(context, 'packer');
	const { person, calls } = await expired();
	const doctor = await runProgram(person, ['doctor']);
	expect(doctor.stdout).toMatch(/note +AWS sign-in +The SSO sign-in of profile dev .* has expired/);
	expect(doctor.stdout).toMatch(how);

	const terminal = launch(person);
	await terminal.waitFor('AWS: cannot sign in');
	await terminal.waitFor(how);
	await terminal.settle();
	await terminal.press('ctrl-c');
	await terminal.exit;

	const wizard = launch(person, ['new']);
	await wizard.waitFor(how);
	expect(calls).toEqual([]);
	await signOn(person, future);
	await wizard.waitFor(/user ann of account 111122223333/);
	expect(wizard.text()).not.toMatch(how);
	await wizard.press('ctrl-c');
	await wizard.exit;
});

test('the prompts wait for an SSO session, and go on without it if that is wished', async context => {
	needs(context, 'packer');
	const { person } = await expired();
	const without = launch(person, ['new', '--plain']);
	await without.waitFor(how);
	await without.waitFor('Waiting for the sign-in');
	await without.press('enter');
	await without.waitFor('The AWS account, or a container');
	await without.press('ctrl-c');
	await without.exit;

	const waiting = launch(person, ['new', '--plain']);
	await waiting.waitFor('Waiting for the sign-in');
	await signOn(person, future);
	await waiting.waitFor('The AWS account, or a container');
	await waiting.waitFor(/user ann of account 111122223333/);
	await waiting.press('ctrl-c');
	await waiting.exit;
});

test.each([
	['the full screen', []],
	['the prompts', ['--plain']],
])('the checklist of %s waits for an SSO session and goes on by itself', async (_name, flags) => {
	const { person } = await expired();
	const packer = packerOf(person, '1.6.6');
	const terminal = launch(person, ['run', 'nodejs', '--yes', ...flags], { env: packer.env });
	await terminal.waitFor(how);
	await terminal.settle();
	await signOn(person, future);
	await anyway(terminal);
	await expect.poll(() => packer.got().catch(() => ''), { timeout: 20_000 }).toContain('AWS_PROFILE=dev');
});

test('where nobody can be asked it fails with the exit code of the sign-in', async context => {
	needs(context, 'packer');
	const { person } = await expired();
	const ended = await runProgram(person, ['run', 'nodejs', '--yes', '--json']);
	expect(ended.code).toBe(4);
	expect(`${ended.stdout}${ended.stderr}`).toMatch(how);
});

test('a program that gets keys is not run before somebody chose that sign-in', async context => {
	needs(context, 'packer');
	const { url } = await playAws(wholeAccount);
	const person = await configured(`[default]\ncredential_process = HOME/keys\n`, { AWS_ENDPOINT_URL: url });
	const ran = path.join(person.home, 'ran');
	const keys = '{"Version":1,"AccessKeyId":"AKIAPROCESS","SecretAccessKey":"s"}';
	await writeFile(path.join(person.home, 'keys'), `#!/bin/sh\necho ran >>${ran}\necho '${keys}'\n`, {
		mode: 0o755,
	});
	await writeFile(
		path.join(person.home, '.aws/config'),
		`[default]\ncredential_process = ${path.join(person.home, 'keys')}\n`,
	);
	const terminal = launch(person, ['new']);
	await terminal.waitFor('Where');
	await terminal.settle();
	expect(existsSync(ran)).toBe(false);
	await terminal.press('enter');
	await terminal.waitFor(/AWS 111122223333/);
	expect(existsSync(ran)).toBe(true);
	await terminal.press('ctrl-c');
	await terminal.exit;
});

const device = 'arn:aws:iam::111122223333:mfa/phone';
const assumed = (id: string, until: number): string =>
	`<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>${id}</AccessKeyId><SecretAccessKey>handed-secret</SecretAccessKey><SessionToken>handed-token</SessionToken><Expiration>${new Date(until).toISOString()}</Expiration></Credentials></AssumeRoleResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></AssumeRoleResponse>`;

/** A person whose role asks for a code, and an STS that takes one of them. */
const withDevice = async (minutes: number) => {
	const { url } = await playAws({
		...wholeAccount,
		AssumeRole: ({ parameters, key }) =>
			parameters.get('SerialNumber') === device &&
			parameters.get('TokenCode') === '123456' &&
			key === 'AKIABASE'
				? { xml: assumed('ASIAHANDED', Date.now() + minutes * 60_000) }
				: refusingQuery(
						'AccessDenied',
						'MultiFactorAuthentication failed with invalid MFA one time pass code.',
						403,
					),
	});
	const person = await configured(
		`[profile dev]\nrole_arn = arn:aws:iam::111122223333:role/builder\nsource_profile = base\nmfa_serial = ${device}\n[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = base-secret\n`,
		{ AWS_PROFILE: 'dev', AWS_ENDPOINT_URL: url, AWS_REGION: 'eu-west-1' },
	);
	return { person, packer: packerOf(person, '1.6.6') };
};

/** Builds though the played account has no image and no network: Packer is only looked at. */
const anyway = async (terminal: Terminal): Promise<void> => {
	await terminal.waitFor(/❯ Build it anyway/);
	await terminal.settle();
	await terminal.press('enter');
};

/** All that Packer gets of AWS. */
const handedOver = [
	'AWS_ACCESS_KEY_ID=ASIAHANDED',
	'AWS_CONFIG_FILE=/dev/null',
	expect.stringMatching(/^AWS_EC2_METADATA_DISABLED=/),
	expect.stringMatching(/^AWS_ENDPOINT_URL=/),
	'AWS_SECRET_ACCESS_KEY=handed-secret',
	'AWS_SESSION_TOKEN=handed-token',
	'AWS_SHARED_CREDENTIALS_FILE=/dev/null',
];

/** All that the program left, but for what the Packer of the test wrote down. */
const leftBy = async ({ home }: Person): Promise<string> => {
	const names = await readdir(home, { recursive: true, withFileTypes: true });
	const files = names.filter(
		entry => entry.isFile() && entry.name !== 'got' && !entry.parentPath.includes('.aws'),
	);
	const texts = await Promise.all(
		files.map(({ parentPath, name }) => readFile(path.join(parentPath, name), 'latin1')),
	);
	return texts.join('\n');
};

test.each([
	['the full screen', []],
	['the prompts', ['--plain']],
])(
	'a code is asked for in a hidden field of %s, and Packer gets the keys that it brings',
	async (_name, flags) => {
		const { person, packer } = await withDevice(60);
		const terminal = launch(person, ['run', 'nodejs', '--yes', ...flags], { env: packer.env });
		await terminal.waitFor('Type the code');
		await terminal.settle();
		await terminal.press('enter');
		await (flags.length > 0 ? terminal.waitFor('Code of the MFA device') : terminal.waitFor(/enter use it/));
		terminal.type('654321');
		await terminal.settle();
		await terminal.press('enter');
		await terminal.waitFor('The code brought no keys');
		await terminal.settle();
		await terminal.press('enter');
		await terminal.settle();
		terminal.type('123456');
		await terminal.settle();
		await terminal.press('enter');
		await anyway(terminal);
		await expect.poll(() => packer.got().catch(() => ''), { timeout: 20_000 }).toContain('AWS_SESSION');
		expect((await packer.got()).trim().split('\n')).toEqual(handedOver);
		expect(await readFile(path.join(person.home, 'image.pkr.hcl'), 'utf8')).toMatch(/profile +(?:= )?""/);
		for (const hidden of ['123456', '654321', 'handed-secret', 'handed-token']) {
			expect(terminal.raw()).not.toContain(hidden);
		}

		await terminal.waitFor(/failed/i);
		const left = await leftBy(person);
		for (const hidden of ['handed-secret', 'handed-token']) {
			expect(left).not.toContain(hidden);
		}
	},
);

test('keys that end before the build probably does are told before it starts', async context => {
	needs(context, 'packer');
	const { person, packer } = await withDevice(4);
	const terminal = launch(person, ['run', 'nodejs', '--yes'], { env: packer.env });
	await terminal.waitFor('Type the code');
	await terminal.settle();
	await terminal.press('enter');
	await terminal.waitFor(/enter use it/);
	terminal.type('123456');
	await terminal.settle();
	await terminal.press('enter');
	await terminal.waitFor('Build all the same');
	expect(terminal.text()).toMatch(/signed in by packer-wizard:\s+temporary keys\s+until \d\d:\d\d/);
	await expect(packer.got()).rejects.toThrow();
	await terminal.settle();
	await terminal.press('enter');
	await terminal.waitFor(/❯ Build it anyway/);
	expect(terminal.text()).toMatch(/temporary\s+keys\s+until\s+\d\d:\d\d/);
	await anyway(terminal);
	await expect.poll(() => packer.got().catch(() => ''), { timeout: 20_000 }).toContain('AWS_SESSION');
});

test('a sign-in by an sso-session is handed to a Packer that knows none, without a terminal too', async context => {
	needs(context, 'packer');
	const { person } = await expired();
	await writeFile(
		path.join(person.home, '.aws/config'),
		`[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = builder\n[sso-session corp]\nsso_start_url = ${portal}\nsso_region = eu-west-1\n`,
	);
	await signOn(person, future, 'corp');
	const packer = packerOf(person, '1.6.6');
	const { stdout, stderr } = await runProgram(person, ['run', 'nodejs', '--yes'], { env: packer.env });
	expect(await packer.got(), `${stdout}${stderr}`).toContain('AWS_ACCESS_KEY_ID=ASIASSO');
});

test('where nobody can be asked for a code it fails with the exit code of the sign-in', async context => {
	needs(context, 'packer');
	const { person, packer } = await withDevice(60);
	const { code, stdout, stderr } = await runProgram(person, ['run', 'nodejs', '--yes', '--json'], {
		env: packer.env,
	});
	expect(code).toBe(4);
	expect(`${stdout}${stderr}`).toContain(device.replace(/.*\//, ''));
});

test('the profiles stand where the account is chosen, each with what it is; the review says who one is', async context => {
	needs(context, 'packer');
	const { person } = await expired();
	await signOn(person, future);
	const wizard = launch(person, ['new']);
	await wizard.waitFor(/AWS, profile dev +SSO, role bui/);
	await wizard.waitFor(/user ann of account 111122223333/);
	await wizard.press('ctrl-c');
	await wizard.exit;
	for (const flags of [[], ['--plain']]) {
		const review = launch(person, ['run', 'nodejs', ...flags]);
		await review.waitFor(/Account +(?:not known \()?profile dev, role builder, at\s/);
		await review.waitFor(
			/you\s+are\s+user\s+ann\s+of\s+account\s+111122223333,\s+signed\s+in\s+until\s+\d\d:\d\d/,
		);
	}
});

test('--endpoint-url is where packer-wizard asks and where Packer builds, whatever the environment says', async context => {
	needs(context, 'packer');
	const { url, calls } = await playAws(wholeAccount);
	const keys = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'secret' };
	const person = await makePerson({ ...keys, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
	const packer = packerOf(person, '1.6.6');
	const doctor = await runProgram(person, ['doctor', '--endpoint-url', url]);
	expect(doctor.stdout).toMatch(/ok +AWS sign-in +user ann of account 111122223333/);
	expect(calls.length).toBeGreaterThan(1);
	await runProgram(person, ['run', 'nodejs', '--yes', `--endpoint-url=${url}`], { env: packer.env });
	expect(await packer.got()).toContain(`AWS_ENDPOINT_URL=${url}\n`);
	// This Packer reads no such variable.
	expect(await readFile(path.join(person.home, 'image.pkr.hcl'), 'utf8')).toContain(
		`custom_endpoint_ec2 = "${url}"`,
	);
	const wrong = await runProgram(person, ['doctor', '--endpoint-url', 'localhost:4566']);
	expect(wrong.code).toBe(2);
	expect(wrong.stderr).toContain('--endpoint-url takes an address such as http://localhost:4566');
});
