import type { EngineThing } from '../../../builds/journal/journal.ts';
import { partFor, type Timeline } from '../../../builds/timeline/timeline.ts';
import { deliveredIn, saidIn } from './delivered.ts';

/**
 * What a build that is over may have left in the engine, by what Packer said that it made and not that it removed: its
 * container, or an image that got no name. Pure.
 */
export const leftInEngine = (whole: Timeline): readonly EngineThing[] => {
	const timeline = partFor(whole, 'docker');
	const { result, cleaned, header } = timeline;
	if (header.engine === undefined || result === undefined) {
		return [];
	}

	const removed = saidIn(timeline, /^Killing the container: ([0-9a-f]+)$/);
	const containers = saidIn(timeline, /^Container ID: ([0-9a-f]+)$/).filter(id => !removed.includes(id));
	const { id: image, names } = deliveredIn(timeline);
	const made = [
		...containers.map((id): EngineThing => ({ kind: 'container', id })),
		...(image === undefined || names.length > 0 || result === 'done'
			? []
			: [{ kind: 'image', id: image } as const]),
	];
	return cleaned === undefined ? made : made.filter(({ id }) => cleaned.left.some(thing => thing.id === id));
};

/** `the container 773c973d9960`. */
export const engineThingText = ({ kind, id }: EngineThing): string =>
	`${kind === 'container' ? 'the container' : 'the image without a name'} ${id.replace(/^sha256:/, '').slice(0, 12)}`;

/**
 * What a build may have left in the engine, and the command that looks for it; undefined if Packer said that nothing is.
 * @param program how this program is started again.
 */
export const engineLeftText = (timeline: Timeline, program = 'packer-wizard'): string | undefined => {
	const left = leftInEngine(timeline);
	return left.length === 0
		? undefined
		: `Packer did not say that it removed ${left.map(engineThingText).join(' and ')}. To look for it, and remove it after a yes: ${program} cleanup ${timeline.header.id}`;
};
