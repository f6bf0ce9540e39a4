import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { needs } from '../helpers/needs.ts';
import { makePerson, type Person, runProgram } from '../helpers/program.ts';
import { launch } from '../helpers/terminal.ts';
import { answersVersion, script } from '../packer/programs.ts';
import { playAws, wholeAccount } from '../targets/aws/played-aws.ts';

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
