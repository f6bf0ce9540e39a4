import { type Action, type ActionTable, here } from './call.ts';
import { filtered } from './filters.ts';
import { findAsked, kinds } from './ids.ts';
import { attributeActions } from './instance-attributes.ts';
import { stateActions } from './instance-states.ts';
import { reservationXml, stateXml } from './instance-xml.ts';
import { launch, launchedBefore } from './launch.ts';
import { paged } from './paging.ts';
import { flag, structure, value, values } from './parameters.ts';
import { instanceState, nextChange } from './progress.ts';
import { findTemplate } from './spot.ts';

const runInstances: Action = (world, call) => {
	const { parameters } = call;
	const named = structure(parameters, 'LaunchTemplate');
	const template =
		named.size === 0
			? undefined
			: findTemplate(world, call, value(named, 'LaunchTemplateName'), value(named, 'LaunchTemplateId'));
	const request = new Map([...(template?.data ?? []), ...parameters]);
	const isSpot = value(structure(request, 'InstanceMarketOptions'), 'MarketType') === 'spot';
	const before = launchedBefore(here(world, call).instances.values(), request);
	const launched = before.length > 0 ? { world, instances: before } : launch(world, call, request, isSpot);
	const { reservation = '' } = launched.instances[0] ?? {};
	return {
		world: launched.world,
		body: reservationXml(reservation, launched.instances, here(launched.world, call), call),
	};
};

const describeInstances: Action = (world, call) => {
	const region = here(world, call);
	const asked = findAsked(kinds.instance, region.instances, call);
	const found = filtered(asked, call.parameters, {
		'instance-id': instance => instance.id,
		'instance-state-name': instance => instanceState(instance, call.now),
		'instance-lifecycle': instance => (instance.spotRequest === undefined ? undefined : 'spot'),
		'instance-type': instance => instance.type,
		'reservation-id': instance => instance.reservation,
		'client-token': instance => instance.asked?.token,
		'image-id': instance => instance.image,
		'key-name': instance => instance.keyName,
		architecture: instance => instance.architecture,
		'availability-zone': instance => instance.zone,
		'subnet-id': instance => instance.subnet,
		'vpc-id': instance => instance.vpc,
		'group-id': instance => instance.groups,
		'instance.group-id': instance => instance.groups,
		'network-interface.subnet-id': instance => instance.subnet,
		'network-interface.vpc-id': instance => instance.vpc,
		'private-ip-address': instance => instance.privateAddress,
		'ip-address': instance => instance.publicAddress,
		'root-device-name': instance => instance.rootDevice,
		'root-device-type': () => 'ebs',
		'block-device-mapping.volume-id': instance => instance.devices.map(device => device.volume),
		'block-device-mapping.device-name': instance => instance.devices.map(device => device.device),
		'spot-instance-request-id': instance => instance.spotRequest,
		'metadata-options.http-tokens': instance => instance.metadata.tokens,
	});
	const reservations = [...new Set(found.map(instance => instance.reservation))];
	const { shown, nextToken } = paged(call, reservations, { named: kinds.instance.parameter });
	const changes = asked
		.map(instance => nextChange(instance, call.now))
		.filter(change => change !== undefined);
	const isWait = values(call.parameters, 'InstanceId').length > 0;
	return {
		due: isWait && changes.length > 0 ? Math.max(...changes) : undefined,
		body: {
			nextToken,
			reservationSet: shown.map(reservation =>
				reservationXml(
					reservation,
					found.filter(instance => instance.reservation === reservation),
					region,
					call,
				),
			),
		},
	};
};

const describeStatus: Action = (world, call) => {
	const asked = findAsked(kinds.instance, here(world, call).instances, call);
	const isEach = flag(call.parameters, 'IncludeAllInstances');
	const found = filtered(asked, call.parameters, {
		'availability-zone': instance => instance.zone,
		'instance-state-name': instance => instanceState(instance, call.now),
		'instance-status.status': instance => (instance.booted <= call.now ? 'ok' : 'initializing'),
		'system-status.status': instance => (instance.booted <= call.now ? 'ok' : 'initializing'),
	}).filter(instance => isEach || instanceState(instance, call.now) === 'running');
	const { shown, nextToken } = paged(call, found, { named: kinds.instance.parameter });
	const boots = asked.map(instance => instance.booted).filter(booted => booted > call.now);
	const isWait = values(call.parameters, 'InstanceId').length > 0;
	return {
		due: isWait && boots.length > 0 ? Math.max(...boots) : undefined,
		body: {
			nextToken,
			instanceStatusSet: shown.map(instance => {
				const state = instanceState(instance, call.now);
				const status = instance.booted <= call.now ? 'ok' : 'initializing';
				const reached = status === 'ok' ? 'passed' : 'initializing';
				const summary =
					state === 'running'
						? { status, details: [{ name: 'reachability', status: reached }] }
						: { status: 'not-applicable', details: [] };
				return {
					instanceId: instance.id,
					availabilityZone: instance.zone,
					instanceState: stateXml(state),
					systemStatus: summary,
					instanceStatus: summary,
				};
			}),
		},
	};
};

export const instanceActions: ActionTable = {
	RunInstances: runInstances,
	DescribeInstances: describeInstances,
	DescribeInstanceStatus: describeStatus,
	...stateActions,
	...attributeActions,
};
