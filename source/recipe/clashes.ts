import { wordFor } from '../base/count.ts';
import { serverPermissions } from '../targets/aws/recipe/permissions.ts';
import { chosenBundles, holds } from './bundles.ts';
import type { Recipe } from './schema.ts';

const listed = (ids: readonly string[]): string =>
	ids.length < 2 ? ids.join('') : `${ids.slice(0, -1).join(', ')} and ${ids.at(-1)}`;

/** The bundles that need the role of the server for as long as it runs. */
const roleUsers = (recipe: Recipe): readonly string[] => [
	...new Set(
		serverPermissions(recipe)
			.filter(({ atBoot }) => !atBoot)
			.map(({ bundle }) => bundle.id),
	),
];

/** In what the chosen bundles are in each other's way, though each of them can be installed: a sentence each. */
export const bundleClashes = (recipe: Recipe): readonly string[] => {
	const chosen = chosenBundles(recipe);
	const users = roleUsers(recipe);
	return chosen.flatMap(({ bundle: { id, endsRole, brings = [] }, values }) => {
		const brought = brings
			.filter(({ when = [] }) => when.every(condition => holds(condition, values, 'boot')))
			.map(({ bundle }) => bundle);
		const twice = recipe.bundles.map(entry => entry.id).filter(other => brought.includes(other));
		return [
			...(endsRole && users.length > 0
				? [
						`${id}: after the boot nothing has the role of the server any more, which ${listed(users)} ${wordFor(users.length, 'needs', 'need')}.`,
					]
				: []),
			...(twice.length > 0
				? [
						`${id}: it installs and starts ${listed(twice)} itself: leave ${wordFor(twice.length, 'that', 'them')} out.`,
					]
				: []),
		];
	});
};
