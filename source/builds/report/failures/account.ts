import { atLeast, parseVersion } from '../../../base/versions.ts';
import { mustBeEnabled, regionText } from '../../../recipe/base.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { awsCommand, type PackerFailure, type Saying, signInNext, type Words, who } from './failure.ts';

const isInOptInRegion = ({ recipe }: Saying): boolean => mustBeEnabled(recipe.aws.region);

const enabled = 'Have it enabled (AWS console, Account, AWS Regions; that takes minutes), or';
const enable = `${enabled} build in another region.`;

/** Whether a failure that names regions is one of the region in which the build runs. */
const isOfBuild = ({ aws: { region } }: Recipe, [, regions = region]: RegExpExecArray): boolean =>
	regions.split(' ').includes(region);

/**
 * Whether Packer gives the machine its tags only when it runs: up to 1.6 the launch template of a spot machine names none
 * (GH-10456 of Packer 1.7.0).
 */
const tagsComeLate = ({ recipe, packer }: Saying): boolean => {
	const version = packer && parseVersion(packer.version);
	return recipe.aws.spot && version !== undefined && !atLeast(version, '1.7.0');
};

const notAllowed: Words = (recipe, [, action]) => `AWS does not allow ${who(recipe)} to do ${action}.`;

const allow: Words = (_, [, action]) =>
	action === undefined
		? 'Have that allowed in the IAM policy of who signs.'
		: `Have ${action} allowed in the IAM policy of who signs.`;

/** What AWS says of who asks and of the account: not accepted, not enabled, not allowed, too much. */
export const accountFailures: readonly PackerFailure[] = [
	{
		id: 'launch.metadata-version',
		patterns: [/httpTokensEnforced|MetadataHttpTokens|IMDSv1/],
		what: 'This account launches only machines that insist on version 2 of the metadata service, and the template does not ask for that.',
		next: 'With Packer 1.7 or newer the template asks for it: get one. In files of yours it is metadata_options { http_tokens = "required" } in the source block.',
		remedy: 'packer',
	},
	{
		id: 'launch.profile-late',
		patterns: [
			/timed out waiting for IAM changes to propagate/i,
			/Timed out waiting for (?:temporary role|instance profile)/,
		],
		what: 'AWS did not show the role that Packer made for this machine in time.',
		why: 'The amazon plugins 1.8.1 and 1.8.2 also fail so without a default network, and for arm64.',
		next: 'Run it again; if it stays so, use another version of the plugin, or an instance profile that is there.',
		remedy: 'again',
	},
	{
		id: 'launch.spot-role',
		patterns: [
			/AuthFailure\.ServiceLinkedRoleCreationNotPermitted|do not have permission to create the service-linked role for/,
		],
		what: 'This account has no role for spot instances yet, and who signs may not make it.',
		next: recipe =>
			`Somebody who may makes it once: ${awsCommand('iam create-service-linked-role --aws-service-name spot.amazonaws.com', recipe)}. Or build without spot.`,
		remedy: 'on-demand',
	},
	{
		id: 'base.not-shared',
		patterns: [/AuthFailure: Not authorized for images?: \[?(ami-\w+)?/],
		what: (_, [, ami]) =>
			`The base image${ami === undefined ? '' : ` ${ami}`} is not shared with this account.`,
		next: 'Have its owner share it with this account, or choose another base image or profile.',
		remedy: 'base-image',
	},
	{
		id: 'account.region-off',
		patterns: [
			/AuthFailure: AWS was not able to validate|InvalidClientTokenId|UnrecognizedClientException|security token included in the request is invalid/,
		],
		when: isInOptInRegion,
		what: recipe => `AWS does not accept ${who(recipe)} in ${regionText(recipe.aws.region)}.`,
		why: 'That is a region that every account has to enable first: until then AWS says the same as to wrong keys.',
		next: enable,
		remedy: 'region',
	},
	{
		id: 'account.region-off',
		patterns: [/Invalid region\(s\): \[(.+?)\]/, /OptInRequired: You are not subscribed to this service/],
		what: (recipe, [, regions]) =>
			`AWS does not know the region ${regions ?? recipe.aws.region}, or it is not enabled in this account.`,
		// Where it is one that gets a copy, the region of the build may stay.
		next: (recipe, match) =>
			isOfBuild(recipe, match) ? enable : `${enabled} leave it out of those that get a copy.`,
		remedy: (recipe, match) => (isOfBuild(recipe, match) ? 'region' : 'copy-to'),
	},
	{
		id: 'sign-in.refused',
		patterns: [
			/\bAuthFailure: (?:AWS was not able to (?:validate|authenticate)|Credential must have)/,
			/\b(?:InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidAccessKeyId)\b|security token included in the request is invalid/,
			// Who answers for AWS in between, such as a proxy, may give a status and no code.
			/caller identity from STS: .*StatusCode: 40[13]\b.*api error UnknownError/,
		],
		what: recipe => `AWS does not accept the keys of ${who(recipe)}.`,
		why: 'The access key was deleted, it or its secret key is mistyped, or both are for a limited time and AWS_SESSION_TOKEN is missing.',
		next: (recipe, _match, { mode }) =>
			mode === 'rehearsal'
				? `A rehearsal signs in nowhere, so this was asked for (--fault). In AWS: ${signInNext(recipe)}`
				: signInNext(recipe),
		remedy: 'sign-in',
	},
	{
		id: 'account.blocked',
		patterns: [/\bBlocked: |account is currently blocked/],
		what: 'AWS has blocked this account.',
		next: 'Look for a message of AWS, or open a case at its support.',
	},
	{
		id: 'account.not-verified',
		patterns: [/PendingVerification/],
		what: ({ aws: { region } }) =>
			`AWS still checks this account for ${region}; it writes when that is done.`,
		next: 'Wait for that, most often some minutes, or build in another region.',
		remedy: 'again',
	},
	{
		id: 'account.tags-demanded',
		patterns: [
			/not authorized to perform: (ec2:(?:RunInstances|CreateVolume|CreateFleet|CreateTags)) on resource: \S*:(?:instance|volume|network-interface|spot-instances-request)\/.* explicit deny in a (?:service|resource) control policy/,
			/\b(TagPolicyViolation)\b/,
		],
		what: 'A policy of the organisation does not let this machine be launched.',
		why: (_recipe, _match, saying) =>
			tagsComeLate(saying)
				? 'Such policies most often demand certain tags of the machine and its disk, and Packer before 1.7 gives a spot machine its tags only when it runs.'
				: 'Such policies most often demand certain tags of the machine and its disk, or allow certain types only.',
		next: (_recipe, _match, saying) =>
			tagsComeLate(saying)
				? 'Build on demand, with the tags that the organisation demands; or get Packer 1.7 or newer.'
				: 'Ask who keeps the AWS organisation which tags it demands, and set them.',
		remedy: (_recipe, _match, saying) => (tagsComeLate(saying) ? 'on-demand' : 'tags'),
	},
	{
		id: 'base.not-allowed',
		patterns: [
			/not authorized to perform: ec2:RunInstances on resource: \S*:image\/(ami-\w+).* explicit deny in a (?:service|resource) control policy/,
		],
		what: (_, [, ami]) =>
			`A policy of the organisation does not let machines start from the base image ${ami}.`,
		next: 'Choose a base image that the organisation allows.',
		remedy: 'base-image',
	},
	{
		id: 'account.organisation-policy',
		patterns: [
			/not authorized to perform: ([\w-]+:\w+).* explicit deny in a (?:service|resource) control policy/,
			/operation error \w+: (\w+).* explicit deny in a (?:service|resource) control policy/,
		],
		what: (_, [, action]) => `A policy of the organisation forbids ${action} here, whoever asks.`,
		why: ({ aws: { region } }) =>
			`Such policies most often allow certain regions only: ${region} may be none of them.`,
		next: 'Choose another region, or ask who keeps the AWS organisation.',
		remedy: 'region',
	},
	{
		id: 'account.explicit-deny',
		patterns: [
			/not authorized to perform: ([\w-]+:\w+).* explicit deny in (an? [\w -]+?)(?=[.,;:]|$| Encoded| status)/,
		],
		what: (_, [, action, policy]) => `AWS forbids ${action}: ${policy} says so.`,
		next: 'No other policy can allow that: have this one changed, or choose another profile.',
		remedy: 'profile',
	},
	{
		id: 'account.pass-role',
		patterns: [/not authorized to perform: iam:PassRole/],
		what: recipe =>
			`AWS does not allow ${who(recipe)} to hand ${recipe.aws.instanceProfile === undefined ? 'a role' : `the role of ${recipe.aws.instanceProfile}`} to a machine (iam:PassRole).`,
		next: 'Have iam:PassRole allowed for that role, or build without an instance profile.',
		remedy: 'instance-profile',
	},
	{
		id: 'account.no-key-pair',
		patterns: [/Error creating temporary keypair: (?:.*?)UnauthorizedOperation/],
		what: recipe => `AWS does not allow ${who(recipe)} to make a key pair (ec2:CreateKeyPair).`,
		next: 'Have ec2:CreateKeyPair and ec2:DeleteKeyPair allowed in the IAM policy of who signs.',
		remedy: 'profile',
	},
	{
		id: 'account.not-allowed',
		patterns: [
			/not authorized to perform: ([\w-]+:\w+)/,
			/operation error \w+: (\w+),.*\b(?:UnauthorizedOperation|AccessDenied)/,
		],
		what: notAllowed,
		next: allow,
		remedy: 'profile',
	},
	{
		id: 'account.not-allowed',
		patterns: [/\b(?:UnauthorizedOperation|AccessDenied(?:Exception)?)\b/, /\bAuthFailure\b(?:\.\w+)?: /],
		what: recipe => `AWS does not allow ${who(recipe)} to do this.`,
		next: 'Have it allowed in the IAM policy of who signs, or choose another profile.',
		remedy: 'profile',
	},
	{
		id: 'account.throttled',
		patterns: [
			/RequestLimitExceeded|Throttling(?:Exception)?:|Request limit exceeded|failed to get rate limit token/,
		],
		what: 'AWS answers this account no more for the moment: too many requests.',
		why: 'All that runs in the account shares the limit; Packer has asked ten times.',
		next: 'Wait a minute, then run it again.',
		remedy: 'again',
	},
];
