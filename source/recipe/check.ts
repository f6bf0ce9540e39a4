import { didYouMean } from '../base/nearest.ts';
import { baseImages, findBaseImage } from '../catalog/base-images.ts';
import { resolveBase, volumeSize } from './base.ts';
import { bundleComplaints } from './bundle-complaints.ts';
import type { Complaint } from './complaint.ts';
import { isPackagesStep, packageComplaint } from './packages.ts';
import { instanceTypeComplaint, regionComplaint } from './place.ts';
import type { Recipe } from './schema.ts';
import { regionKeyComplaint } from './share.ts';
import { placesOf } from './step-kinds.ts';
import { tagsComplaint } from './tags.ts';
import { shapeComplaint } from './terraform.ts';

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

	add('aws.region', regionComplaint(recipe.aws.region));
	recipe.aws.copyTo.forEach((region, index) => {
		const twice = region === recipe.aws.region || recipe.aws.copyTo.indexOf(region) !== index;
		add(`aws.copyTo.${index}`, twice ? `${region} is there twice.` : regionComplaint(region));
	});
	add('aws.instanceType', instanceTypeComplaint(recipe));
	const least = resolveBase(recipe).volumeGib;
	add(
		'aws.volume.size',
		volumeSize(recipe) < least
			? `${resolveBase(recipe).title} needs a disk of ${least} GB or more.`
			: undefined,
	);
	for (const [region, key] of Object.entries(recipe.aws.volume.kmsKeys)) {
		add(
			`aws.volume.kmsKeys.${region}`,
			recipe.aws.volume.encrypted && recipe.aws.volume.kmsKey !== undefined
				? regionKeyComplaint(recipe.aws, region, key)
				: 'Copies have keys of yours only if the image has one.',
		);
	}

	if (recipe.aws.terraform !== undefined) {
		add('aws.terraform', shapeComplaint(recipe, recipe.aws.terraform));
	}

	add('tags', tagsComplaint({ tags: recipe.tags, style: recipe.aws.style }));
	complaints.push(...bundleComplaints(recipe));
	recipe.steps.forEach((step, index) => {
		const twice = recipe.steps.findIndex(other => other.name === step.name) !== index;
		add(`steps.${index}.name`, twice ? `Two steps are named ${step.name}.` : undefined);
		const packages = isPackagesStep(step) ? step.packages : [];
		packages.forEach((name, place) => {
			add(`steps.${index}.packages.${place}`, packageComplaint(recipe, name));
		});
		for (const [place, named] of Object.entries(placesOf(step))) {
			add(
				`steps.${index}.${place}`,
				named.trim() === '' ? `The step ${step.name} names no file or folder.` : undefined,
			);
		}

		const unsaid = 'check' in step && step.check.trim() === '';
		add(`steps.${index}.check`, unsaid ? `The check ${step.name} has no command.` : undefined);
		const blank = 'inline' in step && step.inline.every(text => text.trim() === '');
		add(`steps.${index}.inline`, blank ? `The step ${step.name} has no command.` : undefined);
	});
	return complaints;
};
