import type { BuildMode } from '../../base/build-mode.ts';
import type { Deed } from '../../flow/deed.ts';
import type { Recipe } from '../../recipe/schema.ts';
import { asContainer, imageNames } from './recipe/image.ts';

/** A container image is built here, which costs nothing; one that is pushed is seen by others. */
export const dockerDeeds = (recipe: Recipe): readonly Deed<BuildMode>[] => {
	const container = asContainer(recipe);
	const names = imageNames(container).join(', ');
	return [
		container.docker.push
			? { id: 'docker', label: 'Build it', hint: `here, then push it: ${names}`, isGrave: true }
			: { id: 'docker', label: 'Build it', hint: `here, nothing to pay: ${names}` },
	];
};

/** What is said where a rehearsal of a container image was asked for. */
export const notRehearsedText =
	'A container image is not rehearsed: it is built for real, on this computer and for nothing.';
