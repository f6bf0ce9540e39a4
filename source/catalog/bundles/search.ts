import { holdsWords } from '../../base/search.ts';
import { bundles, familyOf, isCatalogService, isListed } from './index.ts';
import type { Bundle } from './schema.ts';

/** What a search looks at besides the id and the summary: its title, what it is for, its family and its state. */
export const bundleKeywords = (bundle: Bundle): string =>
	[
		bundle.title,
		...bundle.words,
		familyOf(bundle)?.title ?? '',
		bundle.state,
		bundle.name,
		...bundle.details,
	].join(' ');

const nearness = (bundle: Bundle, query: string): number => {
	const wanted = query.trim().toLowerCase();
	const names = [bundle.id, bundle.title.toLowerCase()];
	const name = names.some(name => name.includes(wanted)) ? 1 : 2;
	return names.includes(wanted) ? 0 : isCatalogService(bundle) ? name + 2 : name;
};

/**
 * The bundles that hold every word of the query in their id, their title or what they are for, without regard to case:
 * those that a list offers first, and of these the ones that are called so, servers of the service catalogue behind the modules. Dead ones are among them, with their state.
 */
export const searchBundles = (query: string): readonly Bundle[] => {
	const isFound = holdsWords(query);
	return bundles
		.filter(bundle => isFound(`${bundle.id} ${bundle.summary} ${bundleKeywords(bundle)}`))
		.toSorted(
			(a, b) => Number(!isListed(a)) - Number(!isListed(b)) || nearness(a, query) - nearness(b, query),
		);
};
