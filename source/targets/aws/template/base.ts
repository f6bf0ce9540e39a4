import { exitCodes, Problem } from '../../../base/problem.ts';
import { type BaseImage, findBaseImage, imageSearch } from '../../../catalog/base-images.ts';
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

/**
 * The block that finds the newest base image of the catalogue, and what is said of it; undefined for one that is not of
 * the catalogue.
 * @param header what stands before its brace.
 * @param items what stands in it beside.
 */
export const baseSearch = (
	recipe: Recipe,
	header: string,
	items: readonly Item[] = [],
): Item[] | undefined => {
	const { base } = recipe;
	if (!('image' in base)) {
		return undefined;
	}

	const image = catalogueImage(base.image);
	const { owner, filters } = imageSearch(image, base.architecture, recipe.aws.region);
	return [
		comment(
			`The newest ${resolveBase(recipe).title} by ${image.maker}.`,
			...(owner === undefined
				? [`Which account is ${image.maker}'s in ${recipe.aws.region} has to be added.`]
				: []),
		),
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
