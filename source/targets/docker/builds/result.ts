import { sizeText } from '../../../base/sizes.ts';
import type { ContainerImage } from '../../../builds/journal/journal.ts';
import { partFor, type Timeline } from '../../../builds/timeline/timeline.ts';
import { shellQuote } from '../../../template/shell.ts';
import { asContainer } from '../recipe/image.ts';
import { runContainer } from '../template/run-line.ts';
import { deliveredIn } from './delivered.ts';

/** `299 MB in 2 layers, for amd64`. */
const extentText = ({ size, layerCount, architecture }: ContainerImage): string =>
	[
		`${sizeText(size)} in ${layerCount === 1 ? '1 layer' : `${layerCount} layers`}`,
		...(architecture === undefined ? [] : [`for ${architecture}`]),
	].join(', ');

/** The layers of a container image as cells, the newest first: how large each is, and what made it. */
export const layerCells = ({ layers }: ContainerImage): readonly (readonly [size: string, by: string])[] =>
	layers.map(({ size, by, isOurs }) => [sizeText(size), isOurs ? 'this build' : by]);

/** What a build made of a container image, and how a container of it is started, as texts with their labels. */
export const containerTexts = (timeline: Timeline): readonly (readonly [label: string, text: string])[] => {
	const { header, containerImage } = timeline;
	const { id, names, pushed, file } = deliveredIn(timeline);
	const name = pushed[0] ?? names[0] ?? id;
	return [
		...(id === undefined ? [] : [['Image', id] as const]),
		...(names.length === 0 ? [] : [[names.length === 1 ? 'Name' : 'Names', names.join('\n')] as const]),
		...(containerImage === undefined ? [] : [['Size', extentText(containerImage)] as const]),
		...(pushed.length === 0 ? [] : [['Pushed', pushed.join('\n')] as const]),
		...(file === undefined ? [] : [['File', file] as const]),
		...(name === undefined || timeline.result !== 'done'
			? []
			: [
					[
						'Try it',
						runContainer(header.engine ?? 'docker', asContainer(header.recipe), name)
							.map(shellQuote)
							.join(' '),
					] as const,
				]),
	];
};

/** That a container image was made by a build that did not end well, one sentence; undefined if none was, or nobody knows. */
export const containerMadeText = (timeline: Timeline): string | undefined => {
	const { names } = deliveredIn(partFor(timeline, 'docker'));
	return timeline.result === undefined || timeline.result === 'done' || names.length === 0
		? undefined
		: `The container image ${names.join(', ')} was made all the same.`;
};
