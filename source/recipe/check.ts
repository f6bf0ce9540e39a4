import { didYouMean } from '../base/nearest.ts';
import { baseImages, findBaseImage } from '../catalog/base-images.ts';
import { awsComplaints } from '../targets/aws/recipe/complaints.ts';
import { dockerComplaints } from '../targets/docker/recipe/complaints.ts';
import { bundleComplaints } from './bundle-complaints.ts';
import type { Complaint } from './complaint.ts';
import { keepsLine } from './kept-lines.ts';
import { isPackagesStep, packageComplaint } from './packages.ts';
import type { Recipe, TargetId } from './schema.ts';
import { placesOf } from './step-kinds.ts';
import { makes } from './targets.ts';

/** What each target has to say. */
const complaintsOf: Readonly<Record<TargetId, (recipe: Recipe) => readonly Complaint[]>> = {
	aws: awsComplaints,
	docker: dockerComplaints,
};

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

	if ('ami' in recipe.base && recipe.base.newest !== undefined && recipe.base.owner === undefined) {
		add('base.owner', 'The newest of a name is taken of one owner only: anybody can call an image so.');
	}

	const finders = ['source_ami', 'source_ami_filter'];
	if ('found' in recipe.base && makes(recipe, 'aws') && !finders.some(name => keepsLine(recipe.aws, name))) {
		add('base.found', 'The lines of the imported template that find its base image are gone.');
	}

	complaints.push(...recipe.targets.flatMap(target => complaintsOf[target](recipe)));
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
