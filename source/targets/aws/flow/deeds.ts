import type { BuildMode } from '../../../base/build-mode.ts';
import type { Deed } from '../../../flow/deed.ts';
import type { Recipe } from '../../../recipe/schema.ts';

const regionsText = ({ aws: { region, copyTo } }: Recipe): string => {
	const [only] = copyTo;
	return only === undefined
		? region
		: `${region}, then copied to ${copyTo.length === 1 ? only : `${copyTo.length} more regions`}`;
};

/** An AMI is built in an account, or rehearsed. */
export const awsDeeds = (recipe: Recipe): readonly Deed<BuildMode>[] => [
	{ id: 'aws', label: 'Build it', hint: `in AWS: an image in ${regionsText(recipe)}`, isGrave: true },
	{ id: 'rehearsal', label: 'Rehearse it', hint: 'on this machine, nothing to pay' },
];
