import type { Recipe } from '../../../../recipe/schema.ts';
import { attribute, block, code, emptyLine, type Item, text } from '../../../../template/hcl.ts';
import { elkCluster, type Shape } from '../../recipe/terraform.ts';
import { labelOf } from './parts.ts';

type Output = { readonly name: string; readonly description: string; readonly value: string };

const serverOutputs = ({ kind, modules }: Shape): readonly Output[] => {
	if (kind === 'server') {
		const server = modules ? 'module.server' : 'aws_instance.server';
		return [
			{ name: 'instance_id', description: 'The server.', value: `${server}.id` },
			{ name: 'private_ip', description: 'Its address in the network.', value: `${server}.private_ip` },
			{ name: 'public_ip', description: 'Its public address, if it has one.', value: `${server}.public_ip` },
		];
	}

	return kind === 'server-group' && !modules
		? [
				{ name: 'instance_ids', description: 'The servers.', value: 'aws_instance.servers[*].id' },
				{
					name: 'private_ips',
					description: 'Their addresses in the network.',
					value: 'aws_instance.servers[*].private_ip',
				},
				{
					name: 'public_ips',
					description: 'Their public addresses, if they have some.',
					value: 'aws_instance.servers[*].public_ip',
				},
			]
		: [];
};

const groupOutputs = (recipe: Recipe, { kind, modules }: Shape): readonly Output[] => {
	const name = 'asg_name';
	const description = 'The Auto Scaling group.';
	if (kind === 'asg') {
		return [
			{
				name,
				description,
				value: modules ? 'module.servers.asg_name' : 'aws_autoscaling_group.servers.name',
			},
		];
	}

	if (kind === 'elk' && elkCluster(recipe) === 'kibana') {
		return [{ name, description, value: 'module.servers.kibana_asg_name' }];
	}

	return kind === 'elk' || (kind === 'server-group' && modules)
		? [
				{
					name: 'asg_names',
					description: 'The Auto Scaling groups, one for each server.',
					value: 'module.servers.server_asg_names',
				},
			]
		: [];
};

const securityGroup = (recipe: Recipe, shape: Shape): string =>
	shape.kind !== 'elk'
		? `aws_security_group.${labelOf(shape)}.id`
		: `module.servers.${elkCluster(recipe) === 'kibana' ? 'kibana_' : ''}security_group_id`;

/** What is told when the servers are there. */
export const outputItems = (recipe: Recipe, shape: Shape): readonly Item[] =>
	[
		{ name: 'ami_id', description: 'The image.', value: 'local.ami_id' },
		...serverOutputs(shape),
		...groupOutputs(recipe, shape),
		{
			name: 'security_group_id',
			description: `The security group of ${shape.isGroup ? 'the servers' : 'the server'}, for more rules.`,
			value: securityGroup(recipe, shape),
		},
	].flatMap(({ name, description, value }, index) => [
		...(index === 0 ? [] : [emptyLine]),
		block(`output "${name}"`, [attribute('description', text(description)), attribute('value', code(value))]),
	]);
