import { Problem } from '../../base/problem.ts';
import type { DifferencePolicy } from '../../flow/files.ts';
import type { Session } from './session.ts';

/**
 * What the flags say of files that exist and differ; undefined if nothing.
 * @throws Problem (exit 2) if they say both.
 */
export const differencesOf = (session: Session): DifferencePolicy | undefined => {
	if (session.has('keep') && session.has('overwrite')) {
		throw new Problem('--keep and --overwrite say the opposite of each other.', { next: ['Leave one out.'] });
	}

	return session.has('keep') ? 'keep' : session.has('overwrite') ? 'overwrite' : undefined;
};
