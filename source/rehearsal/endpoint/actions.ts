import { callerActions, regionActions } from './account.ts';
import type { Action, ActionTable } from './call.ts';
import { groupRuleActions } from './group-rules.ts';
import { iamActions } from './iam.ts';
import { imageActions } from './images.ts';
import { instanceTypeActions } from './instance-types.ts';
import { instanceActions } from './instances.ts';
import { keyPairActions } from './key-pairs.ts';
import { networkActions } from './networks.ts';
import { Refusal, type Service } from './protocol.ts';
import { securityGroupActions } from './security-groups.ts';
import { snapshotActions } from './snapshots.ts';
import { spotActions } from './spot.ts';
import { tagActions } from './tags.ts';
import { volumeActions } from './volumes.ts';

const actions: Readonly<Record<Service, ActionTable>> = {
	sts: callerActions,
	iam: iamActions,
	ec2: {
		...regionActions,
		...keyPairActions,
		...networkActions,
		...instanceTypeActions,
		...securityGroupActions,
		...groupRuleActions,
		...instanceActions,
		...spotActions,
		...imageActions,
		...volumeActions,
		...snapshotActions,
		...tagActions,
	},
};

/** The action of a name. @throws Refusal if the service has none of it here. */
export const findAction = (service: Service, name: string): Action => {
	const action = Object.hasOwn(actions[service], name) ? actions[service][name] : undefined;
	if (!action) {
		throw new Refusal('InvalidAction', `The action ${name} is not valid for this web service.`);
	}

	return action;
};
