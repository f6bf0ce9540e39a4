import { atLeast, parseVersion } from '../../../base/versions.ts';
import { resolveBase } from '../../../recipe/base.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { stepDoubts } from '../../../recipe/step-doubts.ts';
import { ranExitCode } from '../../../template/provisioners.ts';
import type { PackerFailure } from './failure.ts';

const logInFile = (recipe: Recipe): string =>
	`A log-in file of ${resolveBase(recipe).username}, such as ~/.bashrc,`;

const otherImage = 'Mend that in the base image, or choose another one.';

const isToAll = ({ aws: { network } }: Recipe): boolean => network.sshFrom === '0.0.0.0/0';

/** Packer up to 1.6.6 says the same of a machine whose ways to exchange keys it does not know. */
const isOld = (packer = ''): boolean => {
	const version = parseVersion(packer);
	return version !== undefined && !atLeast(version, '1.7.0');
};

/** Whether a step of commands restarts the machine, and it was not said so. */
const mayRestart = (recipe: Recipe): boolean =>
	recipe.steps.some(step => stepDoubts(recipe, step).some(({ id }) => id === 'restart'));

/** How scripts did not get to the machine. These are the first: what a machine answers may hold any other words. */
export const uploadFailures: readonly PackerFailure[] = [
	{
		id: 'connection.log-in-file',
		patterns: [
			new RegExp(
				`^Script exited with non-zero exit status: 0\\. ?Allowed exit codes are: \\[${ranExitCode}\\]`,
			),
		],
		what: recipe => `${logInFile(recipe)} ends shells without a terminal: nothing was run.`,
		next: otherImage,
		remedy: 'base-image',
	},
	{
		id: 'connection.user',
		patterns: [/^Error uploading (?:script|envVarFile): ?P?lease log ?in as the user "?([\w-]+)"?/i],
		what: (recipe, [, user]) =>
			`The base image wants ${user} to log in, not ${resolveBase(recipe).username}.`,
		next: (_, [, user]) => `Name ${user} as the log-in user of the base image.`,
		remedy: 'base-image',
	},
	{
		id: 'connection.shell',
		patterns: [
			/^Error uploading (?:script|envVarFile): T?his account is (?:currently )?(?:not available|locked|disabled)/i,
		],
		what: recipe => `${resolveBase(recipe).username} of the base image has no shell: it may not log in.`,
		next: 'Name another log-in user of the base image, or choose another one.',
		remedy: 'base-image',
	},
	{
		id: 'connection.shell',
		patterns: [/^Error uploading (?:script|envVarFile): Process exited with status (\d+)/],
		what: (recipe, [, code]) =>
			`${logInFile(recipe)} or the shell itself ended with exit code ${code} before a script could be copied.`,
		next: otherImage,
		remedy: 'base-image',
	},
	{
		id: 'connection.disk-full',
		patterns: [/^(?:Error uploading|Upload failed).*No space left on device/i],
		what: 'A file could not be copied to the machine: its disk is full.',
		next: 'Choose a larger disk.',
		remedy: 'disk',
	},
	{
		id: 'connection.copy',
		patterns: [/^Error uploading (?:script|envVarFile): (scp: .+)/],
		what: (_, [, said]) => `A script could not be copied to the machine: ${said}.`,
		why: 'Packer copies to /tmp as the log-in user, who must be able to write there.',
		next: otherImage,
		remedy: 'base-image',
	},
	{
		id: 'connection.log-in-file',
		// What is not from scp, SSH or Packer itself was printed in the place of scp's answer, which took the first letter.
		patterns: [
			/^Error uploading (?:script|envVarFile): (?!SCP |[Ee]rror |EOF|ssh|dial |read |write |wait: |[\w ]*[Tt]ime ?out)(.+)/,
		],
		what: (recipe, [, said]) =>
			`${logInFile(recipe)} prints, or the shell refuses, so that no script can be copied: "…${said}".`,
		next: 'Look at those words: they name another log-in user, or what a log-in file prints. Mend it in the base image.',
		remedy: 'base-image',
	},
	{
		id: 'connection.no-scp',
		patterns: [/SCP failed to start/],
		what: 'A script could not be copied to the machine: the base image has no scp.',
		next: 'Write ssh_file_transfer_method = "sftp" into the source block of image.pkr.hcl, or choose another base image.',
		remedy: 'base-image',
	},
	{
		id: 'connection.copy',
		patterns: [/^Error uploading (?:script|envVarFile)/],
		what: 'A script could not be copied to the machine.',
		why: 'The connection broke, or the machine restarted meanwhile.',
		remedy: 'again',
	},
	{
		id: 'connection.upload',
		patterns: [
			/^Upload failed: (?:scp: )?(.+)/,
			/^Error (?:uploading|downloading) (?!script|envVarFile)\S+.*?: (.+)/,
		],
		what: (_, [, said]) => `A file of the template could not be copied: ${said}.`,
		why: 'Files are copied as the log-in user, without sudo.',
		next: 'Copy it to /tmp, and move it with sudo in a script.',
	},
	{
		id: 'connection.broke',
		patterns: [
			/^Script disconnected unexpectedly/,
			/remote command exited without exit status|use of closed network connection|broken pipe$|connection reset by peer$/,
		],
		what: 'The connection to the machine broke while a script ran: a restart, or the network.',
		next: recipe =>
			mayRestart(recipe)
				? 'Say which step restarts the machine: it is waited for then (--restarts).'
				: 'Run it again. Where a script of yours restarts the machine, say so (--restarts).',
		remedy: recipe => (mayRestart(recipe) ? 'restarts' : 'again'),
	},
];

/** How nobody got in. */
export const connectionFailures: readonly PackerFailure[] = [
	{
		id: 'connection.timeout',
		patterns: [/Timeout waiting for SSH/],
		when: ({ recipe }) => recipe.aws.network.address === 'private',
		what: 'The machine did not answer on port 22 of its private address: this computer must be in that network.',
		next: 'Connect this computer to that network (VPN), or reach the machine by its public address.',
		remedy: 'address',
	},
	{
		id: 'connection.timeout',
		patterns: [/Timeout waiting for SSH/],
		what: 'The machine did not answer on port 22: no public address, no route, or a firewall in between.',
		why: (recipe, _, { packer }) =>
			isToAll(recipe)
				? 'Port 22 was open to the whole internet: some accounts close that again by themselves while it is built.'
				: isOld(packer?.version)
					? 'A machine that exchanges keys in new ways only (post-quantum) looks the same to this old Packer.'
					: undefined,
		next: recipe =>
			isToAll(recipe)
				? 'Open it to the address of this computer only. If that does not help, choose another subnet, or look whether this network lets SSH out.'
				: 'Choose a subnet with a way to the internet, or open port 22 to the address that this computer has now.',
		remedy: recipe => (isToAll(recipe) || recipe.aws.network.subnet === undefined ? 'ssh-from' : 'subnet'),
	},
	{
		id: 'connection.algorithms',
		patterns: [/no common algorithm|no matching host key type/],
		what: 'The machine answered, but it and this Packer know no common way to encrypt.',
		next: 'Use a newer Packer, or another base image.',
		remedy: 'packer',
	},
	{
		id: 'connection.key-refused',
		patterns: [/Packer experienced an authentication error when trying to connect via SSH/],
		what: recipe =>
			`The machine answered, but did not let ${resolveBase(recipe).username} in with the key of this build.`,
		why: 'The log-in user of a base image is most often ubuntu, admin, ec2-user or rocky; the key is put there when the machine starts first.',
		next: 'Name the right log-in user of the base image, or choose another one.',
		remedy: 'base-image',
	},
	{
		id: 'connection.windows',
		patterns: [/Timeout waiting for (?:WinRM|password)/],
		what: 'The machine did not answer by WinRM.',
		next: 'Enable it by user_data in image.pkr.hcl; its password needs a key of type rsa.',
	},
	{
		id: 'connection.session-manager',
		patterns: [
			/"session-manager-plugin": executable file not found/,
			/TargetNotConnected/,
			/no iam_instance_profile defined; session_manager/,
			/ssm error: |error encountered in (?:obtaining target instance|reading session)/,
		],
		what: 'The machine could not be reached by the Session Manager of AWS.',
		next: 'It takes session-manager-plugin on this computer, an instance profile with AmazonSSMManagedInstanceCore, and a base image with the SSM agent.',
		remedy: 'instance-profile',
	},
	{
		id: 'connection.failed',
		patterns: [/Error waiting for SSH|couldn't determine address for instance|ssh: handshake failed/],
		what: 'The connection by SSH did not come about.',
		next: 'Run it again; if it stays so, look at the log.',
		remedy: 'again',
	},
];
