import { describe, expect, test } from 'vitest';
import { buildSteps } from '../../../source/builds/copy/inline-steps.ts';
import { endingExitCode } from '../../../source/builds/report/ending.ts';
import { type Diagnosis, explain } from '../../../source/builds/report/explain.ts';
import { tracesOf } from '../../../source/builds/report/traces.ts';
import { advance, startTimeline, type Timeline } from '../../../source/builds/timeline/timeline.ts';
import { type RecipeChange, writtenRecipe } from '../../helpers/recipe.ts';
import { journalEntries, journalHeader, recordedVersions, transcript } from '../../helpers/transcript.ts';

const scripts = ['scripts/01-hello.sh', 'scripts/02-fail.sh'];

const timelineOf = (version: string, output: string | Buffer, recipe: RecipeChange = {}): Timeline =>
	advance(startTimeline(journalHeader(version, scripts, recipe)), journalEntries(output, { exitCode: 1 }));

/** A build that fails with this error before anything was made. */
const failing = (error: string, recipe: RecipeChange = {}): Timeline => {
	const text = error.replaceAll(',', '%!(PACKER_COMMA)').replaceAll('\n', '\\n');
	return timelineOf(
		'1.16.0',
		[
			'1795345478,,ui,say,==> amazon-ebs.image: Prevalidating any provided VPC information',
			`1795345478,,ui,error,Build 'amazon-ebs.image' errored after 1 second: ${text}`,
			`1795345478,amazon-ebs.image,error,${text}`,
			'',
		].join('\n'),
		recipe,
	);
};

/** Why a build failed, which must be told, and whether it counts as a sign-in that failed. */
const explained = (timeline: Timeline): Diagnosis & { readonly credentials: boolean } => {
	const diagnosis = explain(timeline);
	if (diagnosis === undefined) {
		throw new Error('nothing is told of this failure');
	}

	return { ...diagnosis, credentials: endingExitCode(timeline) === 4 };
};

/** What the two recordings of a build without a sign-in come to: the newer Packer says less. */
const noSignIn = {
	'1.6.6': 'No AWS sign-in was found: no keys, no profile, no role of this machine.',
	'1.16.0': 'No AWS sign-in was found, or the one that was found was refused; Packer does not say which.',
};

describe.each(recordedVersions)('what Packer %s really printed', version => {
	test.each([
		['panic: ConfigSpec failed: connection is shut down [recovered]', 'plugin.died'],
		['panic: runtime error: index out of range [1] with length 1', 'packer.crashed'],
	])('broken off with %s behind its image: that, and not that it said nothing', (panic, id) => {
		const output = transcript(version, 'success').toString();
		const until = output.slice(0, output.indexOf("Build 'amazon-ebs.image' finished"));
		const crash = '!!!!!!!!!!!!!!!!!!!!!!!!!!! PACKER CRASH !!!!!!!!!!!!!!!!!!!!!!!!!!!!';
		const whole = until.slice(0, until.lastIndexOf('\n') + 1);
		const timeline = timelineOf(version, `${whole}${crash}\nPacker crashed!\n${panic}\n\t${panic}\n`);
		expect(explained(timeline)).toMatchObject({ id, remedy: 'cleanup' });
		expect(tracesOf(timeline).outcome).toBe('unsure');
	});

	test('a registry that refuses a container image: which, why, and that the image is there', () => {
		expect(explained(timelineOf(version, transcript(version, 'docker-refused'), {}))).toMatchObject({
			id: 'docker.log-in',
			what: '127.0.0.1:5557 does not let you push 127.0.0.1:5557/ann/web:1. The image was made and is on this computer.',
			next: 'Log in: docker login 127.0.0.1:5557. Then run it again.',
			remedy: 'again',
		});
		expect(explained(timelineOf(version, transcript(version, 'docker-no-image'), {}))).toMatchObject({
			id: 'docker.no-image',
			what: 'There is no container image 127.0.0.1:5555/no/such:1.',
		});
		// Packer goes on with other post-processors, such as the manifest of our own copies.
		const refused = transcript(version, 'docker-refused').toString();
		const line = refused.match(/^.*Running post-processor: {2}\(type docker-push\).*$/m)?.[0] ?? '';
		const later = line.replace('docker-push', 'manifest');
		const output = refused.replace(/^.*\bBuild 'web\.docker\.image' errored/m, `${later}\n$&`);
		expect(later).toContain('manifest');
		expect(explained(timelineOf(version, output, {}))).toMatchObject({ id: 'docker.log-in' });
	});

	test('a script that fails: its step, exit code, last lines and reason', () => {
		expect(explained(timelineOf(version, transcript(version, 'script-fails')))).toEqual({
			id: 'script.no-package',
			what: 'The script of fail ended with exit code 3: apt knows no package nodejss.',
			step: 'fail',
			exitCode: 3,
			credentials: false,
			why: 'Its name is wrong, this system does not have it, or apt-get update was not run before.',
			next: 'Look at the name, and run sudo apt-get update first.',
			remedy: 'step',
			lastLines: ['E: Unable to locate package nodejss'],
		});
	});

	test.each([
		[
			'playbook-fails',
			{ name: 'greet', playbook: './greet.yml', from: 'here' },
			'The playbook of the step greet cannot run: the machine has no Python.',
			/^fatal: \[default\]: FAILED! => /,
		],
		[
			'chef-fails',
			{ name: 'chef', cookbooks: ['./cookbooks'], runList: ['recipe[web]'] },
			'Chef could not be installed on the machine.',
			/^sudo: chef-solo: command not found$/,
		],
	])('%s: why, as its step told it, and its last lines up to there', (name, step, what, last) => {
		const recipe = writtenRecipe({ steps: [step] });
		const header = { ...journalHeader(version, []), recipe, steps: buildSteps(recipe) };
		const entries = journalEntries(transcript(version, name), { exitCode: 1 });
		const diagnosis = explained(advance(startTimeline(header), entries));
		expect(diagnosis).toMatchObject({ what, step: step.name, remedy: 'step' });
		expect(diagnosis.packerSaid).toMatch(/^Error executing \w+: Non-zero exit status: (?:exit status )?\d$/);
		expect(diagnosis.lastLines.at(-1)).toMatch(last);
	});

	test.each([
		['no-image', 'us-east-1, US East (N. Virginia) has no image of Ubuntu 24.04 LTS for x86_64.', false],
		['name-taken', /^There is an image named same already: ami-[0-9a-f]+\.$/, false],
		['no-profile', 'This account has no instance profile named nobody.', false],
		['ssh-denied', 'The machine answered, but did not let ubuntu in with the key of this build.', false],
		['wrong-creds', noSignIn[version], true],
	])('%s', (name, what, credentials) => {
		const explanation = explained(
			timelineOf(version, transcript(version, name), { instanceProfile: 'nobody' }),
		);
		expect(explanation.what).toEqual(typeof what === 'string' ? what : expect.stringMatching(what));
		expect(explanation.credentials).toBe(credentials);
		expect(explanation.packerSaid).not.toMatch(/[\n\r\t]|RequestID|request id|0x[0-9a-f]+/);
		expect(explanation.lastLines).toEqual([]);
	});
});

describe('why nobody could sign in', () => {
	/** As Packer 1.6.6 wraps it. */
	const wrapped = (cause: string) =>
		`no valid credential sources for  found.\n\nPlease see \nfor more information about providing credentials.\n\nError: ${cause}`;

	test.each([
		[
			wrapped(
				'SSOProviderInvalidToken: the SSO session has expired or is invalid\ncaused by: open /x.json: no such file or directory',
			),
			'The AWS sign-in of profile dev has expired.',
		],
		[
			wrapped('UnauthorizedException: Session token not found or invalid'),
			'The AWS sign-in of profile dev has expired.',
		],
		[
			wrapped('ProcessProviderExecutionError: error in credential_process\ncaused by: exit status 253'),
			'The credential_process of profile dev ended with exit code 253.',
		],
		[
			wrapped('ProcessProviderParseError: parse failed of credential_process output: hello'),
			'What the credential_process of profile dev printed is no sign-in.',
		],
		[
			wrapped('AccessDenied: not authorized\n\tstatus code: 403, request id: 1'),
			'AWS does not let profile dev take its role.',
		],
		[
			wrapped('WebIdentityErr: failed to retrieve credentials\ncaused by: AccessDenied: refused'),
			'AWS does not let this web identity take its role.',
		],
		[
			wrapped(
				'WebIdentityErr: failed fetching WebIdentity token: \ncaused by: WebIdentityErr: unable to read file at /token\ncaused by: open',
			),
			'The token of the web identity, /token, cannot be read.',
		],
		[
			'Error creating AWS session: CredentialRequiresARNError: credential type credential_source requires role_arn, profile b',
			'Profile b has a credential_source, but no role_arn.',
		],
		[
			'Error creating AWS session: SharedConfigAssumeRoleError: failed to load assume role for arn:aws:iam::1:role/x, source profile base has no shared credentials',
			'The role of profile dev is to be taken by profile base, which does not exist or has no sign-in.',
		],
		[
			'failed to load assume role arn:aws:iam::1:role/x, of profile base, <nil>',
			'The role of profile dev is to be taken by profile base, which does not exist or has no sign-in.',
		],
		[
			'Error creating AWS session: profile "dev" is configured to use SSO but is missing required configuration: sso_region, sso_start_url',
			'Profile dev signs in by SSO, but this Packer finds no sso_region, sso_start_url in it.',
		],
		[
			'Error creating AWS session: AssumeRoleTokenProviderNotSetError: assume role with MFA enabled, but AssumeRoleTokenProvider session option not set.',
			'The role of profile dev asks for a code (mfa_serial), for which Packer cannot ask.',
		],
		[
			'Error creating AWS session: SharedConfigLoadError: failed to load config file, /home/x/.aws/config\ncaused by: INIParseError: unsupported',
			'Packer cannot read /home/x/.aws/config.',
		],
		['failed to get shared config profile, dev', 'The AWS configuration has no profile dev.'],
		[
			'No valid credential sources found',
			'The sign-in of profile dev was refused, or there is none; Packer does not say which.',
		],
	])('%s', (error, what) => {
		expect(explained(failing(error, { profile: 'dev' }))).toMatchObject({ what, credentials: true });
	});
});

test('a sign-in that nobody could be asked about is the network, whatever Packer puts before it', () => {
	const said =
		'no valid credential sources for  found.\n\nError: RequestError: send request failed\ncaused by: Post "https://sts.amazonaws.com/": dial tcp: lookup sts.amazonaws.com: no such host';
	expect(explained(failing(said, { profile: 'dev' }))).toMatchObject({
		what: 'AWS cannot be reached from here (sts.amazonaws.com).',
		credentials: false,
	});
});

describe('errors of AWS', () => {
	test.each([
		[
			'Error launching source instance: a valid Subnet Id was not specified',
			'us-east-1 has no default network (VPC) in this account, and the recipe names no subnet.',
			false,
		],
		[
			'error validating regions: RequestExpired: Request has expired.\n\tstatus code: 400, request id: x',
			'The AWS keys of profile dev have expired, or the clock of this machine is wrong.',
			true,
		],
		[
			'operation error EC2: DescribeRegions, https response error StatusCode: 401, RequestID: 1, api error AuthFailure: AWS was not able to validate the provided access credentials',
			'AWS does not accept the keys of profile dev.',
			true,
		],
		[
			'Error launching source instance: UnauthorizedOperation: You are not authorized to perform this operation. User: arn:aws:iam::1:user/x is not authorized to perform: ec2:RunInstances on resource: x',
			'AWS does not allow profile dev to do ec2:RunInstances.',
			false,
		],
		[
			'Error launching source instance: InsufficientInstanceCapacity: We currently do not have sufficient capacity',
			'AWS has no t3.micro free in us-east-1 at the moment.',
			false,
		],
		[
			'Error launching source instance: VcpuLimitExceeded: You have requested more vCPU capacity',
			'The quota of this account in us-east-1 is too small for one more t3.micro.',
			false,
		],
		[
			'Timeout waiting for SSH.',
			'The machine did not answer on port 22: no public address, no route, or a firewall in between.',
			false,
		],
		[
			"InvalidBlockDeviceMapping: Volume of size 8GB is smaller than snapshot 'snap-1', expect size >= 30GB",
			'The disk of 8 GB is smaller than the base image, which needs 30 GB.',
			false,
		],
		[
			'For security reasons, your source AMI filter must declare an owner.',
			'Whose account Ubuntu 24.04 LTS comes from in us-east-1, US East (N. Virginia) is not known: image.pkr.hcl must name it.',
			false,
		],
		[
			'Script exited with non-zero exit status: 0. Allowed exit codes are: [117]',
			'A log-in file of ubuntu, such as ~/.bashrc, ends shells without a terminal: nothing was run.',
			false,
		],
		[
			'Script exited with non-zero exit status: 0.Allowed exit codes are: [117]',
			'A log-in file of ubuntu, such as ~/.bashrc, ends shells without a terminal: nothing was run.',
			false,
		],
		[
			'Error uploading script: lease log in as the user "admin".',
			'The base image wants admin to log in, not ubuntu.',
			false,
		],
		[
			'Error uploading script: elcome to this host!',
			'A log-in file of ubuntu, such as ~/.bashrc, prints, or the shell refuses, so that no script can be copied: "…elcome to this host!".',
			false,
		],
		[
			'Error uploading script: Process exited with status 1',
			'A log-in file of ubuntu, such as ~/.bashrc, or the shell itself ended with exit code 1 before a script could be copied.',
			false,
		],
		[
			'Error uploading script: scp: /tmp/script_1.sh: Permission denied',
			'A script could not be copied to the machine: scp: /tmp/script_1.sh: Permission denied.',
			false,
		],
		[
			'Error uploading script: SCP failed to start. This usually means that SCP is not\nproperly installed on the remote system.',
			'A script could not be copied to the machine: the base image has no scp.',
			false,
		],
	])('%s', (error, what, credentials) => {
		const explanation = explained(failing(error, { profile: 'dev' }));
		expect(explanation).toMatchObject({ what, credentials });
		expect(explanation.packerSaid).toBeTruthy();
	});

	test("what is not known is Packer's own sentence, on one line and without escapes", () => {
		expect(explained(failing('Something\n\tnew\u001b[31m happened'))).toEqual({
			id: 'packer.other',
			what: 'Something new happened.',
			credentials: false,
			lastLines: [],
		});
	});

	test.each([
		[
			'Error: Unsupported argument\\n\\n  on image.pkr.hcl line 2:\\n  (source code not available)\\n\\nAn argument named "nonsense" is not expected here.\\n\\n',
			'This Packer does not know nonsense in the template.',
		],
		[
			'Error: Missing plugins\\n\\nThe following plugins are required%!(PACKER_COMMA) but not installed:\\n\\n* github.com/hashicorp/amazon >= 1.3.9\\n\\nDid you run packer init for this project ?\\n\\n',
			'Packer has no plugin for Amazon EC2: packer init gets it.',
		],
		[
			'Error: Missing plugins\\n\\nThe following plugins are required%!(PACKER_COMMA) but not installed:\\n\\n* github.com/YaleUniversity/goss >= 3\\n\\nDid you run packer init for this project ?\\n\\n',
			'Packer has no plugin github.com/YaleUniversity/goss, which the template needs: packer init gets it.',
		],
		[
			'Error: Unknown source docker\\n\\n  on image.pkr.hcl line 2:\\n\\nThe source docker is unknown by Packer%!(PACKER_COMMA) and is likely part of a plugin that is not installed.\\n\\n',
			'Packer has no plugin for docker, which the template needs: packer init gets it.',
		],
	])('a template that Packer does not take: %s', (text, what) => {
		const output = [
			`1795353654,,ui,error,${text}`,
			'1795353654,,ui,say,\\n==> Wait completed after 13 microseconds',
			'1795353654,,ui,say,\\n==> Builds finished but no artifacts were created.',
		].join('\n');
		const explanation = explained(timelineOf('1.6.6', output));
		expect(explanation).toMatchObject({ what, credentials: false, lastLines: [] });
		expect(explanation.packerSaid).toMatch(/^Error: \w+ \w+ .+[.?]$/);
	});

	test('nothing said at all', () => {
		expect(explained(timelineOf('1.16.0', '')).what).toBe('Packer ended at "Check" and did not say why.');
	});
});

test('why a machine did not start is told, although Packer leaves it out of its error', () => {
	const error =
		'Error waiting for instance (i-0123456789abcdef0) to become ready: ResourceNotReady: failed waiting';
	const output = (details: string): string =>
		[
			'1795345478,,ui,say,==> amazon-ebs.image: Launching a source AWS instance...',
			`1795345478,,ui,error,==> amazon-ebs.image: Instance state change details: Server.InternalError: ${details}`,
			`1795345478,,ui,error,Build 'amazon-ebs.image' errored after 1 second: ${error}`,
			`1795345478,amazon-ebs.image,error,${error}`,
			'',
		].join('\n');
	const key = output('Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state');
	for (const version of recordedVersions) {
		expect(explained(timelineOf(version, key)).what).toBe(
			'The KMS key in the template cannot encrypt the disk: us-east-1 has no such key, it is disabled, or its ' +
				'policy does not let AWS use it.',
		);
		const other = explained(
			timelineOf(version, output('Client.InvalidSnapshot.NotFound: Snapshot limit exceeded')),
		);
		expect(
			explained(timelineOf(version, output('Client.VolumeLimitExceeded: Volume limit exceeded'))).id,
		).toBe('launch.disk-quota');
		expect(other.what).toBe('The machine i-0123456789abcdef0 did not start.');
		expect(other.packerSaid).toMatch(/; Instance state change details: .*: Snapshot limit exceeded$/);
	}
});

describe('what a script prints tells why it failed', () => {
	test.each([
		[
			'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1797',
			'another program was installing packages at the same time',
		],
		[
			'E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?',
			'it has to be run with sudo',
		],
		[
			'This command has to be run with superuser privileges (under the root user on most systems).',
			'it has to be run with sudo',
		],
		['dpkg: error: write: No space left on device', 'the disk of the machine is full'],
		['/tmp/script_1.sh: line 3: nodee: command not found', 'there is no command nodee'],
		['sudo: a password is required', 'sudo asks for a password'],
		['curl: (6) Could not resolve host: deb.nodesource.com', 'the machine cannot find deb.nodesource.com'],
		['some words', undefined],
	])('%s', (line, why) => {
		const output = transcript('1.6.6', 'script-fails')
			.toString()
			.replace('E: Unable to locate package nodejss', line.replaceAll(',', '%!(PACKER_COMMA)'));
		const { what, lastLines } = explained(timelineOf('1.6.6', output));
		expect(what).toBe(`The script of fail ended with exit code 3${why === undefined ? '' : `: ${why}`}.`);
		expect(lastLines).toEqual([line]);
	});

	test('at the end of a line of any length, which is searched no longer than others', () => {
		const line = `${'x'.repeat(600_000)}: line 3: nodee: command not found`;
		const output = transcript('1.6.6', 'script-fails')
			.toString()
			.replace('E: Unable to locate package nodejss', line);
		const { what, lastLines } = explained(timelineOf('1.6.6', output));
		expect(what).toBe('The script of fail ended with exit code 3: there is no command nodee.');
		expect(lastLines).toEqual([line]);
	});

	test('five last lines, safe to show', () => {
		const lines = ['1', '2', '\u001b[31m3\u001b[0m', '4', '5', '6'];
		const output = transcript('1.6.6', 'script-fails')
			.toString()
			.replace(/^(.*)E: Unable to locate package nodejss$/m, (_, prefix: string) =>
				lines.map(line => `${prefix}${line}`).join('\n'),
			);
		expect(explained(timelineOf('1.6.6', output)).lastLines).toEqual(['2', '3', '4', '5', '6']);
	});
});

test('what only a rehearsal can meet is told as that: keys that were to be refused, a container that is gone', () => {
	const said = 'AuthFailure: AWS was not able to validate the provided access credentials';
	const refused = failing(said);
	const played = (timeline: Timeline): Timeline => ({
		...timeline,
		header: { ...timeline.header, mode: 'rehearsal' },
	});
	expect(explained(refused).next).toMatch(/^Sign in again/);
	expect(explained(played(refused)).next).toMatch(
		/^A rehearsal signs in nowhere.*\(--fault\)\. In AWS: Sign in again/,
	);
	const gone = explained({
		...played(failing('')),
		cancelReason: 'container',
		why: 'The container is gone.',
	});
	expect(gone).toMatchObject({ id: 'ours.container-died', what: 'The container is gone.', remedy: 'again' });
	expect(gone.why).toContain('a container plays the machine');
	expect(gone.next).toContain('Run it again');
});

test('what the end of the journal says counts; one from before it said so is told as today', () => {
	const today = explained(timelineOf('1.6.6', transcript('1.6.6', 'name-taken')));
	expect(today).toMatchObject({ id: 'image.name-taken', remedy: 'name' });
	const told = { ...timelineOf('1.6.6', transcript('1.6.6', 'name-taken')), cause: 'It was so.' };
	expect(explained(told)).toEqual({ ...today, what: 'It was so.' });
	const known = explained({ ...told, diagnosis: { id: 'image.later', next: 'Do it.' } });
	expect(known).toMatchObject({ id: 'image.later', what: 'It was so.', next: 'Do it.' });
	expect(known).toMatchObject({ packerSaid: today.packerSaid });
	expect(known.remedy).toBeUndefined();
});

test('a connection that broke is a restart where the commands restart the machine, and that was not said', () => {
	const said =
		'Script disconnected unexpectedly. If you expected your script to disconnect, i.e. from a restart';
	const broken = (inline: readonly string[], restarts?: true) =>
		explained(
			failing(said, {
				steps: [{ name: 'own', position: 'before', inline: [...inline], ...(restarts && { restarts }) }],
			}),
		);
	expect(broken(['sudo reboot', 'echo on'])).toMatchObject({ id: 'connection.broke', remedy: 'restarts' });
	expect(broken(['sudo reboot'], true).remedy).toBe('again');
	expect(broken(['echo on']).remedy).toBe('again');
});
