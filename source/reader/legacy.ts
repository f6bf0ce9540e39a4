import { getNodeValue, type Node } from 'jsonc-parser';
import { Problem } from '../base/problem.ts';
import { hclString } from '../template/hcl.ts';
import type { ReadTemplate } from './document.ts';
import { readHcl, type SourceFile } from './hcl.ts';
import { items, jsonTree, type Member, memberOf, members, placeIn, stringOf } from './legacy-json.ts';
import { legacyString } from './legacy-text.ts';

/** A line of HCL, and where in the JSON stands what it says. */
type Line = readonly [text: string, offset: number];

/** What stands at the top of a legacy template and is read. */
const parts = new Set([
	'builders',
	'error-cleanup-provisioner',
	'min_packer_version',
	'post-processors',
	'provisioners',
	'sensitive-variables',
	'variables',
]);

/** What is a block in HCL, in all plugins of Packer up to 1.6 and in amazon's. */
const blocks = new Set([
	'ami_block_device_mappings',
	'assume_role',
	'aws_polling',
	'launch_block_device_mappings',
	'metadata_options',
	'placement',
	'policy',
	'run_tag',
	'run_volume_tag',
	'security_group_filter',
	'snapshot_tag',
	'source_ami_filter',
	'spot_tag',
	'subnet_filter',
	'tag',
	'temporary_iam_instance_profile_policy_document',
	'Statement',
	'vault_aws_engine',
	'vpc_filter',
]);

/** Lists, of which a legacy template may give the one text that is in them. */
const lists = new Set([
	'ami_groups',
	'ami_org_arns',
	'ami_ou_arns',
	'ami_regions',
	'ami_users',
	'changes',
	'elevated_env_vars',
	'env',
	'environment_vars',
	'except',
	'extra_arguments',
	'inline',
	'only',
	'owners',
	'scripts',
	'security_group_ids',
	'snapshot_users',
]);

/** A value as lines; what precedes stands in the first, what follows behind the last. */
const valueLines = (node: Node, before: string, after = ''): readonly Line[] => {
	const { offset } = node;
	switch (node.type) {
		case 'array':
			return [
				[`${before}[`, offset],
				...items(node).flatMap(item => valueLines(item, '', ',')),
				[`]${after}`, offset],
			];
		case 'object':
			return [
				[`${before}{`, offset],
				...members(node).flatMap(({ key, value }) => valueLines(value, `${hclString(key)} = `)),
				[`}${after}`, offset],
			];
		case 'string':
			return [[`${before}${legacyString(String(node.value))}${after}`, offset]];
		default:
			return [[`${before}${String(node.value)}${after}`, offset]];
	}
};

const identifier = /^[\p{L}_][\p{L}\p{N}_-]*$/u;

const memberLines = ({ key, value, offset }: Member): readonly Line[] => {
	if (blocks.has(key) && [value, ...items(value)].some(({ type }) => type === 'object')) {
		return (value.type === 'object' ? [value] : items(value)).flatMap(one => blockLines(key, one));
	}

	if (!identifier.test(key)) {
		throw new Problem(`A key ${JSON.stringify(key)} cannot stand in a template of Packer.`, {
			reason: 'It holds other characters than letters, digits, - and _.',
		});
	}

	return lists.has(key) && !['array', 'object', 'null'].includes(value.type)
		? [[`${key} = [`, offset], ...valueLines(value, '', ','), [']', offset]]
		: valueLines(value, `${key} = `);
};

/** JSON knows no comments: what somebody wants to say stands under a name of no meaning. */
const isRemark = ({ key }: Member): boolean => key.startsWith('_');

const remarkLines = ({ value, offset }: Member): readonly Line[] =>
	(stringOf(value) ?? JSON.stringify(getNodeValue(value)))
		.split('\n')
		.map(text => [`# ${text.trim()}`, offset] as const);

/** What stands at the top and is no part of a template that is read: remarks, and what nobody knows. */
const otherLines = (root: Node): readonly Line[] =>
	members(root)
		.filter(({ key }) => !parts.has(key))
		.flatMap(member =>
			isRemark(member) || member.key === 'description'
				? [...remarkLines(member), ['', member.offset] as const]
				: memberLines(member),
		);

function blockLines(header: string, node: Node, without: readonly string[] = []): readonly Line[] {
	return [
		[`${header} {`, node.offset],
		...members(node)
			.filter(({ key, value }) => !without.includes(key) && value.type !== 'null')
			.flatMap(member => (isRemark(member) ? remarkLines(member) : memberLines(member))),
		['}', node.offset],
	];
}

const variableLines = (root: Node): readonly Line[] => {
	const sensitive = new Set(items(memberOf(root, 'sensitive-variables')).map(stringOf));
	return members(memberOf(root, 'variables')).flatMap(({ key, value, offset }): readonly Line[] => [
		[`variable ${hclString(key)} {`, offset],
		['type = string', offset],
		...(value.type === 'null'
			? []
			: [[`default = ${legacyString(String(value.value), true)}`, value.offset] as const]),
		...(sensitive.has(key) ? [['sensitive = true', offset] as const] : []),
		['}', offset],
	]);
};

/** The builders, each with its type and its name. */
const buildersOf = (root: Node) =>
	items(memberOf(root, 'builders')).map(node => {
		const type = stringOf(memberOf(node, 'type')) ?? '';
		return { node, type, name: stringOf(memberOf(node, 'name')) ?? type };
	});

/** `only` and `except` name builders, in HCL with their types. */
const fullNames = (lines: readonly Line[], names: ReadonlyMap<string, string>): readonly Line[] => {
	let isIn = false;
	return lines.map(([text, offset]) => {
		const isName = isIn;
		isIn = /^(only|except) = \[$/.test(text) || (isIn && text !== ']');
		const known = isName ? names.get(text.replace(/^"|",?$/g, '')) : undefined;
		return known === undefined ? [text, offset] : [`${hclString(known)},`, offset];
	});
};

const postProcessorLines = (node: Node): readonly Line[] => {
	switch (node.type) {
		case 'string':
			return [
				[`post-processor ${hclString(String(node.value))} {`, node.offset],
				['}', node.offset],
			];
		case 'array':
			return [
				['post-processors {', node.offset],
				...items(node).flatMap(postProcessorLines),
				['}', node.offset],
			];
		default: {
			const type = stringOf(memberOf(node, 'type')) ?? '';
			return blockLines(`post-processor ${hclString(type)}`, node, ['type']);
		}
	}
};

const buildLines = (root: Node): readonly Line[] => {
	const builders = buildersOf(root);
	const names = new Map(builders.map(({ type, name }) => [name, `${type}.${name}`]));
	const cleanup = memberOf(root, 'error-cleanup-provisioner');
	const steps = [
		...items(memberOf(root, 'provisioners')).flatMap(node =>
			blockLines(`provisioner ${hclString(stringOf(memberOf(node, 'type')) ?? '')}`, node, ['type']),
		),
		...(cleanup
			? blockLines(
					`error-cleanup-provisioner ${hclString(stringOf(memberOf(cleanup, 'type')) ?? '')}`,
					cleanup,
					['type'],
				)
			: []),
		...items(memberOf(root, 'post-processors')).flatMap(postProcessorLines),
	];
	const sources = builders.map(({ type, name }) => hclString(`source.${type}.${name}`)).join(', ');
	return [
		['build {', root.offset],
		[`sources = [${sources}]`, memberOf(root, 'builders')?.offset ?? root.offset],
		...fullNames(steps, names),
		['}', root.offset],
	];
};

/** A legacy template as lines of the HCL that means the same. */
const hclLines = (root: Node): readonly Line[] => {
	const least = stringOf(memberOf(root, 'min_packer_version'));
	return [
		...otherLines(root),
		...(least === undefined
			? []
			: ([
					['packer {', root.offset],
					[`required_version = ${hclString(`>= ${least}`)}`, root.offset],
					['}', root.offset],
				] as const)),
		...variableLines(root),
		...buildersOf(root).flatMap(({ node, type, name }) =>
			blockLines(`source ${hclString(type)} ${hclString(name)}`, node, ['type', 'name']),
		),
		...buildLines(root),
	];
};

/** As `packer fmt` would indent them. */
const indented = (lines: readonly Line[]): readonly Line[] => {
	let depth = 0;
	return lines.map(([text, offset]) => {
		depth -= /^[}\]]/.test(text) ? 1 : 0;
		const line = [`${'  '.repeat(depth)}${text}`, offset] as const;
		depth += /[{[]$/.test(text) && !text.startsWith('#') ? 1 : 0;
		return line;
	});
};

/**
 * What stands in a legacy template (JSON), as the HCL that means the same; places are those of the JSON.
 * @throws Problem (exit 2) with line and column if it is no JSON, comments in it included, which Packer refuses, too.
 */
export const readLegacy = async ({ file, text: raw }: SourceFile): Promise<ReadTemplate> => {
	const text = raw.replace(/^\ufeff/, '');
	const root = jsonTree({ file, text });
	const lines = indented(hclLines(root));
	return readHcl({ file, text: `${lines.map(([line]) => line).join('\n')}\n` }, row =>
		placeIn(file, text, lines[row]?.[1] ?? 0),
	);
};
