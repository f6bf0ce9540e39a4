import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { endingExitCode } from '../../../source/builds/report/ending.ts';
import { explain } from '../../../source/builds/report/explain.ts';
import { advance, startTimeline } from '../../../source/builds/timeline/timeline.ts';
import { packerProfile } from '../../../source/template/profile.ts';
import { renderTemplate } from '../../../source/template/render.ts';
import { makePerson, runProgram } from '../../helpers/program.ts';
import { writtenRecipe } from '../../helpers/recipe.ts';
import { journalEntries, journalHeader, transcript } from '../../helpers/transcript.ts';
import { findPacker } from '../../helpers/whereabouts.ts';
import { of } from './cases.ts';
import { nothingLeft, type Outcome, outcomeOf, type Row, rehearsal } from './row.ts';

const profiles = `[profile half]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
[profile no-role]
credential_source = Environment
[profile session]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = web
[sso-session corp]
sso_start_url = https://example.invalid/start
sso_region = us-east-1
[profile code]
role_arn = arn:aws:iam::111122223333:role/web
mfa_serial = arn:aws:iam::111122223333:mfa/web
source_profile = base
[profile base]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = example
[profile login]
login_session = arn:aws:iam::111122223333:user/web
[profile process]
credential_process = sh -c "exit 253"
`;

/** A row of a profile that cannot sign in: seen before the build, or by the real Packer, which asks nobody then. */
const profileRow = (profile: string, id: string, remedy = '-', newer = id): Row => ({
	day: `a build with the profile ${profile}`,
	how: 'an own profile',
	go: async () => {
		const person = await makePerson();
		await mkdir(path.join(person.home, '.aws'));
		await writeFile(path.join(person.home, '.aws', 'config'), profiles);
		return outcomeOf(
			await runProgram(person, [
				...[...rehearsal.answers, '--command', 'true'],
				...['--profile', profile, '--yes', '--json'],
			]),
		);
	},
	wanted: { id, remedy, code: 4, left: 'nothing' },
	newer: { id: newer, remedy, code: 4, left: 'nothing' },
});

const packerText = (text: string): string =>
	text.replaceAll('\n', String.raw`\n`).replaceAll(',', '%!(PACKER_COMMA)');

/** What is told of a build whose Packer printed this. */
const told = (output: string, recipe: Readonly<Record<string, unknown>> = {}): Outcome => {
	const timeline = advance(
		startTimeline(journalHeader('1.6.6', ['scripts/01-hello.sh', 'scripts/02-fail.sh'], recipe)),
		journalEntries(output, { exitCode: 1 }),
	);
	const diagnosis = explain(timeline);
	return {
		id: diagnosis?.id ?? '-',
		remedy: diagnosis?.remedy ?? '-',
		code: endingExitCode(timeline),
		left: 'nothing',
	};
};

/** A row of what Packer said of a failure that nobody can provoke here. */
const saidRow = (
	day: string,
	said: string,
	[id, remedy = '-', code = 1]: readonly [id: string, remedy?: string, code?: number],
	recipe: Readonly<Record<string, unknown>> = {},
): Row => ({
	day,
	how: 'replayed',
	go: async () => {
		const text = packerText(said);
		return told(
			`1795345478,,ui,error,Build 'amazon-ebs.image' errored after 1 second: ${text}\n1795345478,amazon-ebs.image,error,${text}\n`,
			recipe,
		);
	},
	wanted: { id, remedy, code, left: 'nothing' },
});

/** A row of what a script printed on a machine that is not to be had here. */
const printedRow = (
	day: string,
	line: string,
	exitCode: number,
	[id, remedy]: readonly [string, string],
): Row => ({
	day,
	how: 'replayed',
	go: async () =>
		told(
			transcript('1.6.6', 'script-fails')
				.toString()
				.replaceAll('non-zero exit status: 3', `non-zero exit status: ${exitCode}`)
				.replace('E: Unable to locate package nodejss', packerText(line)),
		),
	wanted: { id, remedy, code: 1, left: 'nothing' },
});

/** A row of what the template keeps from happening, which the Packer that is here accepts. */
const preventedRow = (day: string, holds: RegExp, change: Readonly<Record<string, unknown>> = {}): Row => ({
	day,
	how: 'packer validate',
	go: async () => {
		const recipe = writtenRecipe({
			name: 'shop',
			base: { image: 'ubuntu-24.04', architecture: 'x86_64' },
			instanceType: 't3.micro',
			...change,
		});
		const person = await makePerson();
		const { version, path: packer } = await findPacker(person.environment);
		const files = renderTemplate(recipe, { profile: packerProfile(version), scripts: {} });
		await mkdir(path.join(person.folder, 'scripts'));
		for (const file of files) {
			await writeFile(path.join(person.folder, file.path), file.content);
		}

		const { code } = await runProgram(person, ['validate', '.'], { command: [packer] });
		const isThere = files.some(({ content }) => holds.test(content));
		return { ...nothingLeft, id: isThere ? 'prevented' : 'not prevented', code: code ?? -1 };
	},
	wanted: { ...nothingLeft, id: 'prevented' },
});

const wrapped = (cause: string): string =>
	`no valid credential sources for  found.\n\nPlease see \nfor more information about providing credentials.\n\nError: ${cause}`;

const own = { name: 'own', position: 'before', inline: ['true'] } as const;

/** What both SDKs say of a sign-in beside what is above. */
const otherWords = [
	['credential type credential_source requires role_arn, profile b', 'sign-in.no-role-arn', 'profile'],
	[
		'failed to load assume role arn:aws:iam::1:role/x, of profile web, <nil>',
		'sign-in.source-profile',
		'profile',
	],
	[
		'profile "web" is configured to use SSO but is missing required configuration: sso_region, sso_start_url',
		'sign-in.sso-incomplete',
		'profile',
	],
	['error in credential_process: exit status 1', 'sign-in.process-failed', 'sign-in'],
] as const;

/** What people met in the field, beside what is a fault of the rehearsal or a script. */

export const fieldRows: readonly Row[] = [
	...of(3, profileRow('half', 'refused')),
	...of(3, profileRow('no-role', 'refused')),
	...of(4, profileRow('session', 'refused')),
	...of(4, profileRow('code', 'refused')),
	...of(4, profileRow('login', 'refused')),
	// Newer ones say no more than that there is none.
	...of(1, profileRow('process', 'sign-in.process-failed', 'sign-in', 'sign-in.not-accepted')),
	...of(
		1,
		saidRow(
			'an SSO sign-in that is over',
			wrapped(
				'SSOProviderInvalidToken: the SSO session has expired or is invalid\ncaused by: open /home/x/.aws/sso/cache/a.json: no such file or directory',
			),
			['sign-in.sso-expired', 'sign-in', 4],
		),
	),
	...of(
		1,
		saidRow(
			'a role that may not be assumed',
			wrapped('AccessDenied: User: u is not authorized to perform: sts:AssumeRole on resource: r'),
			['sign-in.role-refused', 'profile', 4],
		),
	),
	...of(
		1,
		saidRow(
			'a web identity that is refused',
			wrapped(
				'WebIdentityErr: failed to retrieve credentials\ncaused by: AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity',
			),
			['sign-in.web-identity-refused', 'sign-in', 4],
		),
	),
	...of(38, ...otherWords.map(([text, id, remedy]) => saidRow(text, text, [id, remedy, 4]))),
	...of(
		38,
		saidRow(
			'a source profile without keys',
			'SharedConfigAssumeRoleError: failed to load assume role for arn:aws:iam::1:role/x, source profile base has no shared credentials',
			['sign-in.source-profile', 'profile', 4],
		),
	),
	...of(
		33,
		saidRow(
			'a log-in user that is refused',
			'Error uploading script: lease log in as the user "admin" rather than the user "root".',
			['connection.user', 'base-image'],
		),
	),
	...of(
		33,
		saidRow(
			'a log-in user without a shell',
			'Error uploading script: his account is currently not available.',
			['connection.shell', 'base-image'],
		),
	),
	...of(
		34,
		saidRow('a log-in file that prints', 'Error uploading script: elcome to this machine', [
			'connection.log-in-file',
			'base-image',
		]),
	),
	...of(
		34,
		saidRow(
			'a log-in file that ends',
			'Script exited with non-zero exit status: 0. Allowed exit codes are: [117]',
			['connection.log-in-file', 'base-image'],
		),
	),
	...of(
		39,
		saidRow('a log-in user that cannot run bash', 'Error uploading script: Process exited with status 255', [
			'connection.shell',
			'base-image',
		]),
	),
	...of(
		37,
		saidRow('a machine that speaks post-quantum only', 'Timeout waiting for SSH.', [
			'connection.timeout',
			'ssh-from',
		]),
	),
	...of(
		22,
		saidRow(
			'50 tags of a template that was changed',
			'Error tagging source instance: TagLimitExceeded: More than 50 tags specified',
			['image.too-many-tags', 'tags'],
		),
	),
	...of(
		9,
		printedRow(
			'sudo -E of sudo-rs',
			"sudo: preserving the entire environment is not supported, '-E' is ignored",
			1,
			['script.sudo-environment', 'step'],
		),
	),
	...of(
		31,
		printedRow('sudo-rs that asks', 'sudo: interactive authentication is required', 1, [
			'script.sudo-refused',
			'base-image',
		]),
	),
	...of(
		10,
		printedRow('a /tmp that runs nothing', 'bash: /tmp/script_4711.sh: Permission denied', 126, [
			'script.noexec',
			'script-folder',
		]),
	),
	...of(
		11,
		printedRow(
			'a private bundle that the token cannot read',
			'level=error msg="HTTP 404 Response when attempting to query the repo https://github.com/gruntwork-io/x"',
			1,
			['script.token-cannot-read', 'token'],
		),
	),
	...of(
		11,
		printedRow(
			'a token that GitHub does not accept',
			'level=error msg="Received HTTP Response 401 while fetching releases for GitHub URL https://api.github.com/x"',
			1,
			['script.token-refused', 'token'],
		),
	),
	...of(
		10,
		preventedRow('a base image whose /tmp runs nothing', /remote_folder *= "\/opt\/set-up"/, {
			steps: [own],
			scriptFolder: '/opt/set-up',
		}),
	),
	...of(
		14,
		preventedRow('the root disk of Amazon Linux by its id', /\/dev\/xvda/, {
			base: { ami: 'ami-0f3a91c2d4e5f6a7b', username: 'ec2-user', packageManager: 'yum' },
		}),
	),
	...of(
		23,
		preventedRow('one kernel line of Amazon Linux 2023', /al2023-ami-2023\.\S*kernel-6\.\d+-/, {
			base: { image: 'amazon-linux-2023', architecture: 'x86_64' },
		}),
	),
	...of(
		29,
		preventedRow('Amazon Linux in af-south-1', /owners *= \["(?!137112412989)(?:amazon|\d+)"\]/, {
			base: { image: 'amazon-linux-2023', architecture: 'x86_64' },
			region: 'af-south-1',
		}),
	),
];
