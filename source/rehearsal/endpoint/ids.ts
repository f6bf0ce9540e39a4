import type { Call } from './call.ts';
import { values } from './parameters.ts';
import { Refusal } from './protocol.ts';
import type { Collection } from './state.ts';

/** A kind of resource whose ids EC2 makes, and how it refuses one that is none or leads nowhere. */
type Kind = {
	readonly prefix: string;
	/** The parameter that names one, `ImageId`; a list of them has the same name, but for its number. */
	readonly parameter: string;
	readonly malformed: string;
	readonly notFound: string;
	readonly absent: (id: string) => string;
};

/** The kinds, with the codes of EC2's table of client errors (API version 2016-11-15). */
export const kinds = {
	image: {
		prefix: 'ami',
		parameter: 'ImageId',
		malformed: 'InvalidAMIID.Malformed',
		notFound: 'InvalidAMIID.NotFound',
		absent: id => `The image id '[${id}]' does not exist`,
	},
	instance: {
		prefix: 'i',
		parameter: 'InstanceId',
		malformed: 'InvalidInstanceID.Malformed',
		notFound: 'InvalidInstanceID.NotFound',
		absent: id => `The instance ID '${id}' does not exist`,
	},
	securityGroup: {
		prefix: 'sg',
		parameter: 'GroupId',
		malformed: 'InvalidGroupId.Malformed',
		notFound: 'InvalidGroup.NotFound',
		absent: id => `The security group '${id}' does not exist`,
	},
	subnet: {
		prefix: 'subnet',
		parameter: 'SubnetId',
		malformed: 'InvalidSubnetID.Malformed',
		notFound: 'InvalidSubnetID.NotFound',
		absent: id => `The subnet ID '${id}' does not exist`,
	},
	vpc: {
		prefix: 'vpc',
		parameter: 'VpcId',
		malformed: 'InvalidVpcID.Malformed',
		notFound: 'InvalidVpcID.NotFound',
		absent: id => `The vpc ID '${id}' does not exist`,
	},
	volume: {
		prefix: 'vol',
		parameter: 'VolumeId',
		malformed: 'InvalidVolumeID.Malformed',
		notFound: 'InvalidVolume.NotFound',
		absent: id => `The volume '${id}' does not exist.`,
	},
	snapshot: {
		prefix: 'snap',
		parameter: 'SnapshotId',
		malformed: 'InvalidSnapshotID.Malformed',
		notFound: 'InvalidSnapshot.NotFound',
		absent: id => `The snapshot '${id}' does not exist.`,
	},
	launchTemplate: {
		prefix: 'lt',
		parameter: 'LaunchTemplateId',
		malformed: 'InvalidLaunchTemplateId.Malformed',
		notFound: 'InvalidLaunchTemplateId.NotFound',
		absent: id => `The specified launch template, with template ID ${id}, does not exist.`,
	},
} as const satisfies Readonly<Record<string, Kind>>;

// The older ids have 8 digits, the newer ones 17.
const digits = /^[0-9a-f]{8}(?:[0-9a-f]{9})?$/;

/** Whether a text has the form of an id of a kind. */
const isWellFormed = ({ prefix }: Kind, id: string): boolean =>
	id.startsWith(`${prefix}-`) && digits.test(id.slice(prefix.length + 1));

/**
 * The resource of an id.
 * @param parameter what the call names it by, if not as its kind is called.
 * @throws Refusal if the id is missing or malformed, or if there is none.
 */
export const find = <Item>(
	kind: Kind,
	collection: Collection<Item>,
	id: string | undefined,
	parameter: string = kind.parameter,
): Item => {
	if (id === undefined) {
		throw new Refusal('MissingParameter', `The request must contain the parameter ${parameter}`);
	}

	const item = collection.get(id);
	if (item === undefined) {
		throw isWellFormed(kind, id)
			? new Refusal(kind.notFound, kind.absent(id))
			: new Refusal(kind.malformed, `Invalid id: "${id}" (expecting "${kind.prefix}-...")`);
	}

	return item;
};

/** The refusal of an id that leads nowhere, in a call that takes resources of any kind. */
export const unknownId = (id: string): Refusal => {
	const found = Object.values(kinds).find(kind => isWellFormed(kind, id));
	return found
		? new Refusal(found.notFound, found.absent(id))
		: new Refusal('InvalidID', `The ID '${id}' is not valid`);
};

/** What a Describe call is about: the resources whose ids it names, or all. @throws Refusal as `find` does. */
export const findAsked = <Item>(kind: Kind, collection: Collection<Item>, call: Call): readonly Item[] => {
	const ids = values(call.parameters, kind.parameter);
	return ids.length > 0 ? [...new Set(ids)].map(id => find(kind, collection, id)) : [...collection.values()];
};
