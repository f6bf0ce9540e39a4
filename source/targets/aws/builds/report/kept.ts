import { sentenceDuration } from '../../../../base/durations.ts';
import { shellPath } from '../../../../base/shell.ts';
import type { JournalHeader } from '../../../../builds/journal/journal.ts';
import type { Timeline } from '../../../../builds/timeline/timeline.ts';
import { priceText } from '../../recipe/price.ts';

/** Whether the machine of a build is kept if no image comes of it. */
export const keepsMachine = ({ onError }: JournalHeader): boolean => onError === 'keep';

const untilText = ({ ownEnd }: Timeline): string => {
	if (!ownEnd) {
		return 'you end it';
	}

	const after = sentenceDuration(ownEnd.seconds * 1000);
	return ownEnd.behavior === 'terminate'
		? `it terminates itself, ${after} after its start`
		: `it stops itself, ${after} after its start, and its disk for longer`;
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
	const {
		aws: { instanceType, region },
	} = header.recipe;
	const price = priceText(instanceType, region) ?? `as any ${instanceType}`;
	const machine = `${instance ?? 'What Packer made'} is kept until ${untilText(timeline)}. It costs ${price}.`;
	return [
		...(key !== undefined && instance !== undefined && address !== undefined
			? [['Get in', `ssh -i ${shellPath(shown(key))} ${user}@${address}`] as const]
			: []),
		['End it', `${program} cleanup ${header.id}`],
		['Machine', machine],
	];
};
