import type { Recipe } from '../../../../recipe/schema.ts';
import { policyName } from '../../../../template/files.ts';
import {
	attribute,
	block,
	call,
	code,
	comment,
	type Expression,
	emptyLine,
	type Item,
	list,
	map,
	text,
} from '../../../../template/hcl.ts';
import { instanceProfileName, serverPermissions } from '../../recipe/permissions.ts';
import type { Shape } from '../../recipe/terraform.ts';
import { serversMayAssume } from '../policy.ts';
import { labelOf, reference } from './parts.ts';

/** Whether servers need to be allowed anything. */
export const hasPolicy = (recipe: Recipe): boolean => serverPermissions(recipe).length > 0;

/** Whether the policy counts for servers with an instance profile of a certain name only. */
const isBound = (recipe: Recipe): boolean =>
	serverPermissions(recipe).some(({ condition }) => condition?.key === 'ec2:InstanceProfile');

/** Whether nobody knows the name of the instance profile before it is made. */
const isNamedByModule = ({ kind, modules }: Shape): boolean => modules && kind === 'server-group';

/**
 * What the servers are allowed, on a role.
 * @param role the role, and `profile` the name of the instance profile that the servers then have.
 */
const policyItem = (recipe: Recipe, label: string, role: Expression, profile: string): Item => {
	const policy = code(`file("\${path.module}/../${policyName}")`);
	const ending = (name: string): Expression => code(`"instance-profile/${name}"`);
	return block(`resource "aws_iam_role_policy" "${label}"`, [
		attribute('name', code(`"\${var.name}-server"`)),
		attribute('role', role),
		attribute(
			'policy',
			isBound(recipe)
				? call('replace', policy, ending(instanceProfileName(recipe)), ending(profile))
				: policy,
		),
	]);
};

const assumeRole = (recipe: Recipe): Expression => {
	const value = (json: unknown): Expression =>
		Array.isArray(json)
			? list(json.map(value))
			: typeof json === 'object' && json !== null
				? map(Object.fromEntries(Object.entries(json).map(([name, part]) => [name, value(part)])))
				: text(String(json));
	return call('jsonencode', value(JSON.parse(serversMayAssume(recipe))));
};

/** The tags of a role: IAM takes fewer signs than EC2, and takes Team and team for the same. */
const roleTags = ({ tags }: Recipe): readonly Item[] => {
	const keys = Object.keys(tags);
	const fits =
		Object.entries(tags).every(pair => pair.every(part => /^[\p{L}\p{Z}\p{N}_.:/=+@-]*$/u.test(part))) &&
		new Set(keys.map(key => key.toLowerCase())).size === keys.length;
	return fits ? [attribute('tags', code('local.tags'))] : [];
};

/** The name of the instance profile of servers, in HCL's string. */
const profileName = `\${var.name}-server`;

/** The role of the servers with the policy that the image needs; none where it needs none. */
export const roleItems = (recipe: Recipe, shape: Shape): readonly Item[] => {
	const label = labelOf(shape);
	if (!hasPolicy(recipe)) {
		return [];
	}

	if (shape.kind === 'elk') {
		return [
			comment(`What the image needs, from ${policyName} of the template. The module makes the role.`),
			policyItem(recipe, label, code('module.servers.iam_role_id'), profileName),
			emptyLine,
		];
	}

	const makesProfile = shape.modules && shape.kind !== 'asg';
	return [
		comment(
			`What the servers may do stands in ${policyName} of the template, with the reasons in its README.`,
		),
		block(`resource "aws_iam_role" "${label}"`, [
			attribute('name', code(`"${profileName}"`)),
			attribute('assume_role_policy', assumeRole(recipe)),
			...roleTags(recipe),
		]),
		emptyLine,
		policyItem(
			recipe,
			label,
			reference(shape, 'aws_iam_role', 'name'),
			isNamedByModule(shape) ? `\${module.servers.iam_instance_profile_name}` : profileName,
		),
		emptyLine,
		...(makesProfile
			? []
			: [
					comment('By way of the policy, which a server finds in force when it boots.'),
					block(`resource "aws_iam_instance_profile" "${label}"`, [
						attribute('name', code(`"${profileName}"`)),
						attribute('role', reference(shape, 'aws_iam_role_policy', 'role')),
					]),
					emptyLine,
				]),
	];
};

/**
 * The role for a module that makes the instance profile: by way of the policy, so that this is in force when a server
 * boots, unless the policy has to know the profile first.
 */
export const moduleRole = (recipe: Recipe, shape: Shape): Expression =>
	isBound(recipe) && isNamedByModule(shape)
		? reference(shape, 'aws_iam_role', 'name')
		: reference(shape, 'aws_iam_role_policy', 'role');

/** The instance profile that servers have. */
export const profileItems = (recipe: Recipe, shape: Shape, name: string): readonly Item[] =>
	hasPolicy(recipe) ? [attribute(name, reference(shape, 'aws_iam_instance_profile', 'name'))] : [];
