import type { Whereabouts } from '../../base/paths.ts';
import type { Check } from '../../flow/checks.ts';
import type { BuildRequest } from '../../flow/request.ts';
import { givingText, openVariables } from '../open-variables.ts';
import { advice } from './check.ts';

/** The variables of an imported template that have no value: Packer refuses the whole template, in a rehearsal, too. */
export const checkVariables = async (
	{ decisions, differences }: BuildRequest,
	whereabouts: Whereabouts,
): Promise<readonly Check[]> =>
	(await openVariables(decisions, whereabouts, differences)).map(variable => ({
		id: 'variable',
		status: 'missing',
		title: 'Variable',
		detail: `${variable.name} of the imported template has no value`,
		...advice([`Set it where you start this: ${givingText(variable)}`]),
		remedies: [],
	}));
