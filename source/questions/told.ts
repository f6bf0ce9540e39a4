import { needsSubnet, networkPlace } from '../targets/aws/questions/network.ts';
import type { Draft } from './draft.ts';
import type { Facts } from './question.ts';

/**
 * The answers where an account has told what it has: without a default network the subnet is asked for in the walk, unless
 * one is named that is there.
 */
export const withTold = (draft: Draft, { aws }: Pick<Facts, 'aws'>): Draft => {
	const { region, network } = draft.recipe.aws;
	const told = aws?.region === region ? aws.subnets?.value : undefined;
	const isNeeded = told?.every(({ isDefault }) => !isDefault);
	if (isNeeded === undefined || isNeeded === needsSubnet(draft)) {
		return draft;
	}

	const others = draft.answered.filter(id => id !== 'subnet');
	const isThere = told?.some(({ id }) => id === network.subnet);
	return {
		...draft,
		noNetwork: isNeeded ? networkPlace(draft.recipe) : undefined,
		answered: isNeeded && isThere ? [...others, 'subnet'] : isNeeded ? others : draft.answered,
	};
};
