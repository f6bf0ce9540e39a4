import { type Actions, type Call, done, here, tagSet, timeText } from './call.ts';
import { filtered } from './filters.ts';
import { find, findAsked, kinds } from './ids.ts';
import { launch } from './launch.ts';
import { flag, value, values } from './parameters.ts';
import { Refusal, type Xml } from './protocol.ts';
import {
	accountId,
	collect,
	type Instance,
	type InstanceState,
	instanceState,
	nextChange,
	put,
	type RegionState,
	type World,
	withRegion,
} from './state.ts';

const codes: Readonly<Record<InstanceState, number>> = {
	pending: 0,
	running: 16,
	'shutting-down': 32,
	terminated: 48,
	stopping: 64,
	stopped: 80,
};

const stateXml = (state: InstanceState): Xml => ({ code: codes[state], name: state });

const instanceXml = (instance: Instance, region: RegionState, call: Call): Xml => {
	const state = instanceState(instance, call.now);
	const isUp = state === 'running';
	return {
		instanceId: instance.id,
		imageId: instance.image,
		instanceState: stateXml(state),
		privateDnsName: `ip-${instance.privateAddress.replaceAll('.', '-')}.ec2.internal`,
		dnsName:
			isUp && instance.publicAddress !== undefined
				? `ec2-${instance.publicAddress.replaceAll('.', '-')}.${call.region}.compute.amazonaws.com`
				: '',
		keyName: instance.keyName,
		amiLaunchIndex: 0,
		instanceType: instance.type,
		launchTime: timeText(instance.launched),
		placement: { availabilityZone: instance.zone, tenancy: 'default' },
		monitoring: { state: 'disabled' },
		subnetId: instance.subnet,
		vpcId: instance.vpc,
		privateIpAddress: instance.privateAddress,
		ipAddress: isUp ? instance.publicAddress : undefined,
		sourceDestCheck: true,
		groupSet: instance.groups.map(groupId => ({
			groupId,
			groupName: region.securityGroups.get(groupId)?.name,
		})),
		architecture: instance.architecture,
		rootDeviceType: 'ebs',
		rootDeviceName: instance.rootDevice,
		blockDeviceMapping: instance.devices.map(device => ({
			deviceName: device.device,
			ebs: {
				volumeId: device.volume,
				status: 'attached',
				attachTime: timeText(instance.launched),
				deleteOnTermination: device.deleteOnTermination,
			},
		})),
		virtualizationType: 'hvm',
		hypervisor: 'xen',
		ebsOptimized: false,
		enaSupport: true,
		instanceLifecycle: instance.spotRequest === undefined ? undefined : 'spot',
		spotInstanceRequestId: instance.spotRequest,
		iamInstanceProfile:
			instance.profile === undefined
				? undefined
				: {
						arn: `arn:aws:iam::${accountId}:instance-profile/${instance.profile}`,
						id: 'AIPAREHEARSALREHEARSA',
					},
		tagSet: tagSet(instance.tags),
	};
};

const reservation = (
	instance: Instance,
	region: RegionState,
	call: Call,
): { readonly [name: string]: Xml } => ({
	reservationId: instance.id.replace('i-', 'r-'),
	ownerId: accountId,
	groupSet: [],
	instancesSet: [instanceXml(instance, region, call)],
});

type Change = (instance: Instance, state: InstanceState) => Instance;

const changeState = (world: World, call: Call, change: Change) => {
	const { instances } = here(world, call);
	const asked = values(call.parameters, 'InstanceId').map(id => find(kinds.instance, instances, id));
	const changed = asked.map(instance => change(instance, instanceState(instance, call.now)));
	return {
		changed,
		world: withRegion(world, call.region, { instances: put(instances, ...changed) }),
		body: {
			instancesSet: changed.map((instance, index) => ({
				instanceId: instance.id,
				previousState: stateXml(instanceState(asked[index] ?? instance, call.now)),
				currentState: stateXml(instanceState(instance, call.now)),
			})),
		},
	};
};

// A volume goes with its machine or stays behind, as the machine was launched.
const releaseVolumes = (world: World, call: Call, ended: readonly Instance[]): World => {
	const devices = ended.flatMap(instance => instance.devices);
	const gone = new Set(devices.filter(device => device.deleteOnTermination).map(device => device.volume));
	const freed = new Set(devices.filter(device => !device.deleteOnTermination).map(device => device.volume));
	const volumes = [...here(world, call).volumes.values()]
		.filter(volume => !gone.has(volume.id))
		.map(volume => (freed.has(volume.id) ? { ...volume, attachment: undefined } : volume));
	return withRegion(world, call.region, { volumes: collect(volumes) });
};

export const instanceActions: Actions = {
	RunInstances: (world, call) => {
		const launched = launch(world, call, call.parameters, false);
		if (flag(call.parameters, 'DryRun')) {
			throw new Refusal('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
		}

		return { world: launched.world, body: reservation(launched.instance, here(launched.world, call), call) };
	},

	DescribeInstances: (world, call) => {
		const region = here(world, call);
		const ids = values(call.parameters, 'InstanceId');
		const asked = findAsked(kinds.instance, region.instances, call);
		const found = filtered(asked, call.parameters, {
			'instance-id': instance => instance.id,
			'instance-state-name': instance => instanceState(instance, call.now),
			'image-id': instance => instance.image,
			'key-name': instance => instance.keyName,
			'instance-type': instance => instance.type,
		});
		const changes = asked
			.map(instance => nextChange(instance, call.now))
			.filter(change => change !== undefined);
		return {
			due: ids.length > 0 && changes.length > 0 ? Math.max(...changes) : undefined,
			body: { reservationSet: found.map(instance => reservation(instance, region, call)) },
		};
	},

	DescribeInstanceStatus: (world, call) => {
		const { instances } = here(world, call);
		const asked = findAsked(kinds.instance, instances, call);
		const ok = { status: 'ok', details: [{ name: 'reachability', status: 'passed' }] };
		return {
			body: {
				instanceStatusSet: asked
					.filter(instance => instanceState(instance, call.now) === 'running')
					.map(instance => ({
						instanceId: instance.id,
						availabilityZone: instance.zone,
						instanceState: stateXml('running'),
						systemStatus: ok,
						instanceStatus: ok,
					})),
			},
		};
	},

	StopInstances: (world, call) =>
		changeState(world, call, (instance, state) => {
			if (instance.spotRequest !== undefined) {
				throw new Refusal(
					'UnsupportedOperation',
					`You can't stop the Spot Instance '${instance.id}' because it is associated with a one-time Spot ` +
						'Instance request. You can only stop Spot Instances associated with persistent Spot Instance requests.',
				);
			}

			if (state === 'shutting-down' || state === 'terminated' || state === 'pending') {
				throw new Refusal(
					'IncorrectInstanceState',
					`This instance '${instance.id}' is not in a state from which it can be stopped.`,
				);
			}

			return state === 'running' ? { ...instance, stopped: call.now + call.tools.delays.stop } : instance;
		}),

	TerminateInstances: (world, call) => {
		const {
			changed,
			world: next,
			body,
		} = changeState(world, call, instance =>
			instance.terminated === undefined
				? { ...instance, terminated: call.now + call.tools.delays.terminate }
				: instance,
		);
		return { world: releaseVolumes(next, call, changed), body };
	},

	ModifyInstanceAttribute: (world, call) => {
		find(kinds.instance, here(world, call).instances, value(call.parameters, 'InstanceId'));
		return { body: done };
	},
};
