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
	text,
} from '../../../../template/hcl.ts';
import { perServerTags, type Shape } from '../../recipe/terraform.ts';
import { labelOf, namedTags, perServerValues } from './parts.ts';
import { hasPolicy, profileItems } from './role.ts';

/** How servers ask for what EC2 knows of them. */
const metadataBlock = (recipe: Recipe): readonly Item[] => {
	const isOld = needsMetadataV1(recipe);
	return [
		...(isOld
			? [
					comment(
						'Something in the image asks version 1 of the metadata service, which nobody mends any more.',
					),
				]
			: []),
		block('metadata_options', [
			attribute('http_endpoint', text('enabled')),
			attribute('http_tokens', text(isOld ? 'optional' : 'required')),
		]),
	];
};

const instanceItems = (recipe: Recipe, shape: Shape): readonly Item[] => [
	attribute('ami', code('local.ami_id')),
	attribute('instance_type', code('var.instance_type')),
	attribute('subnet_id', code(shape.isGroup ? 'element(var.subnet_ids, count.index)' : 'var.subnet_id')),
	attribute('vpc_security_group_ids', code(`[aws_security_group.${labelOf(shape)}.id]`)),
	...profileItems(recipe, shape, 'iam_instance_profile'),
	attribute('associate_public_ip_address', code('var.public_ip_address')),
	attribute('key_name', code('var.key_name')),
	emptyLine,
	comment('It runs at the first boot only, so another one makes another server.'),
	attribute('user_data', code('local.user_data')),
	attribute('user_data_replace_on_change', code(true)),
	emptyLine,
	...metadataBlock(recipe),
	emptyLine,
	block('root_block_device', [attribute('tags', code('local.tags'))]),
];

/** One server. */
const serverItems = (recipe: Recipe, shape: Shape): readonly Item[] => [
	block('resource "aws_instance" "server"', [
		...instanceItems(recipe, shape),
		emptyLine,
		attribute(
			'tags',
			perServerTags(recipe).length === 0
				? namedTags
				: call('merge', namedTags, ...perServerValues(recipe, shape)),
		),
	]),
];

/** Several servers, each of which stays what it is. */
const serverGroupItems = (recipe: Recipe, shape: Shape): readonly Item[] => [
	block('resource "aws_instance" "servers"', [
		attribute('count', code('var.servers')),
		emptyLine,
		...instanceItems(recipe, shape),
		emptyLine,
		attribute(
			'tags',
			call(
				'merge',
				code(`{ Name = "\${var.name}-\${count.index}" }`),
				code('local.tags'),
				...perServerValues(recipe, shape),
			),
		),
		// One that has a disk or an interface of its own has to let go of it first.
		...(perServerTags(recipe).length > 0
			? []
			: [
					emptyLine,
					comment('The new one is there before the old one goes.'),
					block('lifecycle', [attribute('create_before_destroy', code(true))]),
				]),
	]),
];

/** What each server of an Auto Scaling group is started from. */
export const launchTemplateItems = (recipe: Recipe): readonly Item[] => [
	block('resource "aws_launch_template" "servers"', [
		attribute('name_prefix', code(`"\${var.name}-"`)),
		attribute('image_id', code('local.ami_id')),
		attribute('instance_type', code('var.instance_type')),
		attribute('key_name', code('var.key_name')),
		attribute('vpc_security_group_ids', code('[aws_security_group.servers.id]')),
		attribute('user_data', call('base64encode', code('local.user_data'))),
		attribute('update_default_version', code(true)),
		...(hasPolicy(recipe)
			? [
					emptyLine,
					block('iam_instance_profile', [attribute('name', code('aws_iam_instance_profile.servers.name'))]),
				]
			: []),
		emptyLine,
		...metadataBlock(recipe),
		emptyLine,
		block('dynamic "tag_specifications"', [
			attribute('for_each', code('toset(["instance", "volume"])')),
			emptyLine,
			block('content', [
				attribute('resource_type', code('tag_specifications.value')),
				attribute('tags', namedTags),
			]),
		]),
		emptyLine,
		block('lifecycle', [attribute('create_before_destroy', code(true))]),
	]),
];

/** An Auto Scaling group that a change rolls through. */
const asgItems = (recipe: Recipe): readonly Item[] => [
	...launchTemplateItems(recipe),
	emptyLine,
	block('resource "aws_autoscaling_group" "servers"', [
		attribute('name_prefix', code(`"\${var.name}-"`)),
		attribute('min_size', code('var.min_size')),
		attribute('max_size', code('var.max_size')),
		attribute('vpc_zone_identifier', code('var.subnet_ids')),
		attribute('target_group_arns', code('var.target_group_arns')),
		emptyLine,
		comment('Behind a load balancer its health check counts, else whether the machine runs.'),
		attribute('health_check_type', code('length(var.target_group_arns) > 0 ? "ELB" : "EC2"')),
		attribute('health_check_grace_period', code('var.health_check_grace_period')),
		emptyLine,
		block('launch_template', [
			attribute('id', code('aws_launch_template.servers.id')),
			attribute('version', code('aws_launch_template.servers.latest_version')),
		]),
		emptyLine,
		comment(
			'Another image or another boot script goes through the group at once: a new server is healthy before an old one',
			'goes, and if none gets healthy, what was there stays.',
		),
		block('instance_refresh', [
			attribute('strategy', text('Rolling')),
			emptyLine,
			block('preferences', [
				attribute('min_healthy_percentage', code(100)),
				attribute('max_healthy_percentage', code(150)),
				attribute('auto_rollback', code(true)),
			]),
		]),
		emptyLine,
		block('dynamic "tag"', [
			attribute('for_each', namedTags),
			emptyLine,
			block('content', [
				attribute('key', code('tag.key')),
				attribute('value', code('tag.value')),
				attribute('propagate_at_launch', code(true)),
			]),
		]),
		emptyLine,
		block('lifecycle', [attribute('create_before_destroy', code(true))]),
	]),
];

/** The servers, in resources of AWS alone. */
export const plainItems = (recipe: Recipe, shape: Shape): readonly Item[] => {
	switch (shape.kind) {
		case 'server':
			return serverItems(recipe, shape);
		case 'server-group':
			return serverGroupItems(recipe, shape);
		case 'asg':
		case 'elk':
			return asgItems(recipe);
	}
};
