import { resolveBase, volumeSize } from '../../../recipe/base.ts';
import type { Complaint } from '../../../recipe/complaint.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { tagsComplaint } from '../../../recipe/tags.ts';
import { instanceTypeComplaint, regionComplaint } from './place.ts';
import { regionKeyComplaint } from './share.ts';
import { shapeComplaint } from './terraform.ts';

/** In what a Recipe contradicts itself, the catalogue or EC2 as an AMI. */
export const awsComplaints = (recipe: Recipe): readonly Complaint[] => {
	const { aws } = recipe;
	const base = resolveBase(recipe);
	const found: readonly (readonly [path: string, message: string | undefined])[] = [
		['aws.region', regionComplaint(aws.region)],
		...aws.copyTo.map((region, index) => {
			const twice = region === aws.region || aws.copyTo.indexOf(region) !== index;
			return [`aws.copyTo.${index}`, twice ? `${region} is there twice.` : regionComplaint(region)] as const;
		}),
		['aws.instanceType', instanceTypeComplaint(recipe)],
		[
			'aws.volume.size',
			volumeSize(recipe) < base.volumeGib
				? `${base.title} needs a disk of ${base.volumeGib} GB or more.`
				: undefined,
		],
		...Object.entries(aws.volume.kmsKeys).map(
			([region, key]) =>
				[
					`aws.volume.kmsKeys.${region}`,
					aws.volume.encrypted && aws.volume.kmsKey !== undefined
						? regionKeyComplaint(aws, region, key)
						: 'Copies have keys of yours only if the image has one.',
				] as const,
		),
		['aws.terraform', aws.terraform === undefined ? undefined : shapeComplaint(recipe, aws.terraform)],
		['tags', tagsComplaint({ tags: recipe.tags, style: aws.style })],
	];
	return found.flatMap(([path, message]) => (message === undefined ? [] : [{ path, message }]));
};
