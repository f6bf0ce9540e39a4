import { usedZone } from '../recipe/base.ts';
import { needsToken } from '../recipe/bundles.ts';
import { type AwsTarget, ownAddress, type Recipe } from '../recipe/schema.ts';
import { secretVariables } from '../recipe/step-kinds.ts';
import { organizationsOf } from '../targets/aws/recipe/share.ts';
import {
	attribute,
	block,
	code,
	type Expression,
	emptyLine,
	hclString,
	hclText,
	type Item,
	list,
	map,
	pluginText,
	text,
} from './hcl.ts';
import { type PackerProfile, profileFeatures } from './profile.ts';
import { tokenVariable } from './ways/way.ts';

/** The names of the template's variables, as they stand after `var.`. */
export const variableNames = {
	region: 'aws_region',
	profile: 'aws_profile',
	name: 'ami_name',
	copyTo: 'copy_to_regions',
	sourceAmi: 'source_ami',
	instanceType: 'instance_type',
	subnet: 'subnet_id',
	zone: 'availability_zone',
	sshFrom: 'ssh_from_cidrs',
	kmsKey: 'kms_key_id',
	regionKeys: 'region_kms_key_ids',
	accounts: 'ami_users',
	organizations: 'ami_org_arns',
	units: 'ami_ou_arns',
	token: 'github_auth_token',
	/** The program sets it by PKR_VAR_build_id, to find again what a build leaves behind. */
	build: 'build_id',
} as const;

/** A reference to one of the variables. */
export const variable = (name: string): Expression => code(`var.${name}`);

export type Variable = {
	readonly name: string;
	readonly description: string;
	readonly type?: string;
	/** None: it has to be given. */
	readonly value: Expression | undefined;
	readonly sensitive?: boolean;
};

/** A variable as a block. */
export const variableBlock = ({ name, description, type, value, sensitive }: Variable): Item =>
	block(`variable ${hclString(name)}`, [
		attribute('description', text(description)),
		attribute('type', code(type ?? 'string')),
		...(value ? [attribute('default', value)] : []),
		...(sensitive ? [attribute('sensitive', code(true))] : []),
	]);

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

/** Who may reach port 22. */
export const sshFromVariable = ({ aws: { network } }: Recipe, profile: PackerProfile): Variable => ({
	name: variableNames.sshFrom,
	...sshFromTexts(network.sshFrom, profile),
	type: 'list(string)',
});

/** The token for private repositories, from the environment. */
export const githubToken: Variable = {
	name: variableNames.token,
	description: 'Reads the private repositories of Gruntwork.',
	value: code(`env("${tokenVariable}")`),
	sensitive: true,
};

/** The name of the template's variable for a secret of the person's, by the variable of the environment that holds it. */
export const secretName = (variable: string): string => `secret_${variable}`;

/** Secrets for steps of the person's, from the environment. */
export const secretInputs = (recipe: Recipe): readonly Variable[] =>
	secretVariables(recipe).map(name => ({
		name: secretName(name),
		description: `What ${name} holds where Packer runs.`,
		value: code(`env(${hclString(name)})`),
		sensitive: true,
	}));

/** What a build is known by. */
export const buildMark: Variable = {
	name: variableNames.build,
	description: 'Marks everything that this build starts, so that it can be found again.',
	value: text('by-hand'),
};

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
			name: variableNames.accounts,
			description: 'The accounts that may start servers from the AMI and its copies.',
			all: share.accounts,
		},
		{
			name: variableNames.organizations,
			description: 'The organisations whose accounts may do so, by ARN.',
			all: organizations,
		},
		{
			name: variableNames.units,
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
	{ name: variableNames.region, description: 'Where the AMI is built.', value: text(region) },
	{
		name: variableNames.copyTo,
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
	const names = variableNames;
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
		...('ami' in base
			? [
					{
						name: names.sourceAmi,
						description: 'The AMI to start from. It exists in one region only.',
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

/** The text of `variables.pkr.hcl`: what changes between builds, each once. */
export const variablesText = (variables: readonly Variable[]): string =>
	hclText(
		variables
			.filter(({ name }, index) => variables.findIndex(other => other.name === name) === index)
			.flatMap((variable, index) =>
				index === 0 ? [variableBlock(variable)] : [emptyLine, variableBlock(variable)],
			),
	);
