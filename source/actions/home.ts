import type { Whereabouts } from '../base/paths.ts';
import type { Home } from '../flow/home.ts';
import { openDrafts } from './drafts.ts';
import { readHomeLists } from './home-lists.ts';

/** Everything that the first screen shows of the person's own, and begins with. */
export const readHome = async (whereabouts: Whereabouts): Promise<Home> => {
	const [{ lists, keep }, drafts] = await Promise.all([
		readHomeLists(whereabouts),
		openDrafts(whereabouts.environment).read(),
	]);
	await keep();
	return { ...lists, ...drafts };
};
