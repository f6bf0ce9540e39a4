import { type Parameters, structure, structures, value, values } from './parameters.ts';
import { Refusal } from './protocol.ts';

/** Accounts that a list of permissions names, or `all`. @throws Refusal for an account that is none. */
const named = (list: readonly Parameters[]): readonly string[] =>
	list.map(permission => checked(value(permission, 'UserId'), value(permission, 'Group')));

const checked = (user: string | undefined, group: string | undefined): string => {
	const text = group ?? user ?? '';
	if (group === undefined ? !/^\d{12}$/.test(text) : text !== 'all') {
		throw new Refusal(
			'InvalidAMIAttributeItemValue',
			`Invalid attribute item value "${text}" for userId item type.`,
		);
	}

	return text;
};

/**
 * Whom an image or a snapshot is shared with, after a call: in the newer form, a list of what to add and what to
 * remove, or in the older one, `OperationType` and lists of accounts and groups.
 * @param name `LaunchPermission` or `CreateVolumePermission`.
 */
export const changePermissions = (
	before: readonly string[],
	parameters: Parameters,
	name: string,
): readonly string[] => {
	const change = structure(parameters, name);
	const older = [
		...values(parameters, 'UserId').map(user => checked(user, undefined)),
		...values(parameters, 'UserGroup').map(group => checked(undefined, group)),
	];
	// Packer names accounts in both forms at once.
	const isOlder = value(parameters, 'OperationType') !== undefined;
	const removes = isOlder && value(parameters, 'OperationType') === 'remove';
	const added = [...named(structures(change, 'Add')), ...(isOlder && !removes ? older : [])];
	const removed = [...named(structures(change, 'Remove')), ...(removes ? older : [])];
	return [...new Set([...before, ...added])].filter(id => !removed.includes(id));
};
