import { didYouMean, nearest } from '../base/nearest.ts';
import { baseImageTitle, findBaseImage } from '../catalog/base-images.ts';
import { bundles, findBundle, fitsBaseImage, withRequired } from '../catalog/bundles/index.ts';
import type { Bundle, BundleMoment } from '../catalog/bundles/schema.ts';
import { searchBundles } from '../catalog/bundles/search.ts';
import { findPackage, systemPackages } from '../catalog/packages/index.ts';
import { containerObstacle } from '../targets/docker/recipe/image.ts';
import { resolveBase } from './base.ts';
import { chosenBundles, parameterCounts, parameterValue } from './bundles.ts';
import { bundleClashes } from './clashes.ts';
import type { Complaint } from './complaint.ts';
import { memoryDoubt } from './memory.ts';
import { neededBesides } from './needs.ts';
import { parameterComplaint } from './parameter-complaint.ts';
import type { Recipe, RecipeBundle, TargetId } from './schema.ts';

/** `Ubuntu 20.04 LTS, Amazon Linux 2`; a bundle may be for images that our list lacks. */
const systemsText = (bundle: Bundle): string =>
	bundle.systems
		.map(system => findBaseImage(system))
		.filter(system => system !== undefined)
		.map(baseImageTitle)
		.join(', ') || 'images that are not in our list, given by their AMI id';

/** So much may be wrong in the name of a package, of which there are many more than we know. */
const fewTypos = 1;

/** Why a bundle cannot be chosen whatever the base image is: there is none of that name, or it is gone; undefined if it can. */
export const bundleObstacle = (id: string): string | undefined => {
	const bundle = findBundle(id);
	if (bundle) {
		return bundle.obstacle;
	}

	const near = didYouMean(
		id,
		bundles.map(candidate => candidate.id),
	);
	if (findPackage(id)) {
		return `${id} is a package of the system, and no bundle: --packages ${id} installs it, and it has no parameters.`;
	}

	const [found] = near === '' ? searchBundles(id) : [];
	const packageNear = nearest(
		id,
		systemPackages.map(known => known.id),
		fewTypos,
	);
	return `The catalogue has no bundle ${id}.${
		near !== ''
			? near
			: found
				? ` For ${id} it has ${found.id}.`
				: packageNear === undefined
					? ''
					: ` Did you mean ${packageNear}, a package of the system?`
	}`;
};

/** Why a bundle cannot be in what a target makes, whatever the system; undefined if it can. */
const obstacles: Readonly<Record<TargetId, (id: string) => string | undefined>> = {
	aws: () => undefined,
	docker: containerObstacle,
};

/** Why a bundle, or one that it needs, cannot be in what the Recipe becomes; undefined if it can. */
export const targetObstacle = ({ targets }: Pick<Recipe, 'targets'>, id: string): string | undefined =>
	withRequired([id])
		.flatMap(required => targets.map(target => obstacles[target](required.id)))
		.find(message => message !== undefined);

/** Why a bundle cannot be installed on the Recipe's base image, or at all; undefined if it can. */
export const bundleComplaint = (recipe: Recipe, id: string): string | undefined => {
	const obstacle = bundleObstacle(id) ?? targetObstacle(recipe, id);
	if (obstacle !== undefined) {
		return obstacle;
	}

	if (!('image' in recipe.base)) {
		return undefined;
	}

	const { image } = recipe.base;
	const misfit = withRequired([id]).find(required => !fitsBaseImage(required, image));
	return misfit
		? `${misfit.id === id ? id : `${id} needs ${misfit.id}, which`} does not support ${resolveBase(recipe).title}; it supports ${systemsText(misfit)}.`
		: undefined;
};

const moments: readonly BundleMoment[] = ['install', 'boot'];

/** A flag's name as a person may give it: anything else would be another word of the command. */
const argumentName = /^[A-Za-z][\w-]*$/;
/** A service is told by variables. */
const variableName = /^[A-Za-z_]\w*$/;

const namesComplaint = ({ id, way }: Bundle, moment: BundleMoment, name: string): string | undefined => {
	if (way === 'service' && moment === 'install') {
		return variableName.test(name)
			? undefined
			: `${id} takes variables of the environment: letters, digits and _ only.`;
	}

	return argumentName.test(name)
		? undefined
		: 'An argument is named by letters, digits, - and _ only, a letter first.';
};

const unknownNames = (entry: RecipeBundle, bundle: Bundle, path: string): Complaint[] =>
	moments.flatMap(moment => {
		const known = bundle.parameters.filter(parameter => parameter.moment === moment).map(({ name }) => name);
		return Object.keys(entry[moment])
			.filter(key => !known.includes(key))
			.map(key => ({
				path: `${path}.${moment}.${key}`,
				message: `${entry.id} has no parameter ${key}.${didYouMean(key, known)}`,
			}));
	});

/** Why an argument of the person's own cannot have that name at a moment; undefined if it can. */
const argumentNameComplaint = (bundle: Bundle, moment: BundleMoment, name: string): string | undefined =>
	namesComplaint(bundle, moment, name) ??
	(bundle.parameters.some(parameter => parameter.name === name && parameter.moment === moment)
		? `${name} is a parameter of ${bundle.id}, and no argument of your own.`
		: undefined);

/** Why an argument of the person's own cannot have that name at one of its moments; undefined if it can. */
export const ownArgumentComplaint = (id: string, name: string): string | undefined => {
	const bundle = findBundle(id);
	return (
		bundle &&
		moments.map(moment => argumentNameComplaint(bundle, moment, name)).find(found => found !== undefined)
	);
};

/** Why a bundle takes no argument of that name from a person; undefined if it does. */
export const argumentComplaint = (bundle: Bundle, moment: BundleMoment, name: string): string | undefined =>
	argumentNameComplaint(bundle, moment, name) ??
	(moment === 'boot' && bundle.boot.length === 0
		? `${bundle.id} runs nothing at boot that could take it.`
		: undefined);

/** A tag of git, or what gruntwork-install takes for several: `~>0.15`. */
const tagPattern = /^(?:[^\s-]\S*|[~<>=!]=?\s*v?\d.*)$/;

/** What is wrong with the version of a bundle; undefined if nothing. */
export const tagComplaint = (bundle: Bundle, tag: string): string | undefined =>
	tagPattern.test(tag) ? undefined : `A tag looks like ${bundle.version || 'v1.7.0'}, and has no spaces.`;

const versionComplaints = ({ version }: RecipeBundle, bundle: Bundle, path: string): Complaint[] => {
	const message = version === undefined ? undefined : tagComplaint(bundle, version.trim());
	return message === undefined ? [] : [{ path: `${path}.version`, message }];
};

const moreComplaints = (entry: RecipeBundle, bundle: Bundle, path: string): Complaint[] =>
	moments.flatMap(moment =>
		Object.keys(entry.more?.[moment] ?? {}).flatMap(key => {
			const message = argumentComplaint(bundle, moment, key);
			return message === undefined ? [] : [{ path: `${path}.more.${moment}.${key}`, message }];
		}),
	);

const valueComplaints = (recipe: Recipe, entry: RecipeBundle, bundle: Bundle, path: string): Complaint[] =>
	bundle.parameters
		.filter(parameter => parameterCounts(recipe, entry, bundle, parameter))
		.flatMap(parameter => {
			const message = parameterComplaint(parameter, parameterValue(recipe, entry, parameter));
			return message === undefined
				? []
				: [{ path: `${path}.${parameter.moment}.${parameter.name}`, message }];
		});

const groupComplaints = (recipe: Recipe, entry: RecipeBundle, bundle: Bundle, path: string): Complaint[] => {
	const counting = bundle.parameters.filter(parameter => parameterCounts(recipe, entry, bundle, parameter));
	const marks = new Set(counting.map(({ oneOf }) => oneOf).filter(mark => mark !== undefined));
	return [...marks].flatMap(mark => {
		const members = counting.filter(({ oneOf }) => oneOf === mark);
		return members.every(parameter => parameterValue(recipe, entry, parameter).length === 0)
			? [
					{
						path: `${path}.${members[0]?.moment ?? 'boot'}`,
						message: `${entry.id} needs ${members.map(({ name }) => name).join(' or ')}.`,
					},
				]
			: [];
	});
};

/** In what the Recipe's bundles contradict the catalogue, themselves or each other. */
export const bundleComplaints = (recipe: Recipe): readonly Complaint[] =>
	recipe.bundles.flatMap((entry, index) => {
		const path = `bundles.${index}`;
		const bundle = findBundle(entry.id);
		const misfit = bundleComplaint(recipe, entry.id);
		if (!bundle || misfit !== undefined) {
			return [{ path: `${path}.id`, message: misfit ?? '' }];
		}

		const isTwice = recipe.bundles.findIndex(other => other.id === entry.id) !== index;
		return [
			...(isTwice ? [{ path: `${path}.id`, message: `${entry.id} is there twice.` }] : []),
			...versionComplaints(entry, bundle, path),
			...unknownNames(entry, bundle, path),
			...moreComplaints(entry, bundle, path),
			...valueComplaints(recipe, entry, bundle, path),
			...groupComplaints(recipe, entry, bundle, path),
		];
	});

/** What is doubtful about the chosen bundles on the Recipe's machine, a sentence each. */
export const bundleWarnings = (recipe: Recipe): readonly string[] => [
	...withRequired(recipe.bundles.map(({ id }) => id)).flatMap(({ id, doubtful }) =>
		recipe.base.architecture === 'arm64' && doubtful?.arm64 !== undefined ? [`${id}: ${doubtful.arm64}`] : [],
	),
	...chosenBundles(recipe).flatMap(({ bundle, values }) =>
		bundle.parameters
			.filter(({ memory }) => memory)
			.map(({ name, moment }) => memoryDoubt(recipe, String(values[moment][name])))
			.filter(doubt => doubt !== undefined)
			.map(doubt => `${bundle.id}: ${doubt}`),
	),
	...neededBesides(recipe)
		.filter(({ isAvoidable }) => isAvoidable)
		.map(({ bundle, what }) => `${bundle.id}: ${what}`),
	...bundleClashes(recipe),
];
