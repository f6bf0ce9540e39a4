import { exitCodes, Problem } from '../../../base/problem.ts';
import { type BaseImage, findBaseImage, imageSearch, namedSearch } from '../../../catalog/base-images.ts';
import { resolveBase } from '../../../recipe/base.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import {
	attribute,
	block,
	code,
	comment,
	emptyLine,
	type Item,
	list,
	map,
	text,
} from '../../../template/hcl.ts';
import { variableNames as names, variable } from '../../../template/variables.ts';

const catalogueImage = (id: string): BaseImage => {
	const image = findBaseImage(id);
	if (!image) {
		throw new Problem(`The catalogue has no base image ${id}.`, { exitCode: exitCodes.usage });
	}

	return image;
};

/** How the newest AMI is searched from which each build starts, and what is said of it; undefined if it is always the same one. */
const newestSearch = (recipe: Recipe) => {
	const { base, aws } = recipe;
	if ('ami' in base) {
		return base.newest === undefined
			? undefined
			: {
					...namedSearch(base.newest, base.architecture, base.owner),
					said: [`The newest ${base.newest} of account ${base.owner}.`],
				};
	}

	if (!('image' in base)) {
		return undefined;
	}

	const image = catalogueImage(base.image);
	const search = imageSearch(image, base.architecture, aws.region);
	return {
		...search,
		said: [
			`The newest ${resolveBase(recipe).title} by ${image.maker}.`,
			...(search.owner === undefined
				? [`Which account is ${image.maker}'s in ${aws.region} has to be added.`]
				: []),
		],
	};
};

/**
 * The block that finds the newest base image, and what is said of it; undefined for one that is not sought by its name.
 * @param header what stands before its brace.
 * @param items what stands in it beside.
 */
export const baseSearch = (
	recipe: Recipe,
	header: string,
	items: readonly Item[] = [],
): Item[] | undefined => {
	const search = newestSearch(recipe);
	if (!search) {
		return undefined;
	}

	const { owner, filters, said } = search;
	return [
		comment(...said),
		block(header, [
			...items,
			attribute('owners', list(owner === undefined ? [] : [text(owner)])),
			attribute('most_recent', code(true)),
			emptyLine,
			attribute(
				'filters',
				map(Object.fromEntries(Object.entries(filters).map(([name, value]) => [name, text(value)]))),
			),
		]),
	];
};

/** The base image, found by the source itself; of one that lines of an imported template find these lines say it. */
export const baseItems = (recipe: Recipe): Item[] =>
	baseSearch(recipe, 'source_ami_filter') ??
	('ami' in recipe.base ? [attribute('source_ami', variable(names.sourceAmi))] : []);
