import type { BuildMode } from '../../base/build-mode.ts';
import { count, wordFor } from '../../base/count.ts';
import type { Ask } from '../../flow/ask.ts';
import type { Deed } from '../../flow/deed.ts';
import type { Recipe } from '../../recipe/schema.ts';
import type { EngineRemains, EngineRemoval } from './builds/clean.ts';
import { engineThingText } from './builds/left.ts';
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

/** What of a build is still in its engine, in a sentence. */
export const engineFoundText = ({ build, engine, things }: EngineRemains): string =>
	things.length === 0
		? `Nothing of build ${build} is left in ${engine}.`
		: `Of build ${build} ${things.map(engineThingText).join(' and ')} ${wordFor(things.length, 'is', 'are')} left in ${engine}.`;

/** Asked before anything is removed; undefined if there is nothing that would be. */
export const askForEngineRemoval = ({ things }: EngineRemains): Ask | undefined => {
	const them = wordFor(things.length, 'it', 'them');
	return things.length === 0
		? undefined
		: {
				text: `Remove ${count(things.length, 'thing')}? That cannot be undone.`,
				safe: `Keep ${them}`,
				go: `Remove ${them}`,
				isSafeBack: true,
			};
};

/** What became of one thing. */
export const engineRemovalText = ({ thing, why }: EngineRemoval): string =>
	why === undefined ? `Removed: ${engineThingText(thing)}` : `Not removed: ${engineThingText(thing)}. ${why}`;

/** What comes with an AMI that is built so: a rehearsal pushes nothing. */
export const besideHint = (recipe: Recipe, mode: BuildMode): string => {
	const container = asContainer(recipe);
	const names = imageNames(container).join(', ');
	return `and ${names} here${container.docker.push ? (mode === 'rehearsal' ? ', not pushed' : ', then pushed') : ''}`;
};
