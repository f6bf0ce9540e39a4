import { imageTexts } from '../../builds/journal/artifacts.ts';
import type { JournalHeader } from '../../builds/journal/journal.ts';
import { causeOf, madeText } from '../../builds/report/ending.ts';
import { notRunText } from '../../builds/report/not-run.ts';
import { phaseName, sandboxText } from '../../builds/report/phase-names.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import { handedText } from '../../targets/aws/recipe/handed.ts';
import { containerMadeText } from '../../targets/docker/builds/result.ts';
import { running } from './moments.ts';

/** What a rehearsal that went well came to: a word more than happened would be too much. */
const rehearsedDetail = (steps: number, notRun: number): string => {
	if (notRun === 0) {
		return 'rehearsed';
	}

	return `rehearsed, ${notRun === steps ? '' : `${notRun} of ${steps} `}scripts ${notRunText}`;
};

const runningDetail = (timeline: Timeline): string => {
	const { step, phase } = running(timeline);
	return timeline.cancelling
		? 'cleaning up'
		: step
			? `${phaseName({ id: 'provision' }, timeline.header.recipe)}: ${step.name}`
			: phase
				? phaseName(phase, timeline.header.recipe)
				: 'starting';
};

/**
 * What a build does, or what came of it, in a few words; empty if its result says it all.
 * @param notRun how many scripts a rehearsal only checked.
 */
export const buildDetail = (timeline: Timeline, notRun: number): string => {
	const { header, result, artifacts } = timeline;
	switch (result) {
		case undefined:
			return runningDetail(timeline);
		case 'done':
			return header.mode === 'rehearsal'
				? rehearsedDetail(header.steps.length, notRun)
				: imageTexts(artifacts).join(', ');
		default:
			return [causeOf(timeline), madeText(timeline), containerMadeText(timeline)].filter(Boolean).join(' ');
	}
};

/** Whose account it is, and who signs: by temporary keys, if Packer was handed some. */
const awsMode = ({ signedBy, recipe: { aws } }: JournalHeader): readonly [string, string | undefined] => [
	signedBy?.account === undefined ? 'AWS' : `AWS ${signedBy.account}`,
	signedBy
		? [signedBy.label, ...(signedBy.handed ? [handedText(signedBy.handed.until)] : [])].join(', ')
		: aws.profile && `profile ${aws.profile}`,
];

/** How a build runs: `AWS, profile dev`, `CONTAINER IMAGE, by podman`, `REHEARSAL, scripts run in a container`. */
export const buildMode = (timeline: Pick<Timeline, 'header' | 'sandbox'>): string => {
	const { mode } = timeline.header;
	const [word, detail] =
		mode === 'rehearsal'
			? ['REHEARSAL', sandboxText(timeline)]
			: mode === 'docker'
				? ['CONTAINER IMAGE', timeline.header.engine && `by ${timeline.header.engine}`]
				: awsMode(timeline.header);
	return detail ? `${word}, ${detail}` : word;
};
