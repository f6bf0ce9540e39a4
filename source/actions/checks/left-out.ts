import type { Check } from '../../flow/checks.ts';
import type { BuildRequest } from '../../flow/request.ts';
import { rehearseRemedy } from '../../targets/aws/flow/sign-in-remedies.ts';

/** Whether a person said yes to an image without what was left out since the review; undefined if nothing was. */
export const checkLeftOut = ({ decisions, leftOut }: BuildRequest): Check | undefined => {
	if (leftOut === undefined) {
		return undefined;
	}

	const { bundles, steps } = decisions.recipe;
	const names = leftOut.join(', ');
	return {
		id: 'left-out',
		status: 'missing',
		title: 'Left out',
		detail: `${names} will not be on the image${bundles.length + steps.length === 0 ? ', and nothing else either: it is a copy of the base image' : ''}`,
		remedies: [{ id: 'build-without', label: 'Build it without', details: [names] }, rehearseRemedy],
	};
};
