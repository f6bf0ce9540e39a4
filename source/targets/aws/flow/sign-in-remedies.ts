import type { Remedy } from '../../../flow/remedies.ts';

/** Another sign-in. */
export const profileRemedy: Remedy = {
	id: 'profile',
	label: 'Use a profile',
	details: ['of your AWS settings'],
};
/** The same on this machine. */
export const rehearseRemedy: Remedy = {
	id: 'rehearse',
	label: 'Rehearse instead',
	details: ['AWS played on this machine: no account needed'],
};
