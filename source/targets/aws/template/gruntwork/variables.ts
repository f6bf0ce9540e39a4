import { type ChosenBundle, needsToken } from '../../../../recipe/bundles.ts';
import { anyAddress, type Recipe } from '../../../../recipe/schema.ts';
import { versionTagOf } from '../../../../recipe/style.ts';
import { code, emptyLine, type Item, list, map, pluginText, text } from '../../../../template/hcl.ts';
import type { PackerProfile } from '../../../../template/profile.ts';
import {
	buildMark,
	githubToken,
	secretInputs,
	type Variable,
	variableBlock,
	variableNames,
} from '../../../../template/variables.ts';
import { amiText, keysByRegion, placeVariables, shareVariables, sshFromVariable } from '../variables.ts';
import { serviceVariables } from './services.ts';

/** The names that the Reference Architecture has beside those that are called alike in ours. */
export const gruntworkNames = {
	versionTag: 'version_tag',
	catalogRef: 'service_catalog_ref',
	encryptBoot: 'encrypt_boot',
	kmsKey: 'encrypt_kms_key_id',
	sshInterface: 'ssh_interface',
	publicAddress: 'associate_public_ip_address',
	vpcKey: 'vpc_filter_key',
	vpcValue: 'vpc_filter_value',
	subnetKey: 'vpc_subnet_filter_key',
	subnetValue: 'vpc_subnet_filter_value',
	installer: 'gruntwork_installer_version',
	bashCommons: 'bash_commons_version',
} as const;
const own = gruntworkNames;

const versions: Readonly<Record<string, string>> = {
	'gruntwork-installer': own.installer,
	'bash-commons': own.bashCommons,
};

/** The variable whose value is the version of a bundle, if the Reference Architecture has one for it. */
export const versionVariable = ({ bundle }: ChosenBundle): string | undefined =>
	versions[bundle.id] ?? (bundle.way === 'service' ? own.catalogRef : undefined);

const networkVariables = ({ aws: { network } }: Recipe): readonly Variable[] => [
	{
		name: variableNames.zone,
		description: 'The availability zone of the machine that builds; any if empty.',
		value: text(network.zone ?? ''),
	},
	{
		name: own.vpcKey,
		description:
			'By what the network (VPC) of the machine is found: isDefault, tag:Name …; not at all if empty.',
		value: text(network.subnet === undefined ? 'isDefault' : ''),
	},
	{
		name: own.vpcValue,
		description: 'What that has to be.',
		value: text(network.subnet === undefined ? 'true' : ''),
	},
	{
		name: own.subnetKey,
		description: 'By what the subnet is found: default-for-az, tag:Name, subnet-id …; not at all if empty.',
		value: text(network.subnet === undefined ? 'default-for-az' : 'subnet-id'),
	},
	{
		name: own.subnetValue,
		description: 'What that has to be. Of several subnets the one with the most free addresses is taken.',
		value: text(network.subnet ?? 'true'),
	},
	{
		name: own.publicAddress,
		description: 'Whether the machine gets a public address.',
		type: 'bool',
		value: code(network.address === 'public'),
	},
	{
		name: own.sshInterface,
		description: 'By which address Packer reaches the machine: public_ip, private_ip …',
		value: text(network.address === 'public' ? 'public_ip' : 'private_ip'),
	},
];

const encryptionVariables = ({ aws: { volume, copyTo } }: Recipe): readonly Variable[] => [
	{
		name: own.encryptBoot,
		description: 'Whether the AMI is encrypted.',
		type: 'bool',
		value: code(volume.encrypted),
	},
	{
		name: own.kmsKey,
		description: 'The KMS key that encrypts the AMI, in the region of the build; the AWS key if empty.',
		value: text(volume.encrypted ? (volume.kmsKey ?? '') : ''),
	},
	{
		name: variableNames.regionKeys,
		description: 'The KMS keys of the copies: all regions of copy_to_regions, or none for the AWS keys.',
		type: 'map(string)',
		value: map(Object.keys(volume.kmsKeys).length > 0 ? keysByRegion({ volume, copyTo }) : {}),
	},
];

/** Those that stand there only if the Recipe needs them. */
const furtherVariables = (recipe: Recipe, profile: PackerProfile): readonly Variable[] => [
	...('ami' in recipe.base && recipe.base.newest === undefined
		? [
				{
					name: variableNames.sourceAmi,
					description: amiText(recipe.base),
					value: text(recipe.base.ami),
				},
			]
		: []),
	...(recipe.aws.profile === undefined
		? []
		: [
				{
					name: variableNames.profile,
					description: 'The AWS profile to sign in with; what the environment offers if empty.',
					value: pluginText(recipe.aws.profile),
				},
			]),
	...(recipe.aws.network.sshFrom === anyAddress ? [] : [sshFromVariable(recipe, profile)]),
];

const ownVariables = (
	recipe: Recipe,
	profile: PackerProfile,
	versions: Readonly<Record<string, string>>,
): readonly Variable[] => [
	{
		name: own.versionTag,
		description: 'The version of this image, in its name and its tag "version".',
		value: text(versionTagOf(recipe.aws)),
	},
	...(own.catalogRef in versions
		? []
		: [
				{
					name: own.catalogRef,
					description:
						'The version of the service catalogue, which pipelines give; nothing here is installed from it.',
					value: text(''),
				},
			]),
	{
		name: variableNames.name,
		description: 'The first part of the AMI\'s name, and its tag "service".',
		value: text(recipe.name),
	},
	...placeVariables(recipe),
	{
		name: variableNames.accounts,
		description: 'The accounts that may start servers from the AMI and its copies.',
		type: 'list(string)',
		value: list(recipe.aws.share.accounts.map(text)),
	},
	...shareVariables({ share: { ...recipe.aws.share, accounts: [] } }),
	{
		name: variableNames.instanceType,
		description: `The machine that builds; any ${recipe.base.architecture} type will do.`,
		value: text(recipe.aws.instanceType),
	},
	...encryptionVariables(recipe),
	...networkVariables(recipe),
	...Object.entries(versions).map(([name, version]) => ({
		name,
		description: 'The version that is installed.',
		value: text(version),
	})),
	...(needsToken(recipe) ? [githubToken] : []),
	...secretInputs(recipe),
	...furtherVariables(recipe, profile),
	buildMark,
];

/** Those that services are told. */
export const toldVariables = (
	...[recipe, profile, versions]: Parameters<typeof ownVariables>
): readonly Variable[] =>
	serviceVariables(
		recipe,
		ownVariables(recipe, profile, versions).map(({ name }) => name),
	);

/** The variables of a template in Gruntwork's style, each with a default. */
export const gruntworkVariables = (
	recipe: Recipe,
	profile: PackerProfile,
	versions: Readonly<Record<string, string>>,
): Item[] =>
	[...ownVariables(recipe, profile, versions), ...toldVariables(recipe, profile, versions)].flatMap(
		variable => [emptyLine, variableBlock(variable)],
	);
