import { askedAttribute } from './attributes.ts';
import { type Action, type ActionTable, done, here } from './call.ts';
import { find, kinds } from './ids.ts';
import { metadataXml, readMetadata } from './metadata.ts';
import { type Parameters, structure, value, values } from './parameters.ts';
import { Refusal, type Xml } from './protocol.ts';
import type { Instance } from './state.ts';
import { put, withRegion } from './world.ts';

/** What a machine answers for each attribute that one can ask for. */
const attributes: ReadonlyMap<string, (instance: Instance) => Xml> = new Map<
	string,
	(instance: Instance) => Xml
>([
	['instanceType', instance => ({ value: instance.type })],
	['userData', instance => ({ value: instance.userData })],
	['disableApiTermination', instance => ({ value: instance.isProtected })],
	['disableApiStop', () => ({ value: false })],
	['instanceInitiatedShutdownBehavior', instance => ({ value: instance.shutdownBehavior })],
	['rootDeviceName', instance => ({ value: instance.rootDevice })],
	['ebsOptimized', () => ({ value: false })],
	['sourceDestCheck', () => ({ value: true })],
	['enaSupport', () => ({ value: true })],
	['sriovNetSupport', () => ({ value: 'simple' })],
	['groupSet', instance => instance.groups.map(groupId => ({ groupId }))],
	['productCodes', () => []],
]);

const describeAttribute: Action = (world, call) => {
	const instance = find(kinds.instance, here(world, call).instances, value(call.parameters, 'InstanceId'));
	const { name, attribute: read } = askedAttribute(call, attributes);
	return { body: { instanceId: instance.id, [name]: read(instance) } };
};

// What every machine of a rehearsal has, whatever is asked for.
const always = ['EnaSupport', 'SriovNetSupport', 'SourceDestCheck', 'EbsOptimized'];

/** The machine as an attribute makes it. @throws Refusal for one that a rehearsal cannot change. */
const changed = (instance: Instance, parameters: Parameters): Instance => {
	const named = value(parameters, 'Attribute');
	const isProtected =
		value(structure(parameters, 'DisableApiTermination'), 'Value') ??
		(named === 'disableApiTermination' ? value(parameters, 'Value') : undefined);
	const groups = values(parameters, 'GroupId');
	const isGiven = always.some(name => structure(parameters, name).size > 0);
	if (isProtected === undefined && groups.length === 0 && !isGiven) {
		throw new Refusal('UnsupportedOperation', 'A rehearsal cannot change this attribute of an instance.');
	}

	return {
		...instance,
		isProtected: isProtected === undefined ? instance.isProtected : isProtected === 'true',
		groups: groups.length === 0 ? instance.groups : groups,
	};
};

const modifyAttribute: Action = (world, call) => {
	const { instances, securityGroups } = here(world, call);
	const instance = find(kinds.instance, instances, value(call.parameters, 'InstanceId'));
	for (const id of values(call.parameters, 'GroupId')) {
		find(kinds.securityGroup, securityGroups, id);
	}

	const next = put(instances, changed(instance, call.parameters));
	return { world: withRegion(world, call.region, { instances: next }), body: done };
};

const modifyMetadata: Action = (world, call) => {
	const { instances, images } = here(world, call);
	const instance = find(kinds.instance, instances, value(call.parameters, 'InstanceId'));
	const image = images.get(instance.image);
	const metadata = image ? readMetadata(call.parameters, image) : instance.metadata;
	return {
		world: withRegion(world, call.region, { instances: put(instances, { ...instance, metadata }) }),
		body: { instanceId: instance.id, instanceMetadataOptions: metadataXml(metadata) },
	};
};

export const attributeActions: ActionTable = {
	DescribeInstanceAttribute: describeAttribute,
	ModifyInstanceAttribute: modifyAttribute,
	ModifyInstanceMetadataOptions: modifyMetadata,
};
