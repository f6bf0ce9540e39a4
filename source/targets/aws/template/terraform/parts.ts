import type { Recipe } from '../../../../recipe/schema.ts';
import {
	attribute,
	block,
	call,
	code,
	comment,
	type Expression,
	emptyLine,
	entries,
	hclString,
	type Item,
	list,
	map,
	text,
} from '../../../../template/hcl.ts';
import { perServerTags, type Shape } from '../../recipe/terraform.ts';
import type { OpenBoot } from './open-values.ts';

/** How resources and modules of a shape are called. */
export const labelOf = ({ isGroup }: Shape): string => (isGroup ? 'servers' : 'server');

/** The boot script as Terraform renders it. */
export const bootTemplateName = 'user-data.sh.tftpl';

/** The image: the one that is named, or the newest that the account has. */
export const imageItems: readonly Item[] = [
	comment(
		'The newest image of that name, unless var.ami_id names one. It is found by its owner and its name: of an image',
		'that another account shares, nobody sees the tags.',
	),
	block('data "aws_ami" "image"', [
		attribute('count', code('var.ami_id == null ? 1 : 0')),
		attribute('owners', code('[var.ami_owner]')),
		attribute('most_recent', code(true)),
		emptyLine,
		block('filter', [attribute('name', text('name')), attribute('values', code('[var.ami_name]'))]),
		emptyLine,
		block('filter', [attribute('name', text('state')), attribute('values', list([text('available')]))]),
	]),
];

/** What a text is made of where it stands between single quotes of a shell script. */
const quoted = (name: string): Expression => code(`replace(var.${name}, "'", "'\\\\''")`);

/** The values that all that follows is made of. */
export const localItems = ({ values, ...boot }: OpenBoot, shape: Shape): readonly Item[] => {
	const tags = boot.tags.map(({ key, value }) => attribute(key, value));
	return [
		block('locals', [
			attribute('ami_id', code('var.ami_id == null ? data.aws_ami.image[0].id : var.ami_id')),
			emptyLine,
			...(values.length === 0
				? []
				: [comment('They stand between single quotes there, so such quotes in them are escaped.')]),
			attribute(
				'user_data',
				call(
					'templatefile',
					code(`"\${path.module}/${bootTemplateName}"`),
					map(Object.fromEntries(values.map(({ name }) => [name, quoted(name)]))),
				),
			),
			emptyLine,
			...(tags.length === 0
				? [attribute('tags', code('var.tags'))]
				: [
						comment('By these the servers are found, so they count even where var.tags has others.'),
						attribute('tags', call('merge', code('var.tags'), entries(tags))),
					]),
			...(shape.kind === 'elk'
				? []
				: [
						emptyLine,
						comment('One rule for each port and range of addresses.'),
						attribute('inbound', inboundRules),
					]),
		]),
	];
};

const inboundRules: Expression = [
	'merge([',
	'  for port, ranges in var.inbound : {',
	`    for range in ranges : "\${port} \${range}" => {`,
	'      port     = tonumber(split("/", port)[0])',
	'      protocol = try(split("/", port)[1], "tcp")',
	'      range    = range',
	'      is_ipv6  = can(regex(":", range))',
	'    }',
	'  }',
	']...)',
];

const subnetOf = ({ isGroup }: Shape): string => (isGroup ? 'var.subnet_ids[0]' : 'var.subnet_id');

/** All tags of servers, with a name of which every other one counts for more. */
export const namedTags: Expression = code('merge({ Name = var.name }, local.tags)');

/** The tags of one server as a map that is merged with the others; none if there are none. */
export const perServerValues = (recipe: Recipe, { isGroup }: Shape): readonly Expression[] => {
	const tags = perServerTags(recipe).map(({ key, variable }) =>
		attribute(hclString(key), code(isGroup ? `var.${variable}[count.index]` : `var.${variable}`)),
	);
	return tags.length === 0 ? [] : [entries(tags)];
};

/** The network that the servers are in, told by their subnet. */
export const subnetItems = (shape: Shape): readonly Item[] => [
	comment('The network is the one of the subnet.'),
	block('data "aws_subnet" "first"', [attribute('id', code(subnetOf(shape)))]),
];

/** An attribute of a resource of the shape. */
export const reference = (shape: Shape, type: string, attributeName: string): Expression =>
	code(`${type}.${labelOf(shape)}.${attributeName}`);

/** How the name of the security group begins; EC2 takes no `sg-` there, which ids begin with. */
const groupNamePrefix = ({ name }: Recipe): Expression =>
	code(`"${name.startsWith('sg-') ? 'servers-' : ''}\${var.name}-"`);

/** Who reaches the servers, and that they reach everybody. */
export const securityGroupItems = (recipe: Recipe, shape: Shape): readonly Item[] => {
	const label = labelOf(shape);
	const group = attribute('security_group_id', reference(shape, 'aws_security_group', 'id'));
	const everything = attribute('ip_protocol', text('-1'));
	return [
		block(`resource "aws_security_group" "${label}"`, [
			attribute('name_prefix', groupNamePrefix(recipe)),
			attribute('description', code(`"${shape.isGroup ? 'Servers' : 'The server'} \${var.name}"`)),
			attribute('vpc_id', code('data.aws_subnet.first.vpc_id')),
			attribute('tags', namedTags),
			emptyLine,
			comment('Servers that use it let go of it before it goes.'),
			block('lifecycle', [attribute('create_before_destroy', code(true))]),
		]),
		emptyLine,
		block(`resource "aws_vpc_security_group_ingress_rule" "${label}"`, [
			attribute('for_each', code('local.inbound')),
			group,
			attribute('ip_protocol', code('each.value.protocol')),
			attribute('from_port', code('each.value.port')),
			attribute('to_port', code('each.value.port')),
			attribute('cidr_ipv4', code('each.value.is_ipv6 ? null : each.value.range')),
			attribute('cidr_ipv6', code('each.value.is_ipv6 ? each.value.range : null')),
		]),
		...(shape.isGroup
			? [
					emptyLine,
					comment('The servers reach each other, as those of a cluster must.'),
					block('resource "aws_vpc_security_group_ingress_rule" "each_other"', [
						group,
						everything,
						attribute('referenced_security_group_id', reference(shape, 'aws_security_group', 'id')),
					]),
				]
			: []),
		emptyLine,
		block(`resource "aws_vpc_security_group_egress_rule" "${label}"`, [
			attribute('for_each', code('toset(["0.0.0.0/0", "::/0"])')),
			group,
			everything,
			attribute('cidr_ipv4', code('each.value == "0.0.0.0/0" ? each.value : null')),
			attribute('cidr_ipv6', code('each.value == "::/0" ? each.value : null')),
		]),
	];
};
