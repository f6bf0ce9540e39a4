import { type Call, tagSet, timeText } from './call.ts';
import { metadataXml } from './metadata.ts';
import { type InstanceState, instanceState } from './progress.ts';
import type { Xml } from './protocol.ts';
import { accountId, type Instance, type RegionState } from './state.ts';

const codes: Readonly<Record<InstanceState, number>> = {
	pending: 0,
	running: 16,
	'shutting-down': 32,
	terminated: 48,
	stopping: 64,
	stopped: 80,
};

export const stateXml = (state: InstanceState): Xml => ({ code: codes[state], name: state });

/** Why a machine does not run, as EC2 has it. */
const stateReason = (instance: Instance, state: InstanceState): Xml => {
	if (instance.failure) {
		return instance.failure;
	}

	if (state === 'pending') {
		return { code: 'pending', message: 'pending' };
	}

	const code = 'Client.UserInitiatedShutdown';
	return state === 'running' ? undefined : { code, message: `${code}: User initiated shutdown` };
};

// EC2 gives a machine that runs an empty text and no reason. Packer 1.6.6 takes the one for a sign of the other and
// breaks down, leaving everything, if a wait was cancelled and the machine runs by the time of its next call. In EC2 it
// is still pending then; here a call can be held until it runs.
const transition = (instance: Instance, state: InstanceState): string | undefined => {
	if (state === 'running' || state === 'pending') {
		return undefined;
	}

	return instance.failure ? 'Server.InternalError' : 'User initiated';
};

/** The groups of a machine, by id and name. */
const groupsXml = (instance: Instance, region: RegionState): Xml =>
	instance.groups.map(groupId => ({ groupId, groupName: region.securityGroups.get(groupId)?.name ?? '' }));

const privateName = (instance: Instance): string =>
	`ip-${instance.privateAddress.replaceAll('.', '-')}.ec2.internal`;

const publicName = (address: string, region: string): string =>
	`ec2-${address.replaceAll('.', '-')}.${region}.compute.amazonaws.com`;

/** The one network interface of a machine. Its id follows from the machine's, since nothing else is kept of it. */
const interfaceXml = (
	instance: Instance,
	region: RegionState,
	call: Call,
	publicAddress: string | undefined,
): Xml => {
	const id = instance.id.replace('i-', '');
	const association =
		publicAddress === undefined
			? undefined
			: {
					publicIp: publicAddress,
					publicDnsName: publicName(publicAddress, call.region),
					ipOwnerId: 'amazon',
				};
	return {
		networkInterfaceId: `eni-${id}`,
		subnetId: instance.subnet,
		vpcId: instance.vpc,
		description: '',
		ownerId: accountId,
		status: 'in-use',
		macAddress: `0a:${(id.match(/../g) ?? []).slice(0, 5).join(':')}`,
		privateIpAddress: instance.privateAddress,
		privateDnsName: privateName(instance),
		sourceDestCheck: true,
		groupSet: groupsXml(instance, region),
		attachment: {
			attachmentId: `eni-attach-${id}`,
			deviceIndex: 0,
			networkCardIndex: 0,
			status: 'attached',
			attachTime: timeText(instance.launched),
			deleteOnTermination: true,
		},
		association,
		privateIpAddressesSet: [
			{
				privateIpAddress: instance.privateAddress,
				privateDnsName: privateName(instance),
				primary: true,
				association,
			},
		],
		ipv6AddressesSet: [],
		interfaceType: 'interface',
	};
};

/** Where a machine stands: nowhere any more, once it is gone. */
const placeXml = (instance: Instance, region: RegionState, call: Call, state: InstanceState) => {
	if (state === 'terminated') {
		return { privateDnsName: '', dnsName: '', groupSet: [], networkInterfaceSet: [], blockDeviceMapping: [] };
	}

	const publicAddress = state === 'running' ? instance.publicAddress : undefined;
	return {
		privateDnsName: privateName(instance),
		dnsName: publicAddress === undefined ? '' : publicName(publicAddress, call.region),
		subnetId: instance.subnet,
		vpcId: instance.vpc,
		privateIpAddress: instance.privateAddress,
		ipAddress: publicAddress,
		sourceDestCheck: true,
		groupSet: groupsXml(instance, region),
		networkInterfaceSet: [interfaceXml(instance, region, call, publicAddress)],
		blockDeviceMapping: instance.devices.map(device => ({
			deviceName: device.device,
			ebs: {
				volumeId: device.volume,
				status: 'attached',
				attachTime: timeText(instance.launched),
				deleteOnTermination: device.deleteOnTermination,
			},
		})),
	};
};

const instanceXml = (instance: Instance, region: RegionState, call: Call): Xml => {
	const state = instanceState(instance, call.now);
	return {
		instanceId: instance.id,
		imageId: instance.image,
		instanceState: stateXml(state),
		...placeXml(instance, region, call, state),
		reason: transition(instance, state),
		stateReason: stateReason(instance, state),
		keyName: instance.keyName,
		amiLaunchIndex: instance.index,
		productCodes: [],
		instanceType: instance.type,
		launchTime: timeText(instance.launched),
		placement: { availabilityZone: instance.zone, groupName: '', tenancy: 'default' },
		monitoring: { state: 'disabled' },
		architecture: instance.architecture,
		rootDeviceType: 'ebs',
		rootDeviceName: instance.rootDevice,
		virtualizationType: 'hvm',
		hypervisor: 'xen',
		clientToken: instance.asked?.token ?? '',
		ebsOptimized: false,
		enaSupport: true,
		bootMode: instance.bootMode,
		currentInstanceBootMode: instance.bootMode === 'legacy-bios' ? 'legacy-bios' : 'uefi',
		platformDetails: 'Linux/UNIX',
		usageOperation: 'RunInstances',
		usageOperationUpdateTime: timeText(instance.launched),
		cpuOptions: { coreCount: 1, threadsPerCore: 2 },
		capacityReservationSpecification: { capacityReservationPreference: 'open' },
		hibernationOptions: { configured: false },
		enclaveOptions: { enabled: false },
		maintenanceOptions: { autoRecovery: 'default' },
		metadataOptions: metadataXml(instance.metadata),
		privateDnsNameOptions: {
			hostnameType: 'ip-name',
			enableResourceNameDnsARecord: false,
			enableResourceNameDnsAAAARecord: false,
		},
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

/** The machines of one launch. */
export const reservationXml = (
	reservation: string,
	instances: readonly Instance[],
	region: RegionState,
	call: Call,
): { readonly [name: string]: Xml } => ({
	reservationId: reservation,
	ownerId: accountId,
	groupSet: [],
	instancesSet: instances.map(instance => instanceXml(instance, region, call)),
});
