import { monthText } from '../../../base/durations.ts';
import { didYouMean } from '../../../base/nearest.ts';
import { baseImagesDate, findBaseImage, imageOwner } from '../../../catalog/base-images.ts';
import {
	architectureOf,
	findInstanceType,
	fitsArchitecture,
	instanceTypes,
	instanceTypesDate,
	isOffered,
} from '../../../catalog/instance-types.ts';
import { findRegion, partitionNames, partitionOf, regions, regionsDate } from '../../../catalog/regions.ts';
import {
	instanceTypePattern,
	instanceTypeRule,
	type Recipe,
	regionPattern,
	regionRule,
} from '../../../recipe/schema.ts';
import { mainFile } from '../../../recipe/style.ts';

// AWS opens regions and offers types that no list knows yet. So what only a list lacks is taken, with a warning: a
// complaint is for what cannot be, however new it is.

/** How a sentence names a list of ours, by its day. */
export const ourList = (date: string): string => `our list of ${monthText(date)}`;

/** Names are so much alike that only a slip of the fingers, two letters exchanged at most, means another one. */
const slip = 2;

const nearestRegion = (id: string): string =>
	didYouMean(
		id,
		regions.map(region => region.id),
		slip,
	);

/** Of two that are as near, the one of the same kind, that fits and is of today is meant. */
const nearestType = ({ base }: Recipe, id: string): string => {
	const fitting = instanceTypes.filter(type => fitsArchitecture(type, base.architecture));
	const candidates = [...fitting.filter(type => !type.isPrevious), ...fitting, ...instanceTypes];
	const isOther = (name: string): boolean => name[0] !== id[0];
	const names = [...new Set(candidates.map(type => type.id))];
	return didYouMean(
		id,
		names.toSorted((a, b) => Number(isOther(a)) - Number(isOther(b))),
		slip,
	);
};

/** What is wrong with a region id; undefined if nothing. */
export const regionComplaint = (id: string): string | undefined =>
	regionPattern.test(id) ? undefined : `${regionRule}${nearestRegion(id)}`;

/** What is doubtful about a region; undefined if nothing. */
export const regionWarning = (id: string): string | undefined =>
	findRegion(id) ? undefined : `${id} is not in ${ourList(regionsDate)}.${nearestRegion(id)}`;

/** What is doubtful about a copy in a region; undefined if nothing. */
export const copyWarning = (recipe: Recipe, id: string): string | undefined => {
	const [from, to] = [partitionOf(recipe.aws.region), partitionOf(id)];
	return from === to
		? regionWarning(id)
		: `${id} is in ${partitionNames[to]}: an image of ${partitionNames[from]} cannot be copied there.`;
};

/** What is wrong with an instance type for the Recipe's architecture; undefined if nothing. */
export const instanceTypeComplaint = (recipe: Recipe, id = recipe.aws.instanceType): string | undefined => {
	if (!instanceTypePattern.test(id)) {
		return `${instanceTypeRule}${nearestType(recipe, id)}`;
	}

	const architecture = architectureOf(id);
	const source = findInstanceType(id) ? '' : ' by its name';
	return architecture === undefined || architecture === recipe.base.architecture
		? undefined
		: `${id} is ${architecture}${source}, the base image is ${recipe.base.architecture}.`;
};

/** What is doubtful about an instance type in the Recipe's region; undefined if nothing. */
export const instanceTypeWarning = (recipe: Recipe, id = recipe.aws.instanceType): string | undefined => {
	const type = findInstanceType(id);
	if (!type) {
		return `${id} is not in ${ourList(instanceTypesDate)}.${nearestType(recipe, id)}`;
	}

	return isOffered(type, recipe.aws.region)
		? undefined
		: `${recipe.aws.region} does not offer ${id}, says ${ourList(instanceTypesDate)}.`;
};

/** What is doubtful about the Recipe's base image in its region; undefined if nothing. */
export const baseImageWarning = (recipe: Recipe): string | undefined => {
	const {
		base,
		aws: { region },
	} = recipe;
	const image = 'image' in base ? findBaseImage(base.image) : undefined;
	return image && imageOwner(image, region) === undefined
		? `${image.maker}'s account in ${partitionNames[partitionOf(region)]} is not in ${ourList(baseImagesDate)}: add it in ${mainFile(recipe)} before you build.`
		: undefined;
};
