import { volumeSize } from '../../../../recipe/base.ts';
import { needsMetadataV1 } from '../../../../recipe/needs.ts';
import type { Recipe } from '../../../../recipe/schema.ts';
import {
	attribute,
	block,
	call,
	code,
	comment,
	emptyLine,
	type Item,
	map,
	text,
} from '../../../../template/hcl.ts';
import { elkCluster, madeForEach, perServerTags, type Shape } from '../../recipe/terraform.ts';
import { perServerValues } from './parts.ts';
import { launchTemplateItems } from './plain.ts';
import { hasPolicy, moduleRole } from './role.ts';

/** A module of Gruntwork's library at a version: what it takes is told from its documentation of that version. */
const moduleSource = (repository: string, name: string, version: string): Item =>
	attribute(
		'source',
		text(`git::git@github.com:gruntwork-io/${repository}.git//modules/${name}?ref=${version}`),
	);

const asgVersion = 'v1.2.0';
const serverVersion = 'v1.0.4';
/** The last one before it was archived. */
const elkVersion = 'v0.11.1';

const serverItems = (recipe: Recipe, shape: Shape): readonly Item[] => {
	const { encrypted } = recipe.aws.volume;
	return [
		block('module "server"', [
			moduleSource('terraform-aws-server', 'single-server', serverVersion),
			emptyLine,
			attribute('name', code('var.name')),
			attribute('ami', code('local.ami_id')),
			attribute('instance_type', code('var.instance_type')),
			attribute('keypair_name', code('var.key_name == null ? "" : var.key_name')),
			attribute('vpc_id', code('data.aws_subnet.first.vpc_id')),
			attribute('subnet_id', code('var.subnet_id')),
			attribute('associate_public_ip_address', code('var.public_ip_address')),
			attribute('attach_eip', code('var.elastic_ip')),
			emptyLine,
			attribute('create_security_group', code(false)),
			attribute('additional_security_group_ids', code('[aws_security_group.server.id]')),
			...(hasPolicy(recipe)
				? [
						emptyLine,
						attribute('create_iam_role', code(false)),
						attribute('iam_role_name', moduleRole(recipe, shape)),
					]
				: []),
			emptyLine,
			comment('It runs at the first boot only, so another one makes another server.'),
			attribute('user_data', code('local.user_data')),
			attribute('user_data_replace_on_change', code(true)),
			emptyLine,
			attribute('metadata_http_tokens', text(needsMetadataV1(recipe) ? 'optional' : 'required')),
			attribute('root_volume_size', code(volumeSize(recipe))),
			attribute('root_volume_type', text('gp2')),
			attribute('root_volume_encrypted', code(encrypted)),
			emptyLine,
			attribute(
				'tags',
				perServerTags(recipe).length === 0
					? code('local.tags')
					: call('merge', code('local.tags'), ...perServerValues(recipe, shape)),
			),
		]),
	];
};

const serverGroupItems = (recipe: Recipe, shape: Shape): readonly Item[] => [
	block('module "servers"', [
		moduleSource('terraform-aws-asg', 'server-group', asgVersion),
		emptyLine,
		comment('A tag Name by which the servers are found is theirs.'),
		attribute('name', code('lookup(local.tags, "Name", var.name)')),
		attribute('size', code('var.servers')),
		attribute('ami_id', code('local.ami_id')),
		attribute('instance_type', code('var.instance_type')),
		attribute('key_pair_name', code('var.key_name')),
		attribute('aws_region', code('var.aws_region')),
		attribute('vpc_id', code('data.aws_subnet.first.vpc_id')),
		attribute('subnet_ids', code('var.subnet_ids')),
		attribute('associate_public_ip_address', code('var.public_ip_address')),
		attribute('additional_security_group_ids', code('[aws_security_group.servers.id]')),
		...(hasPolicy(recipe) ? [attribute('existing_iam_role_name', moduleRole(recipe, shape))] : []),
		attribute('user_data', code('local.user_data')),
		attribute('use_imdsv1', code(needsMetadataV1(recipe))),
		emptyLine,
		comment('The disk is the one of the image.'),
		attribute('enable_block_device_mappings', code(false)),
		...(madeForEach(recipe, 'ebs-volume') > 0 ? [attribute('ebs_volumes', code('var.ebs_volumes'))] : []),
		...(madeForEach(recipe, 'eni') > 0 ? [attribute('num_enis', code(madeForEach(recipe, 'eni')))] : []),
		emptyLine,
		comment('Behind a load balancer its health check counts, else whether the machine runs.'),
		attribute('alb_target_group_arns', code('var.target_group_arns')),
		attribute('health_check_type', code('length(var.target_group_arns) > 0 ? "ELB" : "EC2"')),
		attribute('health_check_grace_period', code('var.health_check_grace_period')),
		emptyLine,
		attribute('custom_tags', code('{ for key, value in local.tags : key => value if key != "Name" }')),
	]),
];

const asgItems = (recipe: Recipe): readonly Item[] => [
	...launchTemplateItems(recipe),
	emptyLine,
	comment(
		'Another version of the launch template makes another group, and the old one goes when that is healthy.',
	),
	block('module "servers"', [
		moduleSource('terraform-aws-asg', 'asg-rolling-deploy', asgVersion),
		emptyLine,
		attribute(
			'launch_template',
			map({
				id: code('aws_launch_template.servers.id'),
				name: code('aws_launch_template.servers.name'),
				version: code('aws_launch_template.servers.latest_version'),
			}),
		),
		emptyLine,
		attribute('min_size', code('var.min_size')),
		attribute('max_size', code('var.max_size')),
		attribute('desired_capacity', code('var.min_size')),
		attribute('vpc_subnet_ids', code('var.subnet_ids')),
		emptyLine,
		comment('Behind a load balancer its health check counts, else whether the machine runs.'),
		attribute('target_group_arns', code('var.target_group_arns')),
		attribute('use_elb_health_checks', code('length(var.target_group_arns) > 0')),
		attribute('min_elb_capacity', code('length(var.target_group_arns) > 0 ? var.min_size : 0')),
		attribute('health_check_grace_period', code('var.health_check_grace_period')),
		emptyLine,
		attribute('custom_tags', [
			'[',
			'  for key, value in merge({ Name = var.name }, local.tags) : {',
			'    key                 = key',
			'    value               = value',
			'    propagate_at_launch = true',
			'  }',
			']',
		]),
	]),
];

const elkItems = (recipe: Recipe): readonly Item[] => {
	const cluster = elkCluster(recipe) ?? 'elasticsearch';
	const common = [
		attribute('ami_id', code('local.ami_id')),
		attribute('instance_type', code('var.instance_type')),
		attribute('user_data', code('local.user_data')),
		attribute('vpc_id', code('data.aws_subnet.first.vpc_id')),
		attribute('subnet_ids', code('var.subnet_ids')),
	];
	switch (cluster) {
		case 'elasticsearch':
			return [
				block('module "servers"', [
					moduleSource('terraform-aws-elk', 'elasticsearch-cluster', elkVersion),
					emptyLine,
					comment('It is the tag Name of the servers, by which they find each other.'),
					attribute('elasticsearch_cluster_name', code('lookup(local.tags, "Name", var.name)')),
					attribute('cluster_size', code('var.servers')),
					attribute('aws_region', code('var.aws_region')),
					...common,
					attribute('key_name', code('var.key_name')),
					attribute('target_group_arns', code('var.target_group_arns')),
					emptyLine,
					comment('The module calls it so.'),
					attribute('alowable_ssh_cidr_blocks', code('var.ssh_from')),
					attribute('allowed_cidr_blocks', code('var.allow_from')),
					emptyLine,
					attribute('tags', code('{ for key, value in local.tags : key => value if key != "Name" }')),
				]),
			];
		case 'logstash':
			return [
				block('module "servers"', [
					moduleSource('terraform-aws-elk', 'logstash-cluster', elkVersion),
					emptyLine,
					attribute('cluster_name', code('lookup(local.tags, "Name", var.name)')),
					attribute('size', code('var.servers')),
					attribute('aws_region', code('var.aws_region')),
					...common,
					attribute('ssh_key_name', code('var.key_name')),
					attribute('lb_target_group_arns', code('var.target_group_arns')),
					emptyLine,
					attribute('allowed_ssh_cidr_blocks', code('var.ssh_from')),
					attribute('beats_port_cidr_blocks', code('var.allow_from')),
					attribute('collectd_port_cidr_blocks', code('var.allow_from')),
					emptyLine,
					attribute('tags', code('{ for key, value in local.tags : key => value if key != "Name" }')),
				]),
			];
		case 'kibana':
			return [
				block('module "servers"', [
					moduleSource('terraform-aws-elk', 'kibana-cluster', elkVersion),
					emptyLine,
					attribute('cluster_name', code('lookup(local.tags, "Name", var.name)')),
					attribute('min_size', code('var.servers')),
					attribute('max_size', code('var.servers')),
					attribute('desired_capacity', code('var.servers')),
					...common,
					attribute('ssh_key_name', code('var.key_name')),
					attribute('target_group_arns', code('var.target_group_arns')),
					emptyLine,
					attribute('allow_ssh_from_cidr_blocks', code('var.ssh_from')),
					attribute('allow_ui_from_cidr_blocks', code('var.allow_from')),
					emptyLine,
					attribute('tags', [
						'[',
						'  for key, value in local.tags : {',
						'    key                 = key',
						'    value               = value',
						'    propagate_at_launch = true',
						'  } if key != "Name"',
						']',
					]),
				]),
			];
	}
};

/** The servers, in Gruntwork's modules. */
export const gruntworkItems = (recipe: Recipe, shape: Shape): readonly Item[] => {
	switch (shape.kind) {
		case 'server':
			return serverItems(recipe, shape);
		case 'server-group':
			return serverGroupItems(recipe, shape);
		case 'asg':
			return asgItems(recipe);
		case 'elk':
			return elkItems(recipe);
	}
};
