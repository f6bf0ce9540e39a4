import { baseLookup, resolveBase } from '../recipe/base.ts';
import { boundFaults, lastingFaults, metFaults } from '../recipe/faults.ts';
import type { NamedThings } from '../targets/aws/builds/copy/rehearsable.ts';
import type { JournalHeader } from './journal/journal.ts';
import type { StartRequest } from './start-request.ts';
import type { RehearsalOrder } from './supervisor/order.ts';

/**
 * What a rehearsal plays.
 * @throws Problem (exit 2) for an unknown fault.
 */
export const rehearsalOrder = ({
	recipe,
	speed,
	faults,
	sandbox,
	isFresh = false,
	engine,
}: StartRequest): RehearsalOrder => {
	const { username, rootDevice, volumeGib } = resolveBase(recipe);
	return {
		region: recipe.aws.region,
		copyTo: recipe.aws.copyTo,
		architecture: recipe.base.architecture,
		baseImage: { ...baseLookup(recipe), username, rootDevice, volumeGib },
		instanceTypes: [recipe.aws.instanceType],
		subnets: recipe.aws.network.subnet === undefined ? [] : [recipe.aws.network.subnet],
		zones: recipe.aws.network.zone === undefined ? [] : [recipe.aws.network.zone],
		keys: recipe.aws.volume.kmsKey === undefined ? [] : [recipe.aws.volume.kmsKey],
		copyKeys: recipe.aws.volume.kmsKeys,
		instanceProfiles: recipe.aws.instanceProfile === undefined ? [] : [recipe.aws.instanceProfile],
		speed,
		faults: metFaults(boundFaults(faults ?? [], recipe), recipe),
		sandbox: sandbox ?? 'auto',
		engine: engine && { program: engine.program, maker: engine.maker, architecture: engine.architecture },
		isFresh,
	};
};

/** How the same rehearsal is played again, as far as it was said: what passes by itself is over then. */
export const playedAgain = ({
	recipe,
	speed,
	faults = [],
	sandbox,
}: StartRequest): JournalHeader['rehearsal'] => {
	const lasting = lastingFaults(boundFaults(faults, recipe));
	return speed === undefined && sandbox === undefined && lasting.length === 0
		? undefined
		: {
				// A journal is JSON, which knows no infinity.
				...(speed !== undefined && { speed: Math.min(speed, Number.MAX_VALUE) }),
				...(lasting.length > 0 && { faults: lasting }),
				...(sandbox !== undefined && { sandbox }),
			};
};

/** What is named by hand is taken to exist, as what the Recipe names. */
export const withNamed = (
	order: RehearsalOrder,
	{ subnets, instanceProfiles }: NamedThings,
): RehearsalOrder => ({
	...order,
	subnets: [...new Set([...(order.subnets ?? []), ...subnets])],
	instanceProfiles: [...new Set([...(order.instanceProfiles ?? []), ...instanceProfiles])],
});
