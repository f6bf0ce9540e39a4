import { type Parameters, structure, structures, value, values } from './parameters.ts';
import { Refusal, type Xml } from './protocol.ts';

/** Whom something can be shared with: the parameter that names one, what EC2 calls it in answers, and its form. */
const kinds = [
	['UserId', 'userId', /^\d{12}$/],
	['Group', 'group', /^all$/],
	[
		'OrganizationArn',
		'organizationArn',
		/^arn:aws[\w-]*:organizations::\d{12}:organization\/o-[a-z0-9]{10,32}$/,
	],
	[
		'OrganizationalUnitArn',
		'organizationalUnitArn',
		/^arn:aws[\w-]*:organizations::\d{12}:ou\/o-[a-z0-9]{10,32}\/ou-[a-z0-9-]+$/,
	],
] as const;

/** @throws Refusal for what is none of these. */
const checked = (text: string, parameter: string | undefined): string => {
	if (!kinds.some(([name, , form]) => name === parameter && form.test(text))) {
		const item = parameter ?? 'userId';
		throw new Refusal(
			'InvalidAMIAttributeItemValue',
			`Invalid attribute item value "${text}" for ${item} item type.`,
		);
	}

	return text;
};

const named = (list: readonly Parameters[]): readonly string[] =>
	list.map(permission => {
		const [parameter, text] = [...permission][0] ?? [undefined, ''];
		return checked(text, parameter);
	});

/**
 * Whom an image or a snapshot is shared with, after a call: in the newer form, a list of what to add and what to
 * remove, or in the older one, `OperationType` and lists of accounts and groups.
 * @param name `LaunchPermission` or `CreateVolumePermission`.
 * @throws Refusal for whom it cannot be shared with.
 */
export const changePermissions = (
	before: readonly string[],
	parameters: Parameters,
	name: string,
): readonly string[] => {
	const change = structure(parameters, name);
	const operation = value(parameters, 'OperationType');
	// Packer names accounts in both forms at once; without an operation, the older one says nothing.
	const older = [
		...values(parameters, 'UserId').map(user => checked(user, 'UserId')),
		...values(parameters, 'UserGroup').map(group => checked(group, 'Group')),
	];
	const added = [...named(structures(change, 'Add')), ...(operation === 'add' ? older : [])];
	const removed = [...named(structures(change, 'Remove')), ...(operation === 'remove' ? older : [])];
	return [...new Set([...before, ...added])].filter(id => !removed.includes(id));
};

/** Whom something is shared with, as EC2 lists it. */
export const permissionsOf = (shared: readonly string[]): Xml =>
	shared.map(text => {
		const [, name] = kinds.find(([, , form]) => form.test(text)) ?? kinds[0];
		return { [name]: text };
	});
