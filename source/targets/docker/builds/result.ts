import type { Timeline } from '../../../builds/timeline/timeline.ts';
import { shellQuote } from '../../../template/shell.ts';
import { asContainer } from '../recipe/image.ts';
import { runContainer } from '../template/run-line.ts';
import { deliveredIn } from './delivered.ts';

/** What a build made of a container image, and how a container of it is started, as texts with their labels. */
export const containerTexts = (timeline: Timeline): readonly (readonly [label: string, text: string])[] => {
	const { header } = timeline;
	const { id, names, pushed, file } = deliveredIn(timeline);
	const name = pushed[0] ?? names[0] ?? id;
	return [
		...(id === undefined ? [] : [['Image', id] as const]),
		...(names.length === 0 ? [] : [[names.length === 1 ? 'Name' : 'Names', names.join('\n')] as const]),
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
