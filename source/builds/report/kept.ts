import { sentenceDuration } from '../../base/durations.ts';
import { shellPath } from '../../base/shell.ts';
import type { JournalHeader } from '../journal/journal.ts';
import type { Timeline } from '../timeline/timeline.ts';

/** Whether the machine of a build is kept if no image comes of it. */
export const keepsMachine = ({ onError }: JournalHeader): boolean => onError === 'keep';

const untilText = ({ ownEnd }: Timeline): string => {
	if (!ownEnd) {
		return 'until you end it';
	}

	const after = sentenceDuration(ownEnd.seconds * 1000);
	return ownEnd.behavior === 'terminate'
		? `until it terminates itself, ${after} after its start`
		: `until it stops itself, ${after} after its start; its disk costs on`;
};

/**
 * How one gets into a machine that was kept, what it costs and what ends it, label and text; nothing if none was.
 * @param shown a path as a person would type it.
 */
export const keptTexts = (
	timeline: Timeline,
	program: string,
	shown: (file: string) => string,
): readonly (readonly [label: string, text: string])[] => {
	const { header, kept, instance, address } = timeline;
	if (!kept) {
		return [];
	}

	const { user, key } = kept;
	const machine = `${instance ?? 'What Packer made'} is kept and costs as any ${header.recipe.instanceType} ${untilText(timeline)}.`;
	return [
		...(key !== undefined && instance !== undefined && address !== undefined
			? [['Get in', `ssh -i ${shellPath(shown(key))} ${user}@${address}`] as const]
			: []),
		['End it', `${program} cleanup ${header.id}`],
		['Machine', machine],
	];
};
