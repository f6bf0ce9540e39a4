import { usedZone } from '../../../recipe/base.ts';
import { needsToken } from '../../../recipe/bundles.ts';
import { type AmiBase, type AwsTarget, ownAddress, type Recipe } from '../../../recipe/schema.ts';
import { type Expression, list, map, pluginText, text } from '../../../template/hcl.ts';
import { type PackerProfile, profileFeatures } from '../../../template/profile.ts';
import {
	buildMark,
	githubToken,
	variableNames as names,
	secretInputs,
	type Variable,
} from '../../../template/variables.ts';
import { organizationsOf } from '../recipe/share.ts';

/** An empty list means everybody to Packer, so a Packer that cannot find the own address has to be told. */
const sshFromTexts = (
	sshFrom: AwsTarget['network']['sshFrom'],
	profile: PackerProfile,
): Pick<Variable, 'description' | 'value'> => {
	const who = 'Who may reach port 22 of the machine that builds';
	if (sshFrom !== ownAddress) {
		return { description: `${who}.`, value: list([text(sshFrom)]) };
	}

	return profileFeatures(profile).ownAddress
		? { description: `${who}; nobody but you, as AWS sees you, if it is empty.`, value: list([]) }
		: { description: `${who}: your own address, which this Packer cannot find out.`, value: undefined };
};

/** What is said of the variable that names the AMI. */
export const amiText = ({ name, owner }: AmiBase): string =>
	name === undefined || owner === undefined
		? 'The AMI to start from. It exists in one region only.'
		: `The AMI to start from, ${name} of account ${owner}. It exists in one region only.`;

/** Who may reach port 22. */
export const sshFromVariable = ({ aws: { network } }: Recipe, profile: PackerProfile): Variable => ({
	name: names.sshFrom,
	...sshFromTexts(network.sshFrom, profile),
	type: 'list(string)',
});

/** Whether copies have keys of their own. */
export const hasRegionKeys = ({ aws: { volume } }: Recipe): boolean => Object.keys(volume.kmsKeys).length > 0;

/** Packer wants all regions of the copies there if there is one; empty means the key of AWS. */
export const keysByRegion = ({
	copyTo,
	volume,
}: Pick<AwsTarget, 'copyTo' | 'volume'>): Readonly<Record<string, Expression>> =>
	Object.fromEntries(copyTo.map(region => [region, text(volume.kmsKeys[region] ?? '')]));

/** The variables of whom the image is shared with. */
export const shareVariables = ({ share }: Pick<AwsTarget, 'share'>): readonly Variable[] => {
	const { organizations, units } = organizationsOf(share);
	return [
		{
			name: names.accounts,
			description: 'The accounts that may start servers from the AMI and its copies.',
			all: share.accounts,
		},
		{
			name: names.organizations,
			description: 'The organisations whose accounts may do so, by ARN.',
			all: organizations,
		},
		{
			name: names.units,
			description: 'The parts of organisations (OUs) whose accounts may do so, by ARN.',
			all: units,
		},
	]
		.filter(({ all }) => all.length > 0)
		.map(({ name, description, all }) => ({
			name,
			description,
			type: 'list(string)',
			value: list(all.map(text)),
		}));
};

/** Where the AMI is made, and where copies of it are. */
export const placeVariables = ({ aws: { region, copyTo } }: Recipe): readonly Variable[] => [
	{ name: names.region, description: 'Where the AMI is built.', value: text(region) },
	{
		name: names.copyTo,
		description: 'More regions that get a copy of the AMI.',
		type: 'list(string)',
		value: list(copyTo.map(text)),
	},
];

/** What changes between builds of an AMI. */
export const awsInputs = (recipe: Recipe, profile: PackerProfile): readonly Variable[] => {
	const {
		base,
		aws: { network, volume },
	} = recipe;
	const zone = usedZone(network);
	return [
		{
			name: names.name,
			description: "The first part of the AMI's name; the time of the build follows.",
			value: text(recipe.name),
		},
		...placeVariables(recipe),
		{
			name: names.profile,
			description: 'The AWS profile to sign in with; what the environment offers if empty.',
			value: pluginText(recipe.aws.profile ?? ''),
		},
		...('ami' in base && base.newest === undefined
			? [
					{
						name: names.sourceAmi,
						description: amiText(base),
						value: text(base.ami),
					},
				]
			: []),
		{
			name: names.instanceType,
			description: `The machine that builds; any ${base.architecture} type will do.`,
			value: text(recipe.aws.instanceType),
		},
		...(network.subnet === undefined
			? []
			: [
					{
						name: names.subnet,
						description: 'Where the machine that builds starts.',
						value: text(network.subnet),
					},
				]),
		...(zone === undefined
			? []
			: [
					{
						name: names.zone,
						description: 'The availability zone of the machine that builds.',
						value: text(zone),
					},
				]),
		sshFromVariable(recipe, profile),
		...(volume.encrypted && volume.kmsKey !== undefined
			? [
					{
						name: names.kmsKey,
						description: 'The KMS key that encrypts the disk, in the region of the build.',
						value: text(volume.kmsKey),
					},
				]
			: []),
		...(hasRegionKeys(recipe)
			? [
					{
						name: names.regionKeys,
						description: 'The KMS keys that encrypt the copies, one in each region; the AWS key if empty.',
						type: 'map(string)',
						value: map(keysByRegion(recipe.aws)),
					},
				]
			: []),
		...shareVariables(recipe.aws),
		...(needsToken(recipe) ? [githubToken] : []),
		...secretInputs(recipe),
		buildMark,
	];
};
