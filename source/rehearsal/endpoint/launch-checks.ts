import { fitsArchitecture } from '../../catalog/instance-types.ts';
import type { Call } from './call.ts';
import { findType, offeredTypes } from './named-types.ts';
import { number, type Parameters, structure, value } from './parameters.ts';
import { instanceState } from './progress.ts';
import { Refusal } from './protocol.ts';
import type { Image, Instance, World } from './state.ts';

/** @throws Refusal if machines of this type cannot be launched of the image, or not there. */
export const checkType = (world: World, id: string, image: Image, region: string, zone: string): void => {
	const type = findType(world, id);
	if (!type) {
		throw new Refusal('InvalidParameterValue', `Invalid value '${id}' for InstanceType.`);
	}

	if (!fitsArchitecture(type, image.architecture)) {
		throw new Refusal(
			'InvalidParameterValue',
			`The architecture '${type.architecture}' of the specified instance type does not match the ` +
				`architecture '${image.architecture}' of the specified AMI. Specify an instance type and an AMI that ` +
				"have matching architectures, and try again. You can use 'describe-instance-types' or " +
				"'describe-images' to discover the architecture of the instance type or AMI.",
		);
	}

	if (!offeredTypes(world, region).includes(type)) {
		throw new Refusal(
			'Unsupported',
			`Your requested instance type (${id}) is not supported in your requested Availability Zone (${zone}).`,
		);
	}
};

/** The instance profile that a launch names, by its name or its ARN. @throws Refusal if there is none. */
export const profileOf = (world: World, launch: Parameters): string | undefined => {
	const wanted = structure(launch, 'IamInstanceProfile');
	const arn = value(wanted, 'Arn');
	const name = value(wanted, 'Name') ?? arn?.split('/').at(-1);
	if (name !== undefined && !world.profiles.has(name)) {
		const [parameter, what] = arn === undefined ? ['name', 'name'] : ['arn', 'ARN'];
		throw new Refusal(
			'InvalidParameterValue',
			`Value (${arn ?? name}) for parameter iamInstanceProfile.${parameter} is invalid. ` +
				`Invalid IAM Instance Profile ${what}`,
		);
	}

	return name;
};

/** The most bytes of user data, before they are turned into base64. */
const mostUserData = 16_384;

/** What a launch hands to its machines, base64. @throws Refusal if it is none, or too much. */
export const userDataOf = (launch: Parameters): string | undefined => {
	const text = value(launch, 'UserData');
	if (text === undefined) {
		return undefined;
	}

	if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)) {
		throw new Refusal('InvalidParameterValue', 'Invalid BASE64 encoding of user data.');
	}

	if (Buffer.from(text, 'base64').length > mostUserData) {
		throw new Refusal('InvalidParameterValue', `User data is limited to ${mostUserData} bytes`);
	}

	return text;
};

/** What becomes of the machines of a launch when they shut themselves down. @throws Refusal for anything else. */
export const shutdownBehaviorOf = (launch: Parameters): Instance['shutdownBehavior'] => {
	const text = value(launch, 'InstanceInitiatedShutdownBehavior') ?? 'stop';
	if (text !== 'stop' && text !== 'terminate') {
		throw new Refusal(
			'InvalidParameterValue',
			`Invalid value '${text}' for instanceInitiatedShutdownBehavior.`,
		);
	}

	return text;
};

/** The most machines that run at once: each is a container, and nobody needs more to rehearse a build. */
const mostInstances = 8;

/** How many machines a launch gets: as many as there is room for, if those are enough. */
export const countOf = (instances: readonly Instance[], call: Call, launch: Parameters): number => {
	const least = number(launch, 'MinCount') ?? 1;
	const most = number(launch, 'MaxCount') ?? least;
	if (least < 1 || most < least) {
		throw new Refusal(
			'InvalidParameterValue',
			`Invalid value '${least}' for min-count or '${most}' for max-count: they must be at least 1, and the ` +
				'second not smaller than the first.',
		);
	}

	const running = instances.filter(instance => instanceState(instance, call.now) !== 'terminated').length;
	const room = mostInstances - running;
	if (least > room) {
		throw new Refusal(
			'InstanceLimitExceeded',
			`You have requested more instances (${least + running}) than your current instance limit of ` +
				`${mostInstances} allows for the specified instance type.`,
		);
	}

	return Math.min(most, room);
};
