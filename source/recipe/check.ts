import { didYouMean } from '../base/nearest.ts';
import { baseImages, baseImageTitle, findBaseImage } from '../catalog/base-images.ts';
import {
	type BundleParameter,
	bundles,
	findBundle,
	fitsBaseImage,
	withRequired,
} from '../catalog/bundles.ts';
import { resolveBase, volumeSize } from './base.ts';
import { parameterValue } from './bundles.ts';
import { instanceTypeComplaint, regionComplaint } from './place.ts';
import type { Recipe } from './schema.ts';
import { tagsComplaint } from './tags.ts';

/** A contradiction in a Recipe: where, and one sentence. */
export type Complaint = {
	/** The place in the Recipe, `bundles.0.id`. */
	readonly path: string;
	readonly message: string;
};

/** Why a bundle cannot be installed on the Recipe's base image; undefined if it can. */
export const bundleComplaint = (recipe: Recipe, id: string): string | undefined => {
	const bundle = findBundle(id);
	if (!bundle) {
		return `The catalogue has no bundle ${id}.${didYouMean(
			id,
			bundles.map(candidate => candidate.id),
		)}`;
	}

	if (!('image' in recipe.base)) {
		return undefined;
	}

	const { image } = recipe.base;
	const misfit = withRequired([id]).find(required => !fitsBaseImage(required, image));
	return misfit
		? `${misfit.id} does not support ${resolveBase(recipe).title}; it supports ${misfit.systems
				.map(system => findBaseImage(system))
				.filter(system => system !== undefined)
				.map(baseImageTitle)
				.join(', ')}.`
		: undefined;
};

/** What is wrong with the value of a bundle's parameter; undefined if nothing. */
export const parameterComplaint = (
	parameter: BundleParameter,
	value: string | readonly string[],
): string | undefined => {
	const values = typeof value === 'string' ? [value] : value;
	if ((parameter.kind === 'list') === (typeof value === 'string')) {
		return parameter.kind === 'list' ? 'A list is needed.' : 'A single value is needed.';
	}

	for (const one of values) {
		if (parameter.kind === 'number' && !/^[0-9]+$/.test(one)) {
			return `${one || 'Nothing'} is no whole number.`;
		}

		if (parameter.pattern !== undefined && !new RegExp(parameter.pattern).test(one)) {
			return parameter.complaint ?? `${one} is not a value it takes.`;
		}
	}

	return undefined;
};

const bundleComplaints = (recipe: Recipe): Complaint[] =>
	recipe.bundles.flatMap((entry, index) => {
		const path = `bundles.${index}`;
		const bundle = findBundle(entry.id);
		const misfit = bundleComplaint(recipe, entry.id);
		if (!bundle || misfit !== undefined) {
			return [{ path: `${path}.id`, message: misfit ?? '' }];
		}

		const complaints: Complaint[] = [];
		if (recipe.bundles.findIndex(other => other.id === entry.id) !== index) {
			complaints.push({ path: `${path}.id`, message: `${entry.id} is there twice.` });
		}

		for (const moment of ['install', 'boot'] as const) {
			for (const key of Object.keys(entry[moment])) {
				if (!bundle.parameters.some(parameter => parameter.name === key && parameter.moment === moment)) {
					const known = bundle.parameters.filter(parameter => parameter.moment === moment);
					complaints.push({
						path: `${path}.${moment}.${key}`,
						message: `${entry.id} has no parameter ${key}.${didYouMean(
							key,
							known.map(parameter => parameter.name),
						)}`,
					});
				}
			}
		}

		for (const parameter of bundle.parameters) {
			const message = parameterComplaint(parameter, parameterValue(recipe, entry, parameter));
			if (message !== undefined) {
				complaints.push({ path: `${path}.${parameter.moment}.${parameter.name}`, message });
			}
		}

		const groups = new Set(
			bundle.parameters.map(parameter => parameter.oneOf).filter(mark => mark !== undefined),
		);
		for (const mark of groups) {
			const members = bundle.parameters.filter(parameter => parameter.oneOf === mark);
			if (members.every(parameter => parameterValue(recipe, entry, parameter).length === 0)) {
				complaints.push({
					path: `${path}.boot`,
					message: `${entry.id} needs ${members.map(parameter => parameter.name).join(' or ')}.`,
				});
			}
		}

		return complaints;
	});

/** Everything in which a Recipe contradicts itself or the catalogue; empty if it can be built. */
export const recipeComplaints = (recipe: Recipe): readonly Complaint[] => {
	const complaints: Complaint[] = [];
	const add = (path: string, message: string | undefined): void => {
		if (message !== undefined) {
			complaints.push({ path, message });
		}
	};

	if ('image' in recipe.base && !findBaseImage(recipe.base.image)) {
		const ids = baseImages.map(image => image.id);
		add(
			'base.image',
			`The catalogue has no base image ${recipe.base.image}.${didYouMean(recipe.base.image, ids)}`,
		);
	}

	add('region', regionComplaint(recipe.region));
	recipe.copyTo.forEach((region, index) => {
		const twice = region === recipe.region || recipe.copyTo.indexOf(region) !== index;
		add(`copyTo.${index}`, twice ? `${region} is there twice.` : regionComplaint(region));
	});
	add('instanceType', instanceTypeComplaint(recipe));
	const least = resolveBase(recipe).volumeGib;
	add(
		'volume.size',
		volumeSize(recipe) < least
			? `${resolveBase(recipe).title} needs a disk of ${least} GB or more.`
			: undefined,
	);
	add('tags', tagsComplaint(recipe.tags));
	complaints.push(...bundleComplaints(recipe));
	recipe.steps.forEach((step, index) => {
		const twice = recipe.steps.findIndex(other => other.name === step.name) !== index;
		add(`steps.${index}.name`, twice ? `Two steps are named ${step.name}.` : undefined);
		const blank = 'inline' in step && step.inline.every(text => text.trim() === '');
		add(`steps.${index}.inline`, blank ? `The step ${step.name} has no command.` : undefined);
	});
	return complaints;
};
