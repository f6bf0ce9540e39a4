import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { describeProfiles } from '../../source/aws/describe-profiles.ts';

const keys = 'aws_access_key_id = AKIA\naws_secret_access_key = secret\n';
const session = (name: string, of: string): string =>
	`[profile ${name}]\nsso_session = ${of}\nsso_account_id = 111122223333\nsso_role_name = builder\n`;

const config = `[profile plain]
${keys}[profile team]
role_arn = arn:aws:iam::999988887777:role/images/maker
source_profile = plain
mfa_serial = arn:aws:iam::1:mfa/phone
[profile tool]
credential_process = /nowhere/tool
${session('in', 'corp')}${session('out', 'old')}[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
[sso-session old]
sso_start_url = https://old.awsapps.com/start
sso_region = eu-west-1
[profile cli]
login_session = arn:aws:iam::1:user/x
[profile half]
aws_access_key_id = AKIA
[profile empty]
region = eu-west-1
`;

test('each profile is told by what it is, and the one that is found is marked; nobody is asked', async () => {
	const home = mkdtempSync(path.join(tmpdir(), 'aws-'));
	onTestFinished(() => rmSync(home, { recursive: true }));
	mkdirSync(path.join(home, '.aws/sso/cache'), { recursive: true });
	writeFileSync(path.join(home, '.aws/config'), config);
	writeFileSync(
		path.join(home, `.aws/sso/cache/${createHash('sha1').update('corp').digest('hex')}.json`),
		JSON.stringify({ accessToken: 't', expiresAt: '2099-01-01T00:00:00Z' }),
	);
	const told = await describeProfiles({ environment: { HOME: home, AWS_PROFILE: 'in' }, cwd: home });
	expect(Object.fromEntries(Object.entries(told).map(([name, { hint }]) => [name, hint]))).toEqual({
		plain: 'keys',
		team: 'role maker via plain, asks for a code',
		tool: 'keys by a program',
		in: 'SSO, role builder',
		out: 'signed out',
		cli: 'signed out',
		half: 'cannot be used',
		empty: 'no sign-in',
	});
	expect(Object.entries(told).flatMap(([name, { isFound }]) => (isFound ? [name] : []))).toEqual(['in']);
	expect(told['in']?.details).toEqual([
		'It is of account 111122223333.',
		'One signs in at https://corp.awsapps.com/start.',
	]);
	expect(told['out']?.details).toContain('aws sso login --profile out');
	expect(told['team']?.details).toEqual(['It is of account 999988887777.']);
});
