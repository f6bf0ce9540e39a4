import { resolveBase, usedZone, volumeSize } from '../../../recipe/base.ts';
import { needsMetadataV1 } from '../../../recipe/needs.ts';
import { type AwsTarget, ownAddress, type Recipe } from '../../../recipe/schema.ts';
import { attribute, block, code, comment, emptyLine, type Item, text } from '../../../template/hcl.ts';
import { withKeptLines } from '../../../template/kept.ts';
import { type PackerProfile, profileFeatures } from '../../../template/profile.ts';
import { provisioningSteps } from '../../../template/steps.ts';
import { variableNames as names, variable } from '../../../template/variables.ts';
import { organizationsOf } from '../recipe/share.ts';
import { baseItems } from './base.ts';
import { hasRegionKeys } from './variables.ts';

const whatItHolds = (recipe: Recipe): string => {
	const holds = provisioningSteps(recipe)
		.filter(({ bundle, step }) => step || bundle?.chosen)
		.map(({ name }) => name);
	return `${resolveBase(recipe).title}${holds.length === 0 ? '' : ` with ${holds.join(', ')}`}`;
};

/**
 * EC2 refuses a description that is not ASCII or longer than 255, and Packer takes `{{` for a template however it is
 * written; both say so only when all the work is done.
 */
export const description = (recipe: Recipe): string => {
	const plain = (recipe.description ?? '')
		.normalize('NFKD')
		.replaceAll(/[‐-―]/g, '-')
		.replaceAll(/[^ -~]/g, '')
		.replaceAll('{{', '{ {')
		.trim();
	return (plain === '' ? whatItHolds(recipe) : plain).slice(0, 255);
};

const networkItems = ({ aws: { network } }: Recipe, profile: PackerProfile): Item[] => [
	...(network.subnet === undefined
		? []
		: [
				attribute('subnet_id', variable(names.subnet)),
				...(network.address === 'public' ? [attribute('associate_public_ip_address', code(true))] : []),
			]),
	...(usedZone(network) === undefined ? [] : [attribute('availability_zone', variable(names.zone))]),
	attribute('ssh_interface', text(network.address === 'public' ? 'public_ip' : 'private_ip')),
	attribute('temporary_security_group_source_cidrs', variable(names.sshFrom)),
	...(network.sshFrom === ownAddress && profileFeatures(profile).ownAddress
		? [attribute('temporary_security_group_source_public_ip', code(true))]
		: []),
];

export const machineItems = (recipe: Recipe): Item[] => [
	attribute('instance_type', variable(names.instanceType)),
	...(recipe.aws.instanceProfile === undefined
		? []
		: [attribute('iam_instance_profile', text(recipe.aws.instanceProfile))]),
	...(recipe.aws.spot
		? [
				emptyLine,
				comment('A spot instance, for the price of the day; at most what one on demand costs.'),
				attribute('spot_price', text('auto')),
			]
		: []),
];

export const runTagItems = ({ aws: { spot } }: Recipe, profile: PackerProfile): Item[] =>
	[
		'run_tags',
		'run_volume_tags',
		...(spot ? ['spot_tags'] : []),
		...(spot && profileFeatures(profile).fleetTags ? ['fleet_tags'] : []),
	].map(name => attribute(name, code('local.run_tags')));

/** The disk that the machine starts from, without its encryption. */
export const rootDisk = (recipe: Recipe, profile: PackerProfile): Item[] => [
	attribute('device_name', text(resolveBase(recipe).rootDevice)),
	attribute('volume_size', code(volumeSize(recipe))),
	attribute('volume_type', text(recipe.aws.volume.type)),
	...(recipe.aws.volume.type === 'gp3' && profileFeatures(profile).wantsGp3Figures
		? [attribute('iops', code(3000)), attribute('throughput', code(125))]
		: []),
	attribute('delete_on_termination', code(true)),
];

const diskItems = (recipe: Recipe, profile: PackerProfile): Item[] => {
	const {
		aws: { volume },
	} = recipe;
	const ownKey = volume.encrypted && volume.kmsKey !== undefined;
	return [
		...(ownKey && recipe.aws.copyTo.length > 0 && !hasRegionKeys(recipe)
			? [comment('A key belongs to one region: the copies are encrypted with the EBS key of theirs.')]
			: []),
		block('launch_block_device_mappings', [
			...rootDisk(recipe, profile),
			...(volume.encrypted ? [attribute('encrypted', code(true))] : []),
			...(ownKey ? [attribute('kms_key_id', variable(names.kmsKey))] : []),
		]),
	];
};

/**
 * Accounts can refuse whatever starts with version 1 of the metadata service, which Packer asks for from 1.7 on if
 * nothing is said; before, it leaves that to the account. What servers need is known for systems of the catalogue only.
 */
export const metadataItems = (recipe: Recipe, profile: PackerProfile): Item[] => {
	const features = profileFeatures(profile);
	if (!features.metadataOptions) {
		return [];
	}

	const imdsSupport = features.imdsSupport && 'image' in recipe.base && !needsMetadataV1(recipe);
	return [
		emptyLine,
		comment(
			imdsSupport
				? 'IMDSv2 only, while it builds and on servers made from the AMI.'
				: 'IMDSv2 only, while it builds.',
		),
		block('metadata_options', [
			attribute('http_endpoint', text('enabled')),
			attribute('http_tokens', text('required')),
		]),
		...(imdsSupport ? [attribute('imds_support', text('v2.0'))] : []),
	];
};

/** Whom the image and its copies are shared with, as far as the Recipe says. */
export const shareItems = ({ share }: Pick<AwsTarget, 'share'>): Item[] => {
	const { organizations, units } = organizationsOf(share);
	return [
		...(share.accounts.length > 0 ? [attribute('ami_users', variable(names.accounts))] : []),
		...(organizations.length > 0 ? [attribute('ami_org_arns', variable(names.organizations))] : []),
		...(units.length > 0 ? [attribute('ami_ou_arns', variable(names.units))] : []),
	];
};

/** Packer gives copies keys of their own only where it encrypts the image once more. */
const keyItems = (recipe: Recipe): Item[] =>
	hasRegionKeys(recipe)
		? [
				attribute('encrypt_boot', code(true)),
				attribute('kms_key_id', variable(names.kmsKey)),
				attribute('region_kms_key_ids', variable(names.regionKeys)),
			]
		: [];

/** How long Packer waits for the image. */
export const pollingItems: readonly Item[] = [
	comment('Up to an hour for the AMI and its copies: large disks need it.'),
	block('aws_polling', [attribute('delay_seconds', code(5)), attribute('max_attempts', code(720))]),
];

/** Who logs in; the key of the build alone is not left in the image. */
export const logInItems = (recipe: Recipe): Item[] => [
	attribute('ssh_username', text(resolveBase(recipe).username)),
	attribute('ssh_clear_authorized_keys', code(true)),
];

/** The block that says where and from what the AMI is made. */
export const sourceBlock = (recipe: Recipe, profile: PackerProfile): Item =>
	block(
		'source "amazon-ebs" "image"',
		withKeptLines(recipe.aws, [
			attribute('region', variable(names.region)),
			attribute('profile', variable(names.profile)),
			emptyLine,
			...baseItems(recipe),
			emptyLine,
			...machineItems(recipe),
			emptyLine,
			...logInItems(recipe),
			...networkItems(recipe, profile),
			emptyLine,
			...diskItems(recipe, profile),
			...metadataItems(recipe, profile),
			emptyLine,
			attribute('ami_name', code('local.ami_name')),
			attribute('ami_description', text(description(recipe))),
			attribute('ami_regions', variable(names.copyTo)),
			...shareItems(recipe.aws),
			...keyItems(recipe),
			attribute('tags', code('local.tags')),
			emptyLine,
			...runTagItems(recipe, profile),
			emptyLine,
			...pollingItems,
		]),
	);
