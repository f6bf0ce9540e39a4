import { resolveBase } from '../../../../recipe/base.ts';
import type { Recipe } from '../../../../recipe/schema.ts';
import { imageNamePattern } from '../../../../recipe/style.ts';
import { code, type Expression, list, map, text } from '../../../../template/hcl.ts';
import type { Variable } from '../../../../template/variables.ts';
import { elkCluster, madeForEach, perServerTags, type Shape } from '../../recipe/terraform.ts';
import type { OpenBoot } from './open-values.ts';

const none = code('null');

const everyShape = (recipe: Recipe): readonly Variable[] => [
	{
		name: 'aws_region',
		description: `The region of the servers, which has to have the image${recipe.aws.copyTo.length > 0 ? ` or a copy of it: ${[recipe.aws.region, ...recipe.aws.copyTo].join(', ')}` : ''}.`,
		value: text(recipe.aws.region),
	},
	{
		name: 'aws_profile',
		description: 'The profile of the AWS configuration; the one that Terraform finds if it is null.',
		value: recipe.aws.profile === undefined ? none : text(recipe.aws.profile),
	},
	{
		name: 'name',
		description: 'What the servers are called; names of what is made for them begin with it.',
		value: text(recipe.name),
	},
	{
		name: 'ami_id',
		description: 'The image by its id; the newest of the name below if it is null.',
		value: none,
	},
	{
		name: 'ami_owner',
		description:
			'The account whose image it is, by its number, if another one shares it; self is this account.',
		value: text('self'),
	},
	{
		name: 'ami_name',
		description: 'Which images count, by their name: each ? stands for one sign, a * for any.',
		value: text(imageNamePattern(recipe)),
	},
	{
		name: 'instance_type',
		description: `The type of the servers, with a processor of ${recipe.base.architecture}.`,
		value: text(recipe.aws.instanceType),
	},
	{
		name: 'key_name',
		description: `The key pair with which ${resolveBase(recipe).username} logs in by SSH; none if it is null.`,
		value: none,
	},
	{
		name: 'tags',
		description: 'Tags of the servers and of what is made for them.',
		type: 'map(string)',
		value: map(Object.fromEntries(Object.entries(recipe.tags).map(([key, value]) => [key, text(value)]))),
	},
];

const placeVariables = ({ aws: { network } }: Recipe, { isGroup }: Shape): readonly Variable[] => {
	const subnet = network.subnet === undefined ? undefined : text(network.subnet);
	return [
		isGroup
			? {
					name: 'subnet_ids',
					description: 'The subnets of the servers, all of one network (VPC).',
					type: 'list(string)',
					value: subnet && list([subnet]),
				}
			: {
					name: 'subnet_id',
					description: 'The subnet of the server; its network (VPC) and its zone come with it.',
					value: subnet,
				},
	];
};

const accessVariables = ({ kind }: Shape): readonly Variable[] =>
	kind === 'elk'
		? [
				{
					name: 'allow_from',
					description: 'Which addresses reach the ports of the cluster; none if it is empty.',
					type: 'list(string)',
					value: list([]),
				},
				{
					name: 'ssh_from',
					description: 'Which addresses reach port 22 of the servers; none if it is empty.',
					type: 'list(string)',
					value: list([]),
				},
			]
		: [
				{
					name: 'inbound',
					description:
						'Which addresses reach which port: { "443" = ["0.0.0.0/0"], "1194/udp" = ["203.0.113.0/24"] }.',
					type: 'map(list(string))',
					value: map({}),
				},
			];

const sizeVariables = (shape: Shape, cluster: string | undefined): readonly Variable[] => {
	const size: Variable = {
		name: 'servers',
		description: 'How many servers there are.',
		type: 'number',
		value: code(cluster === 'kibana' ? 1 : 3),
	};
	switch (shape.kind) {
		case 'server':
			return [];
		case 'server-group':
		case 'elk':
			return [size];
		case 'asg':
			return [
				{
					name: 'min_size',
					description: 'How many servers there are at least.',
					type: 'number',
					value: code(1),
				},
				{
					name: 'max_size',
					description: 'How many servers there are at most.',
					type: 'number',
					value: code(3),
				},
			];
	}
};

const addressVariables = ({ kind, modules }: Shape): readonly Variable[] =>
	kind === 'server' || kind === 'server-group'
		? [
				{
					name: 'public_ip_address',
					description: `Whether ${kind === 'server' ? 'the server has' : 'the servers have'} a public address${kind === 'server' || !modules ? '; as is usual in the subnet if it is null' : ''}.`,
					type: 'bool',
					value: kind === 'server-group' && modules ? code(false) : none,
				},
				...(kind === 'server' && modules
					? [
							{
								name: 'elastic_ip',
								description: 'Whether the server has an address that stays with it (Elastic IP).',
								type: 'bool',
								value: code(false),
							},
						]
					: []),
			]
		: [];

const healthVariables = ({ kind, modules }: Shape): readonly Variable[] => {
	const targets: Variable = {
		name: 'target_group_arns',
		description: 'Target groups of load balancers that send requests to the servers, by their ARNs.',
		type: 'list(string)',
		value: list([]),
	};
	const grace: Variable = {
		name: 'health_check_grace_period',
		description: 'How many seconds a server has to boot before it has to be healthy.',
		type: 'number',
		value: code(300),
	};
	return kind === 'elk'
		? [targets]
		: kind === 'asg' || (kind === 'server-group' && modules)
			? [targets, grace]
			: [];
};

/** The disks and tags by which each server finds what is its own. */
const ownVariables = (recipe: Recipe, { kind, modules, isGroup }: Shape): readonly Variable[] => {
	if (kind === 'server-group' && modules) {
		const disks = madeForEach(recipe, 'ebs-volume');
		const disk = map({ type: text('gp3'), size: code(20), encrypted: code(true) });
		return disks === 0
			? []
			: [
					{
						name: 'ebs_volumes',
						description: 'The disks that each server has for itself beside that of the image; size in GiB.',
						type: 'list(object({ type = string, size = number, encrypted = bool }))',
						value: list(Array.from({ length: disks }, (): Expression => disk)),
					},
				];
	}

	return kind === 'server' || kind === 'server-group'
		? perServerTags(recipe).map(({ key, standsFor, variable }) => ({
				name: variable,
				description: isGroup
					? `For each server (var.servers of them) ${standsFor}: the tag ${key}.`
					: `The tag ${key} of the server: ${standsFor}.`,
				...(isGroup && { type: 'list(string)' }),
				value: undefined,
			}))
		: [];
};

/** All variables, those that have to be given first. */
export const terraformVariables = (
	recipe: Recipe,
	shape: Shape,
	{ values }: OpenBoot,
): readonly Variable[] => {
	const cluster = shape.kind === 'elk' ? elkCluster(recipe) : undefined;
	const all: readonly Variable[] = [
		...placeVariables(recipe, shape),
		...ownVariables(recipe, shape),
		...everyShape(recipe),
		...sizeVariables(shape, cluster),
		...accessVariables(shape),
		...addressVariables(shape),
		...healthVariables(shape),
		...values.map(({ name, description, value }) => ({ name, description, value: text(value) })),
	];
	return [
		...all.filter(({ value }) => value === undefined),
		...all.filter(({ value }) => value !== undefined),
	];
};
