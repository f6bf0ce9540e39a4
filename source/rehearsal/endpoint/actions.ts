import { accountActions } from './account.ts';
import type { Action, Actions } from './call.ts';
import { iamActions } from './iam.ts';
import { imageActions } from './images.ts';
import { instanceActions } from './instances.ts';
import { keyPairActions } from './key-pairs.ts';
import { networkActions } from './networks.ts';
import { Refusal } from './protocol.ts';
import { securityGroupActions } from './security-groups.ts';
import { spotActions } from './spot.ts';
import { storageActions } from './storage.ts';
import { tagActions } from './tags.ts';

const actions: Actions = {
	...accountActions,
	...keyPairActions,
	...networkActions,
	...securityGroupActions,
	...instanceActions,
	...spotActions,
	...imageActions,
	...storageActions,
	...tagActions,
	...iamActions,
};

/** The action of a name. @throws Refusal if the endpoint has none of it. */
export const findAction = (name: string): Action => {
	const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
	if (!action) {
		throw new Refusal('InvalidAction', `The action ${name} is not valid for this web service.`);
	}

	return action;
};
