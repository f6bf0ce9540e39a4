import type { Faults } from '../faults.ts';
import { type Call, here } from './call.ts';
import { structures, values } from './parameters.ts';
import { Refusal } from './protocol.ts';
import { accountId, type World } from './state.ts';
import { put, withRegion } from './world.ts';

/** What Packer asks for first when the scripts are over. */
const laterActions: ReadonlySet<string> = new Set(['StopInstances', 'CreateImage']);
const launches: ReadonlySet<string> = new Set(['RunInstances', 'CreateFleet']);

type Asked = Pick<Call, 'service' | 'action' | 'region'>;

const unknownKey = ({ service }: Asked): Refusal =>
	service === 'ec2'
		? new Refusal('AuthFailure', 'AWS was not able to validate the provided access credentials', 401)
		: new Refusal('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);

/** EC2 has a code of its own for keys that have ended; the other services share one. */
const expired = ({ service }: Asked): Refusal =>
	service === 'ec2'
		? new Refusal('RequestExpired', 'Request has expired.')
		: new Refusal('ExpiredToken', 'The security token included in the request is expired', 403);

/** Whether a region is not enabled in the account: EC2 knows no key there. */
export const isDisabled = (faults: Faults, region: string): boolean =>
	faults.hits('region-disabled', region) || faults.hits('copy-region-disabled', region);

/** What was asked to go wrong with calls, whatever they ask for. */
export type CallFaults = {
	/** @throws Refusal in the words of AWS. */
	readonly refuse: (call: Asked) => void;
	/** Whether the endpoint is gone by the time of a call. */
	readonly isGone: (call: Asked) => boolean;
};

/** Faults that begin in the middle, and such as happen once: they are asked of every call, in order. */
export const newCallFaults = (faults: Faults): CallFaults => {
	const refused = new Set<string>();
	let isLater = false;
	const seen = ({ action }: Asked): boolean => {
		isLater ||= laterActions.has(action);
		return isLater;
	};

	return {
		isGone: call => seen(call) && faults.has('endpoint-vanishes'),
		refuse: call => {
			const { action, region, service } = call;
			if (faults.has('auth-failure') || (service === 'ec2' && isDisabled(faults, region))) {
				throw unknownKey(call);
			}

			if (seen(call) && faults.has('credentials-expire')) {
				throw expired(call);
			}

			const isFirst = !refused.has(action) && (launches.has(action) || action === 'CreateImage');
			if ((faults.has('throttling') && launches.has(action)) || (faults.has('throttled-once') && isFirst)) {
				refused.add(action);
				throw new Refusal('RequestLimitExceeded', 'Request limit exceeded.', 503);
			}
		},
	};
};

/** The world in which an image has the name already that a call looks for, if it was asked to be taken. */
export const withTakenName = (world: World, call: Call): World => {
	const { images } = here(world, call);
	const [any] = images.values();
	const isTaken = (name: string): boolean =>
		// Gruntwork's style has the time to the minute.
		call.tools.faults.hits('name-taken', name.replace(/-(?:\d{14}|\d{8}-\d{4})$/, '')) &&
		![...images.values()].some(image => image.name === name && image.owner === accountId);
	const name = structures(call.parameters, 'Filter')
		.filter(filter => filter.get('Name') === 'name')
		.flatMap(filter => values(filter, 'Value'))
		.find(asked => !asked.includes('*') && isTaken(asked));
	if (any === undefined || name === undefined || !call.tools.faults.has('name-taken')) {
		return world;
	}

	const taken = { ...any, id: call.tools.newId('ami'), name, owner: accountId };
	return withRegion(world, call.region, { images: put(images, taken) });
};
