import { regionText, resolveBase } from '../../../recipe/base.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import type { PackerFailure } from './failure.ts';

const architectureText = ({ base }: Recipe): string => (base.architecture === 'arm64' ? 'arm64' : 'x86_64');

/** What is wrong with the image that it starts from. */
export const baseFailures: readonly PackerFailure[] = [
	{
		id: 'base.none',
		patterns: [/No AMI was found matching filters/],
		what: recipe =>
			`${regionText(recipe.aws.region)} has no image of ${resolveBase(recipe).title} for ${architectureText(recipe)}.`,
		next: 'Choose another base image, or build in another region and copy the image.',
		remedy: 'base-image',
	},
	{
		id: 'base.several',
		patterns: [/Your query returned more than one result/],
		what: 'Several images are called as the base image in the template.',
		next: 'Write most_recent = true into its source_ami_filter.',
	},
	{
		id: 'base.owner',
		patterns: [/your source AMI filter must declare an owner/],
		what: recipe =>
			`Whose account ${resolveBase(recipe).title} comes from in ${regionText(recipe.aws.region)} is not known: image.pkr.hcl must name it.`,
		next: 'Write the number of its account as owners into source_ami_filter, or choose another base image.',
		remedy: 'base-image',
	},
	{
		id: 'base.not-allowed',
		patterns: [/[Aa]llowed (?:AMIs|Images)\b/],
		what: recipe =>
			`This account allows certain images only, and ${resolveBase(recipe).title} is none of them.`,
		next: 'Choose another base image, or ask who keeps the setting Allowed AMIs.',
		remedy: 'base-image',
	},
	{
		id: 'base.not-there',
		patterns: [/InvalidAMIID\.(?:NotFound|Unavailable|Malformed)/],
		what: recipe =>
			`${recipe.aws.region} has no image ${resolveBase(recipe).title} that this account may use.`,
		why: 'An image has another id in each region; it may also have been deleted, or never been shared.',
		next: 'Choose another base image, or the region that it is in.',
		remedy: 'base-image',
	},
	{
		id: 'base.instance-store',
		patterns: [/source AMI has an invalid root device type/],
		what: recipe => `${resolveBase(recipe).title} has no disk that an image can be made of (instance store).`,
		next: 'Choose a base image whose root device is ebs.',
		remedy: 'base-image',
	},
	{
		id: 'base.not-subscribed',
		patterns: [/OptInRequired(?:.*?(https:\/\/\S+))?/],
		what: (_, [, link]) =>
			`The base image is from the AWS Marketplace and has to be subscribed to first${link === undefined ? '' : `: ${link}`}.`,
		next: 'Open that page in this account, accept the terms, and run it again a minute later.',
		remedy: 'again',
	},
	{
		id: 'base.product-type',
		patterns: [/instance configuration for this AWS Marketplace product is not supported/],
		what: ({ aws: { instanceType } }) => `The maker of the base image does not offer it for ${instanceType}.`,
		next: 'Choose a type that its page in the AWS Marketplace names.',
		remedy: 'instance-type',
	},
];
