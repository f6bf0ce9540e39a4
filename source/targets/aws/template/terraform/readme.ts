import { neededBesides, needsMetadataV1 } from '../../../../recipe/needs.ts';
import type { Recipe } from '../../../../recipe/schema.ts';
import { policyName } from '../../../../template/files.ts';
import type { Variable } from '../../../../template/variables.ts';
import { isShared } from '../../recipe/share.ts';
import { elkCluster, type Shape, unsetTags } from '../../recipe/terraform.ts';
import { secretsAtBoot } from '../boot.ts';
import type { OpenBoot } from './open-values.ts';
import { bootTemplateName } from './parts.ts';
import { hasPolicy } from './role.ts';

const shell = (...lines: readonly string[]): readonly string[] => ['```sh', ...lines, '```'];

const whatIsMade = (recipe: Recipe, { kind, modules }: Shape): string => {
	const by = modules ? 'by modules of Gruntwork, from private repositories' : 'in resources of AWS alone';
	switch (kind) {
		case 'server':
			return `one server from the image ${recipe.name}, ${by}`;
		case 'server-group':
			return `a fixed number of servers from the image ${recipe.name}, ${by}`;
		case 'asg':
			return `an Auto Scaling group of servers from the image ${recipe.name}, ${by}`;
		case 'elk':
			return `a cluster of ${elkCluster(recipe) ?? 'ELK'} from the image ${recipe.name}, ${by}`;
	}
};

/** As many values as there are servers, where each has its own. */
const example = ({ name, type }: Variable): string =>
	type === undefined ? '"…"' : name.startsWith('tag_') ? '["…", "…", "…"]' : '["…", "…"]';

const secretLines = (recipe: Recipe): readonly string[] => {
	const secrets = secretsAtBoot(recipe).map(name => `\`${name}\``);
	return secrets.length === 0
		? []
		: [
				'',
				`Secrets are in no file: put the lines that read ${secrets.join(', ')} into \`${bootTemplateName}\`, where it asks for ${secrets.length === 1 ? 'it' : 'them'}, or servers end their first boot there.`,
			];
};

/** How a subnet is found, where it has to be given. */
const subnetLines = ({ aws: { region } }: Recipe, open: readonly Variable[]): readonly string[] =>
	open.some(({ name }) => name.startsWith('subnet_id'))
		? [
				'',
				`\`aws ec2 describe-subnets --region ${region}\` lists the subnets of your account: an id looks like \`subnet-0f3a91c2d4e5f6a7b\`.`,
			]
		: [];

const portLines = ({ kind, isGroup }: Shape): readonly string[] => [
	'',
	kind === 'elk'
		? 'Nobody from outside reaches the servers until `allow_from` and `ssh_from` say who, for example `["203.0.113.7/32"]`.'
		: `Nobody from outside reaches the ${isGroup ? 'servers' : 'server'} until \`inbound\` says who reaches which port, for example \`inbound = { "22" = ["203.0.113.7/32"] }\`.`,
];

/** What others than the account that builds have to know of the image. */
const imageLines = ({ aws }: Recipe, { kind, modules }: Shape): readonly string[] => {
	const isByAutoScaling = kind === 'asg' || kind === 'elk' || (kind === 'server-group' && modules);
	return [
		...(isShared(aws)
			? [
					'',
					'In an account that the image is shared with, `ami_owner` is the number of the account that builds it.',
				]
			: []),
		...(aws.volume.encrypted && aws.volume.kmsKey !== undefined && isByAutoScaling
			? [
					'',
					'The image is encrypted with a key of yours. The policy of the key has to let Auto Scaling use it, by the role `AWSServiceRoleForAutoScaling` of the account that has the servers: else each of them ends as soon as it starts.',
				]
			: []),
	];
};

const startLines = (recipe: Recipe, shape: Shape, variables: readonly Variable[]): readonly string[] => {
	const open = variables.filter(({ value }) => value === undefined);
	return [
		...(open.length === 0
			? []
			: [
					'',
					`${open.length === 1 ? 'One value has' : 'These values have'} to be given. Write ${open.length === 1 ? 'it' : 'them'} into \`terraform.tfvars\`, beside whatever else of \`variables.tf\` shall be different:`,
					'',
					'```hcl',
					...open.flatMap(variable => [
						`# ${variable.description}`,
						`${variable.name} = ${example(variable)}`,
					]),
					'```',
				]),
		...subnetLines(recipe, open),
		...portLines(shape),
		...imageLines(recipe, shape),
		...secretLines(recipe),
		'',
		open.length === 0 ? 'In this folder:' : 'Then, in this folder:',
		'',
		...shell('terraform init', 'terraform plan -out servers.plan', 'terraform apply servers.plan'),
		'',
		'OpenTofu takes the same files: `tofu` in the place of `terraform`. `terraform destroy` takes down what was made, which costs money until then.',
	];
};

const changeLines = ({ kind, modules }: Shape): readonly string[] => {
	const image =
		'Every plan looks for the newest image of the name, so after the next build it has the new one in it; `ami_id` keeps to one.';
	switch (kind) {
		case 'server':
			return [
				image,
				'Another image or another boot script makes another server: the old one goes first, with its disk.',
			];
		case 'server-group':
			return [
				image,
				modules
					? 'Another image or another boot script goes through the servers one after another, by a script in Python that Terraform starts on this computer.'
					: 'Another image or another boot script makes other servers, all at once; `terraform apply -parallelism=1` makes one after another.',
			];
		case 'asg':
			return [
				image,
				modules
					? 'Another image or another boot script makes another group, and the old one goes when the new one is healthy. A script in Python, which Terraform starts on this computer, looks how many servers there are.'
					: 'Another image or another boot script goes through the group by itself, and is taken back if its servers do not get healthy.',
			];
		case 'elk':
			return [image];
	}
};

const moduleLines = ({ kind, modules }: Shape): readonly string[] => [
	...(modules
		? [
				'',
				'`terraform init` fetches the modules from GitHub by SSH: it needs the key of an account that may read the private repositories of Gruntwork, as those of its customers may.',
			]
		: []),
	...(kind === 'elk'
		? [
				'',
				'The modules were archived in 2023, and nobody mends them. They need version 3 of the AWS provider. They start servers by launch configurations, which AWS refuses to accounts newer than October 2024. Their servers answer version 1 of the metadata service, too.',
			]
		: []),
];

const doubtLines = (recipe: Recipe, shape: Shape): readonly string[] => {
	const unset = unsetTags(recipe, shape);
	const needs = neededBesides(recipe);
	return [
		...(needsMetadataV1(recipe) && shape.kind !== 'elk'
			? ['', 'The servers answer version 1 of the metadata service, too: something in the image needs it.']
			: []),
		...(unset.length === 0
			? []
			: [
					'',
					`All servers of a group are alike, but each needs another value of ${unset.map(({ key }) => `\`${key}\``).join(' and ')}: set it at the running servers, or take another shape.`,
				]),
		...(needs.length === 0 ? [] : ['', 'What has to be there besides stands in `../README.md`.']),
	];
};

const fileLines = (recipe: Recipe, { values }: OpenBoot): readonly string[] => {
	const policy = hasPolicy(recipe)
		? [
				`What the servers may do is read from \`../${policyName}\`: keep the two folders together. If a role of the name is there already, made by the commands of \`../README.md\`, give another \`name\`.`,
			]
		: [];
	return [
		'',
		`\`${bootTemplateName}\` is what the servers run at their first boot. Where the shell needs \`\${\`, it says \`$\${\`.${values.length === 0 ? '' : ` What may be another in each use of the image is a variable: ${values.map(({ name }) => `\`${name}\``).join(', ')}.`} The \`user-data.sh\` of the template counts for nothing here.`,
		...policy,
		'The state of Terraform, `terraform.tfstate`, is in this folder until you say where else: do not lose it.',
	];
};

/** How servers are started by Terraform, for who finds the folder: Markdown. */
export const terraformReadme = (
	recipe: Recipe,
	shape: Shape,
	boot: OpenBoot,
	variables: readonly Variable[],
): string =>
	`${[
		`# Servers from the image ${recipe.name}`,
		'',
		`These files make ${whatIsMade(recipe, shape)}. Build the image first.`,
		...startLines(recipe, shape, variables),
		...moduleLines(shape),
		'',
		'## What happens later',
		'',
		...changeLines(shape),
		...doubtLines(recipe, shape),
		'',
		'## The files',
		...fileLines(recipe, boot),
	].join('\n')}\n`;
