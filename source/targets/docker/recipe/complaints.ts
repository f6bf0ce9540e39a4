import { resolveBase } from '../../../recipe/base.ts';
import type { Complaint } from '../../../recipe/complaint.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { makes, makesSeveral } from '../../../recipe/targets.ts';
import { asContainer, containerStepObstacle, startImage } from './image.ts';

/** In what a Recipe contradicts itself or the catalogue as a container image. */
export const dockerComplaints = (recipe: Recipe): readonly Complaint[] => [
	...(startImage(asContainer(recipe)) === undefined
		? [
				{
					path: 'docker.image',
					message: `Our list has no container image of ${resolveBase(recipe).title}: name one to start from, or another base image.`,
				},
			]
		: []),
	...(makes(recipe, 'aws') && recipe.aws.style === 'gruntwork'
		? [
				{
					path: 'aws.style',
					message:
						"Gruntwork's templates make an AMI alone, in one file: beside a container image the style is packer-wizard.",
				},
			]
		: []),
	...(recipe.kept !== undefined && makesSeveral(recipe)
		? [
				{
					path: 'kept',
					message:
						'What was kept of an imported template is for the one image that it made: make an AMI or a container image.',
				},
			]
		: []),
	...recipe.steps.flatMap((step, index) => {
		const message = containerStepObstacle(step);
		return message === undefined ? [] : [{ path: `steps.${index}`, message }];
	}),
];
