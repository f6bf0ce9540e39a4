import { regionText, resolveBase, volumeSize } from '../../recipe/base.ts';
import type { Recipe } from '../../recipe/schema.ts';
import { ranExitCode } from '../../template/image.ts';
import { type FailurePattern, who } from './failure-pattern.ts';
import { signInFailures } from './sign-in-failures.ts';

const architectureText = ({ base }: Recipe): string => (base.architecture === 'arm64' ? 'arm64' : 'x86_64');

const logInFile = (recipe: Recipe): string =>
	`A log-in file of ${resolveBase(recipe).username}, such as ~/.bashrc,`;

/** The failures of a build as Packer 1.6.6 to 1.16 says them. The first match wins. */
export const buildFailures: readonly FailurePattern[] = [
	...signInFailures,
	{
		id: 'sign-in.expired',
		pattern: /\b(?:ExpiredToken|ExpiredTokenException|RequestExpired)\b/,
		what: recipe => `The AWS keys of ${who(recipe)} have expired, or the clock of this machine is wrong.`,
		credentials: true,
	},
	{
		id: 'sign-in.refused',
		pattern:
			/\b(?:AuthFailure|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidAccessKeyId)\b|security token included in the request is invalid/,
		what: recipe => `AWS does not accept the keys of ${who(recipe)}.`,
		credentials: true,
	},
	{
		id: 'key.not-allowed',
		pattern: /Error creating temporary keypair: (?:.*?)UnauthorizedOperation/,
		what: recipe => `AWS does not allow ${who(recipe)} to make a key pair (ec2:CreateKeyPair).`,
	},
	{
		id: 'account.not-allowed',
		pattern: /not authorized to perform: ([\w-]+:\w+)/,
		what: (recipe, [, action]) => `AWS does not allow ${who(recipe)} to do ${action}.`,
	},
	{
		id: 'account.not-allowed',
		pattern: /operation error \w+: (\w+),.*\b(?:UnauthorizedOperation|AccessDenied)/,
		what: (recipe, [, action]) => `AWS does not allow ${who(recipe)} to do ${action}.`,
	},
	{
		id: 'account.not-allowed',
		pattern: /\b(?:UnauthorizedOperation|AccessDenied(?:Exception)?)\b/,
		what: recipe => `AWS does not allow ${who(recipe)} to do this.`,
	},
	{
		id: 'network.no-default',
		pattern: /a valid Subnet Id was not specified|VPCIdNotSpecified|No default VPC (?:for this user|found)/,
		what: ({ region }) =>
			`${region} has no default network (VPC) in this account, and the recipe names no subnet.`,
	},
	{
		id: 'network.no-subnet',
		pattern: /Invalid(?:SubnetID|SubnetId)\.(?:NotFound|Malformed)/,
		what: ({ region, network }) =>
			`${region} has no subnet ${network.subnet ?? 'of that id'} in this account.`,
	},
	{
		id: 'account.no-region',
		pattern: /Invalid region\(s\): \[(.+?)\]/,
		what: (_, [, regions]) =>
			`AWS does not know the region ${regions}, or it is not enabled in this account.`,
	},
	{
		id: 'image.name-taken',
		pattern: /Error: AMI Name: '(.+?)' is used by an existing AMI: (ami-\w+)/,
		what: (_, [, name, ami]) => `There is an image named ${name} already: ${ami}.`,
	},
	{
		id: 'image.name-taken-meanwhile',
		pattern: /InvalidAMIName\.Duplicate/,
		what: () => 'Another image took the name while this one was built.',
	},
	{
		id: 'base.none',
		pattern: /No AMI was found matching filters/,
		what: recipe =>
			`${regionText(recipe.region)} has no image of ${resolveBase(recipe).title} for ${architectureText(recipe)}.`,
	},
	{
		id: 'base.owner',
		pattern: /your source AMI filter must declare an owner/,
		what: recipe =>
			`Whose account ${resolveBase(recipe).title} comes from in ${regionText(recipe.region)} is not known: image.pkr.hcl must name it.`,
	},
	{
		id: 'base.not-there',
		pattern: /InvalidAMIID\.(?:NotFound|Unavailable|Malformed)/,
		what: recipe => `${recipe.region} has no image ${resolveBase(recipe).title} that this account may use.`,
	},
	{
		id: 'launch.no-profile',
		pattern: /Couldn't find specified instance profile|Invalid IAM Instance Profile/,
		what: ({ instanceProfile }) =>
			`This account has no instance profile ${instanceProfile === undefined ? 'of that name' : `named ${instanceProfile}`}.`,
	},
	{
		id: 'launch.no-capacity',
		pattern: /InsufficientInstanceCapacity|Insufficient capacity|no Spot capacity|SpotMaxPriceTooLow/i,
		what: ({ instanceType, region, spot }) =>
			`AWS has no ${instanceType}${spot ? ' as a spot instance' : ''} free in ${region} at the moment.`,
	},
	{
		id: 'launch.quota',
		pattern: /VcpuLimitExceeded|InstanceLimitExceeded|MaxSpotInstanceCountExceeded/,
		what: ({ instanceType, region }) =>
			`The quota of this account in ${region} is too small for one more ${instanceType}.`,
	},
	{
		id: 'launch.architecture',
		pattern: /architecture '(\S+)' of the specified instance type does not match the architecture '(\S+)'/,
		what: ({ instanceType }, [, machine, image]) =>
			`${instanceType} is a machine for ${machine}, but the base image is for ${image}.`,
	},
	{
		id: 'launch.not-in-zone',
		pattern:
			/requested instance type \((\S+?)\) is not supported in your requested Availability Zone|Unsupported: .*instance type/,
		what: ({ instanceType, region }) =>
			`${instanceType} is not offered in the zone of ${region} that was taken.`,
	},
	{
		id: 'launch.no-type',
		pattern: /InvalidParameterValue: .*[Ii]nvalid value '(\S+)' for InstanceType|InvalidInstanceType/,
		what: ({ instanceType, region }) => `${region} does not know the instance type ${instanceType}.`,
	},
	{
		id: 'base.not-subscribed',
		pattern: /OptInRequired(?:.*?(https:\/\/\S+))?/,
		what: (_, [, link]) =>
			`The base image is from the AWS Marketplace and has to be subscribed to first${link === undefined ? '' : `: ${link}`}.`,
	},
	{
		id: 'account.not-verified',
		pattern: /PendingVerification/,
		what: ({ region }) => `AWS still checks this account for ${region}; it writes when that is done.`,
	},
	{
		id: 'launch.disk-too-small',
		pattern: /InvalidBlockDeviceMapping.*smaller than snapshot(?:.*expect size ?>= ?(\d+) ?GB)?/,
		what: (recipe, [, size]) =>
			`The disk of ${volumeSize(recipe)} GB is smaller than the base image${size === undefined ? '' : `, which needs ${size} GB`}.`,
	},
	{
		id: 'connection.timeout',
		pattern: /Timeout waiting for SSH/,
		what: ({ network }) =>
			network.address === 'private'
				? 'The machine did not answer on port 22 of its private address: this computer must be in that network.'
				: 'The machine did not answer on port 22: no public address, no route, or a firewall in between.',
	},
	{
		id: 'connection.key-refused',
		pattern: /Packer experienced an authentication error when trying to connect via SSH/,
		what: recipe =>
			`The machine answered, but did not let ${resolveBase(recipe).username} in with the key of this build.`,
	},
	{
		id: 'connection.failed',
		pattern: /Error waiting for SSH/,
		what: () => 'The connection by SSH did not come about.',
	},
	{
		id: 'connection.broke',
		pattern: /Script disconnected unexpectedly/,
		what: () => 'The connection to the machine broke while a script ran: a restart, or the network.',
	},
	{
		id: 'connection.log-in-file',
		pattern: new RegExp(
			`Script exited with non-zero exit status: 0\\. ?Allowed exit codes are: \\[${ranExitCode}\\]`,
		),
		what: recipe => `${logInFile(recipe)} ends shells without a terminal: nothing was run.`,
	},
	{
		id: 'connection.shell',
		pattern: /Error uploading (?:script|envVarFile): Process exited with status (\d+)/,
		what: (recipe, [, code]) =>
			`${logInFile(recipe)} or the shell itself ended with exit code ${code} before a script could be copied.`,
	},
	{
		id: 'connection.copy',
		pattern: /Error uploading (?:script|envVarFile): (scp: .+)/,
		what: (_, [, said]) => `A script could not be copied to the machine: ${said}.`,
	},
	{
		id: 'connection.log-in-file',
		// What is not from scp, SSH or Packer itself was printed in the place of scp's answer, which took the first letter.
		pattern:
			/Error uploading (?:script|envVarFile): (?!SCP |[Ee]rror |EOF|ssh|dial |read |write |[\w ]*[Tt]ime ?out)(.+)/,
		what: (recipe, [, said]) =>
			`${logInFile(recipe)} prints, or the shell refuses, so that no script can be copied: "…${said}".`,
	},
	{
		id: 'connection.copy',
		pattern: /SCP failed to start|Error uploading script/,
		what: () => 'A script could not be copied to the machine.',
	},
	{
		id: 'launch.kms-key',
		pattern: /\bInvalidKMSKey\b/,
		// Not by its name: the template may have been changed by hand.
		what: ({ region }) =>
			`The KMS key in the template cannot encrypt the disk: ${region} has no such key, it is disabled, or its ` +
			'policy does not let AWS use it.',
	},
	{
		id: 'launch.died',
		pattern: /Error waiting for instance \((i-\w+)\) to become ready/,
		what: (_, [, id]) => `The machine ${id} did not start.`,
	},
	{
		id: 'stop.timeout',
		pattern: /Error waiting for instance to stop/,
		what: () => 'The machine did not stop in time.',
	},
	{
		id: 'copy.failed',
		pattern: /Error [Cc]opying AMI \(\S+\) to region \((\S+?)\)/,
		what: (_, [, region]) => `The image could not be copied to ${region}.`,
	},
	{
		id: 'image.timeout',
		pattern: /Error waiting for AMI.*(?:exceeded wait attempts|exceeded max wait time)/,
		what: () => 'AWS did not finish the image in the time that Packer waits; it may be ready later.',
	},
	{
		id: 'image.failed',
		pattern: /failed waiting for successful resource state|waiter state transitioned to Failure/,
		what: () => 'AWS gave the image up: most often the key that encrypts it cannot be used.',
	},
	{
		id: 'account.throttled',
		pattern: /RequestLimitExceeded|Throttling(?:Exception)?:/,
		what: () => 'AWS answers this account no more for the moment: too many requests.',
	},
	{
		id: 'aws.unreachable',
		pattern:
			/dial tcp:? (?:lookup )?(\S+?)[: ].*?(?:no such host|i\/o timeout|connection refused|network is unreachable)/,
		what: (_, [, host]) => `AWS cannot be reached from here (${host}).`,
	},
	{
		id: 'aws.errors',
		pattern: /https response error StatusCode: 5\d\d|status code: 5\d\d/,
		what: () => 'AWS kept answering with an error of its own.',
	},
	{
		id: 'plugin.missing',
		pattern:
			/Missing plugins|no plugin installed for |is unknown by Packer, and is likely part of a plugin|Unknown (?:source|builder) type/,
		what: () => 'Packer has no plugin for Amazon EC2: packer init gets it.',
	},
	{
		id: 'template.unknown-word',
		pattern: /Blocks of type "(\S+?)" are not expected here|An argument named "(\S+?)" is not expected here/,
		what: (_, [, block, argument]) => `This Packer does not know ${block ?? argument} in the template.`,
	},
	{
		id: 'packer.other-version',
		pattern: /Unsupported Packer Core version/,
		what: () => 'The template asks for another version of Packer.',
	},
	{ id: 'packer.disk-full', pattern: /No space left on device/, what: () => 'A disk is full.' },
	{
		id: 'packer.unknown-flag',
		pattern: /flag provided but not defined: (\S+)/,
		what: (_, [, flag]) => `This Packer does not know ${flag}.`,
	},
];
