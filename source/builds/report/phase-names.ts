import { dayText } from '../../base/durations.ts';
import type { Recipe, TargetId } from '../../recipe/schema.ts';
import { makes, targetNames, targetOf } from '../../recipe/targets.ts';
import { dockerPhases } from '../../targets/docker/builds/phases.ts';
import type { Phase, PhaseId, Timeline } from '../timeline/timeline.ts';

const names: Readonly<Record<TargetId, Readonly<Record<PhaseId, string>>>> = {
	aws: {
		check: 'Check',
		access: 'Key pair, firewall',
		launch: 'Start the machine',
		connect: 'Connect by SSH',
		provision: 'Install',
		stop: 'Stop the machine',
		image: 'Make the AMI',
		copy: 'Copy',
		finish: 'Tag the AMI',
		cleanup: 'Remove the machine',
		deliver: 'Hand on',
	},
	docker: dockerPhases,
};

/** The name of a phase as every front end says it. */
export const phaseName = (
	{ id, target }: Pick<Phase, 'id' | 'target'>,
	recipe: Pick<Recipe, 'targets'>,
): string => names[target ?? targetOf(recipe)][id];

/** What a part of a build makes, in a word. */
export const partName = ({ header }: Pick<Timeline, 'header'>): string =>
	targetNames[targetOf(header.recipe)];

/** `Copy to us-east-1`. */
export const copyName = (region: string): string => `${names.aws.copy} to ${region}`;

const twelveHours = 12 * 3_600_000;

/** When a step was run that was taken from before: `from 14:02`, or `from 28 Nov`. Milliseconds since 1970. */
export const fromText = (from: number, now: number): string => {
	const date = new Date(from);
	return now - from < twelveHours ? `from ${date.toTimeString().slice(0, 5)}` : `from ${dayText(from)}`;
};

/** How a rehearsal ran the scripts, in the words of every front end; undefined until it is known. */
export const sandboxText = ({ sandbox }: Pick<Timeline, 'sandbox'>): string | undefined =>
	sandbox && (sandbox.kind === 'container' ? 'scripts run in a container' : 'scripts are checked, not run');

/** All regions of a build: where it is built first, then those that get a copy. None of a container image. */
export const buildRegions = ({ header, copies }: Pick<Timeline, 'header' | 'copies'>): readonly string[] =>
	makes(header.recipe, 'aws')
		? [...new Set([header.recipe.aws.region, ...copies.map(copy => copy.region)])]
		: [];

/** Where the image of a build is made, within a line: `eu-west-1, us-east-1`. */
export const placesText = (timeline: Pick<Timeline, 'header' | 'copies'>): string =>
	[...buildRegions(timeline), ...(makes(timeline.header.recipe, 'docker') ? ['a container image'] : [])].join(
		', ',
	);

/** Milliseconds that a build took, or has taken up to `now` while it runs. */
export const buildDuration = (
	{ header, result, time }: Pick<Timeline, 'header' | 'result' | 'time'>,
	now: number,
): number => Math.max(0, (result === undefined ? Math.max(now, time) : time) - header.time);
