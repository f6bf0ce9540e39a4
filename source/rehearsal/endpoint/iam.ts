import type { ActionTable, Call } from './call.ts';
import { noTags, value } from './parameters.ts';
import { Refusal, type Xml } from './protocol.ts';
import { accountId, type InstanceProfile, type Role, type World } from './state.ts';
import { put, without } from './world.ts';

const parameter = (call: Call, name: string): string => value(call.parameters, name) ?? '';

const findProfile = (world: World, name: string): InstanceProfile => {
	const profile = world.profiles.get(name);
	if (!profile) {
		throw new Refusal('NoSuchEntity', `Instance Profile ${name} cannot be found.`, 404);
	}

	return profile;
};

const findRole = (world: World, name: string): Role => {
	const role = world.roles.get(name);
	if (!role) {
		throw new Refusal('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
	}

	return role;
};

const created = '2026-01-01T00:00:00Z';

const roleXml = (name: string): Xml => ({
	Path: '/',
	RoleName: name,
	RoleId: 'AROAREHEARSALREHEARSA',
	Arn: `arn:aws:iam::${accountId}:role/${name}`,
	CreateDate: created,
});

const profileXml = (profile: InstanceProfile): Xml => ({
	InstanceProfile: {
		Path: '/',
		InstanceProfileName: profile.id,
		InstanceProfileId: 'AIPAREHEARSALREHEARSA',
		Arn: `arn:aws:iam::${accountId}:instance-profile/${profile.id}`,
		Roles: profile.role === undefined ? [] : [roleXml(profile.role)],
		CreateDate: created,
	},
});

const exists = (kind: string, name: string): Refusal =>
	new Refusal('EntityAlreadyExists', `${kind} ${name} already exists.`, 409);

const inUse = (message: string): Refusal => new Refusal('DeleteConflict', message, 409);

const checkUnused = (world: World, role: Role): void => {
	if ([...world.profiles.values()].some(profile => profile.role === role.id)) {
		throw inUse('Cannot delete entity, must remove roles from instance profile first.');
	}

	if (role.policies.length > 0) {
		throw inUse('Cannot delete entity, must delete policies first.');
	}
};

const withProfile = (world: World, profile: InstanceProfile): World => ({
	...world,
	profiles: put(world.profiles, profile),
});

const withRole = (world: World, role: Role): World => ({ ...world, roles: put(world.roles, role) });

/** Instance profiles: the one that a Recipe names, and the ones that Packer makes for a build. */
export const iamActions: ActionTable = {
	ListAccountAliases: () => ({ body: { AccountAliases: [], IsTruncated: false } }),

	GetInstanceProfile: (world, call) => ({
		body: profileXml(findProfile(world, parameter(call, 'InstanceProfileName'))),
	}),

	CreateInstanceProfile: (world, call) => {
		const id = parameter(call, 'InstanceProfileName');
		if (world.profiles.has(id)) {
			throw exists('Instance Profile', id);
		}

		const profile: InstanceProfile = { id, role: undefined, tags: noTags };
		return { world: withProfile(world, profile), body: profileXml(profile) };
	},

	AddRoleToInstanceProfile: (world, call) => {
		const profile = findProfile(world, parameter(call, 'InstanceProfileName'));
		const role = findRole(world, parameter(call, 'RoleName'));
		if (profile.role !== undefined) {
			throw new Refusal(
				'LimitExceeded',
				'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1',
				409,
			);
		}

		return { world: withProfile(world, { ...profile, role: role.id }), body: undefined };
	},

	RemoveRoleFromInstanceProfile: (world, call) => {
		const profile = findProfile(world, parameter(call, 'InstanceProfileName'));
		const role = parameter(call, 'RoleName');
		if (profile.role !== role) {
			throw new Refusal('NoSuchEntity', `The role with name ${role} cannot be found.`, 404);
		}

		return { world: withProfile(world, { ...profile, role: undefined }), body: undefined };
	},

	DeleteInstanceProfile: (world, call) => {
		const profile = findProfile(world, parameter(call, 'InstanceProfileName'));
		if (profile.role !== undefined) {
			throw inUse('Cannot delete entity, must remove roles from instance profile first.');
		}

		return { world: { ...world, profiles: without(world.profiles, profile.id) }, body: undefined };
	},

	GetRole: (world, call) => ({ body: { Role: roleXml(findRole(world, parameter(call, 'RoleName')).id) } }),

	CreateRole: (world, call) => {
		const id = parameter(call, 'RoleName');
		if (world.roles.has(id)) {
			throw exists('Role with name', id);
		}

		return { world: withRole(world, { id, policies: [], tags: noTags }), body: { Role: roleXml(id) } };
	},

	PutRolePolicy: (world, call) => {
		const role = findRole(world, parameter(call, 'RoleName'));
		const policies = [...new Set([...role.policies, parameter(call, 'PolicyName')])];
		return { world: withRole(world, { ...role, policies }), body: undefined };
	},

	DeleteRolePolicy: (world, call) => {
		const role = findRole(world, parameter(call, 'RoleName'));
		const wanted = parameter(call, 'PolicyName');
		if (!role.policies.includes(wanted)) {
			throw new Refusal('NoSuchEntity', `The role policy with name ${wanted} cannot be found.`, 404);
		}

		const policies = role.policies.filter(name => name !== wanted);
		return { world: withRole(world, { ...role, policies }), body: undefined };
	},

	DeleteRole: (world, call) => {
		const role = findRole(world, parameter(call, 'RoleName'));
		checkUnused(world, role);
		return { world: { ...world, roles: without(world.roles, role.id) }, body: undefined };
	},
};
