import { keyAdvice, type PackerFailure, type Saying, seeWhatIsLeft, who } from './failure.ts';

const copyNext =
	'Packer takes the whole image away when one copy fails. Leave that region out for now: aws ec2 copy-image makes the copy when it can be made.';

/** Packer copies within the region of the build, too, to encrypt the image. */
const isElsewhere = ({ recipe }: Saying, [, region]: RegExpExecArray): boolean =>
	region !== recipe.aws.region;

/** What ends a copy, and is no matter of the copy. */
const ofAnyCall =
	'ExpiredToken|RequestExpired|RequestLimitExceeded|Throttling|dial tcp|send request failed|request send failed';

/** Copies of the image: before all else, since most other failures may stand behind the region. */
export const copyFailures: readonly PackerFailure[] = [
	{
		id: 'copy.region-off',
		patterns: [
			/Error [Cc]opying AMI \(\S+\) to region \((\S+?)\): .*\b(?:AuthFailure|OptInRequired|InvalidClientTokenId|UnrecognizedClientException)\b/,
		],
		what: (_, [, region]) =>
			`The image could not be copied to ${region}: this account has not enabled that region.`,
		next: 'Have it enabled (AWS console, Account, AWS Regions), or leave that region out.',
		remedy: 'copy-to',
	},
	{
		id: 'copy.limit',
		patterns: [
			/(?:Error [Cc]opying AMI \(\S+\) to region \((\S+?)\): .*)?(?:ResourceLimitExceeded|SnapshotLimitExceeded|SnapshotCreationPerVolumeRateExceeded)/,
		],
		what: (_, [, region]) =>
			`AWS makes no more copies at once${region === undefined ? '' : ` in ${region}`}: too many run in this account.`,
		next: 'Wait until the others are done, or leave some regions out.',
		remedy: 'again',
	},
	{
		id: 'copy.not-allowed',
		patterns: [
			/Error [Cc]opying AMI \(\S+\) to region \((\S+?)\): .*\b(?:UnauthorizedOperation|AccessDenied(?:Exception)?)\b/,
		],
		when: isElsewhere,
		what: (recipe, [, region]) => `AWS does not allow ${who(recipe)} to copy the image to ${region}.`,
		why: 'The policy of who signs lacks ec2:CopyImage, or the organisation forbids that region.',
		next: 'Have that allowed, or leave that region out.',
		remedy: 'copy-to',
	},
	{
		id: 'copy.failed',
		patterns: [new RegExp(`Error [Cc]opying AMI \\(\\S+\\) to region \\((\\S+?)\\)(?!.*(?:${ofAnyCall}))`)],
		when: isElsewhere,
		what: (_, [, region]) => `The image could not be copied to ${region}.`,
		next: copyNext,
		remedy: 'copy-to',
	},
	{
		id: 'copy.failed',
		patterns: [
			/Error waiting for AMI \((?:ami-\w+)\) in region \((\S+?)\): .*(?:failed waiting for successful resource state|waiter state transitioned to Failure)/,
		],
		when: (saying, match) => saying.recipe.aws.copyTo.length > 0 && isElsewhere(saying, match),
		what: (_, [, region]) => `The copy of the image in ${region} failed at AWS.`,
		why: 'Most often the key that encrypts it there cannot be used.',
		next: copyNext,
		remedy: 'copy-to',
	},
	{
		id: 'copy.timeout',
		patterns: [
			/Error waiting for AMI \(ami-\w+\) in region \((\S+?)\): .*(?:exceeded wait attempts|exceeded max wait time)/,
		],
		when: (saying, match) => saying.recipe.aws.copyTo.length > 0 && isElsewhere(saying, match),
		what: (_, [, region]) =>
			`AWS did not finish the copy of the image in ${region} in the time that Packer waits.`,
		why: 'A large disk takes AWS long to copy, and Packer takes the whole image away when one copy fails.',
		next: 'To wait longer: AWS_MAX_ATTEMPTS=240 and AWS_POLL_DELAY_SECONDS=15, both. Or leave that region out.',
		remedy: 'copy-to',
	},
];

/** From a machine that is ready to an image that is. */
export const imageFailures: readonly PackerFailure[] = [
	{
		id: 'image.name-taken',
		patterns: [/^Error: AMI Name: '(.+?)' is used by an existing AMI: (ami-\w+)/],
		what: (_, [, name, ami]) => `There is an image named ${name} already: ${ami}.`,
		next: 'Choose another name, or delete that image.',
		remedy: 'name',
	},
	{
		id: 'image.name-taken-meanwhile',
		patterns: [/InvalidAMIName\.Duplicate/],
		what: 'Another image took the name while this one was built.',
		next: 'Run it again: its name gets another time. Or choose another name.',
		remedy: 'again',
	},
	{
		id: 'image.name',
		patterns: [/AMIName should only contain|ami_name must be between 3 and 128|InvalidAMIName\.Malformed/],
		what: 'The name in the template is none that an image can have.',
		why: "It has 3 to 128 letters, digits and ( ) [ ] space . / - ' @ _ only.",
		next: 'Choose another name.',
		remedy: 'name',
	},
	{
		id: 'image.stop-timeout',
		// One that is gone is no more waited for.
		patterns: [
			/Error waiting for instance to stop(?!.*(?:successful resource state|to Failure|dial tcp|send))/,
		],
		what: 'The machine did not stop in time.',
		why: 'Something on it does not end when it is told to; Packer waits ten minutes.',
		remedy: 'again',
	},
	{
		id: 'image.cancelled',
		patterns: [/Error waiting for AMI: (?:RequestCanceled|request cancell?ed)/],
		what: 'Packer was told to end while AWS made the image: it may be ready later, and is not deleted.',
		next: (_, __, saying) => (saying.mode === 'rehearsal' ? undefined : seeWhatIsLeft(saying)),
		remedy: 'cleanup',
	},
	{
		id: 'image.timeout',
		patterns: [
			/Error waiting for AMI.*(?:exceeded wait attempts|exceeded max wait time)/,
			/exceeded max wait time for Image\w+ waiter/,
		],
		what: 'AWS did not finish the image in the time that Packer waits; it may be ready later.',
		why: 'A large disk takes AWS long, and the first copy of an encrypted one longer.',
		next: 'Look for it in the console (EC2, AMIs). To wait longer: AWS_MAX_ATTEMPTS=240 and AWS_POLL_DELAY_SECONDS=15, both.',
		remedy: 'again',
	},
	{
		id: 'image.failed',
		// A machine that did not start is told in the same words.
		patterns: [
			/^(?!Error waiting for instance).*(?:failed waiting for successful resource state|waiter state transitioned to Failure)/,
			/Error [Cc]opying AMI \(\S+\) to region|\bKMS\.\w+Exception\b|KMSKeyNotAccessible/,
		],
		what: 'AWS gave the image up: most often the key that encrypts it cannot be used.',
		next: keyAdvice('kms:CreateGrant, DescribeKey and ReEncrypt'),
		remedy: 'kms-key',
	},
	{
		id: 'image.key-not-shareable',
		patterns: [/Cannot share (?:AMI|snapshot) encrypted with default KMS key/],
		what: 'An image that is encrypted with the key of AWS cannot be shared with other accounts.',
		next: 'Choose a key of your own, and share its policy as well.',
		remedy: 'kms-key',
	},
	{
		id: 'image.sharing',
		patterns: [/Error modify (?:AMI|snapshot) attributes: (.+)/],
		what: 'AWS does not let the image be shared as the template wants it.',
		why: 'The account blocks public images, an account number is wrong, or the key that encrypts it is that of AWS.',
		next: 'Set that right in image.pkr.hcl, or in the settings of the account.',
	},
	{
		id: 'image.too-many-tags',
		patterns: [/TagLimitExceeded|more than (?:50|fifty) tags/i],
		what: 'AWS takes 50 tags at most, those of packer-wizard and Packer counted.',
		next: 'Leave some out.',
		remedy: 'tags',
	},
	{
		id: 'image.tags',
		patterns: [
			/Error adding tags to Resources|Error tagging (?:source instance|AMI|security group|key pair|volumes|spot request|source EBS)/,
			/Tag keys? starting with 'aws:'|Tag (?:key|value) exceeds/i,
		],
		what: 'AWS did not take the tags.',
		next: 'Look at them: no key begins with aws:, and 50 are the most. Who signs needs ec2:CreateTags.',
		remedy: 'tags',
	},
	{
		id: 'image.tag-template',
		patterns: [/Error processing tag: (\S+?):/, /Error generating (?:\w+ )?tags/],
		what: (_, [, tag]) =>
			`The tag${tag === undefined ? 's' : ` ${tag}`} in the template cannot be worked out.`,
		next: 'Between {{ and }} only SourceAMI, SourceAMIName, SourceAMIOwner, SourceAMITags and BuildRegion may stand.',
		remedy: 'tags',
	},
];

/** What stands in front of any other reason. */
export const refusedImage: readonly PackerFailure[] = [
	{
		id: 'image.refused',
		patterns: [/Error creating AMI: (.+)/],
		what: 'AWS did not make an image of the machine.',
		remedy: 'again',
	},
];
