import type { Architecture } from '../../catalog/base-images.ts';
import {
	findInstanceType,
	type InstanceType,
	instanceTypes,
	isOffered,
} from '../../catalog/instance-types.ts';
import type { World } from './state.ts';

// AWS offers types that the catalogue does not know yet. The one that the Recipe names is taken to exist: the person was
// warned, and a refusal would be made up.

/** A type that the Recipe names; of one that the catalogue does not know only the architecture is told. */
export const namedType = (id: string, architecture: Architecture): InstanceType =>
	findInstanceType(id) ?? {
		id,
		vcpu: 2,
		memoryMib: 4096,
		architecture,
		isPrevious: false,
		freeTier: false,
		isMetal: false,
		hypervisor: 'nitro',
		accelerator: undefined,
		offered: '',
	};

/** The instance type of an id; undefined if there is none. */
export const findType = ({ namedTypes }: World, id: string): InstanceType | undefined =>
	namedTypes.find(type => type.id === id) ?? findInstanceType(id);

/** The types that a region offers. */
export const offeredTypes = ({ namedTypes }: World, region: string): readonly InstanceType[] => {
	const others = instanceTypes.filter(type => isOffered(type, region) && !namedTypes.includes(type));
	return [...namedTypes, ...others];
};
