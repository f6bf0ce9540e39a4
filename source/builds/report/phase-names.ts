import type { PhaseId, Timeline } from '../timeline/timeline.ts';

const names: Readonly<Record<PhaseId, string>> = {
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
};

/** The name of a phase as every front end says it. */
export const phaseName = (id: PhaseId): string => names[id];

/** `Copy to us-east-1`. */
export const copyName = (region: string): string => `${names.copy} to ${region}`;

/** What is said of a step, or of the phase, that a rehearsal only checked. */
export const notRunText = 'not run';

/** How a rehearsal ran the scripts, in the words of every front end; undefined until it is known. */
export const sandboxText = (timeline: Timeline): string | undefined =>
	timeline.sandbox &&
	(timeline.sandbox.kind === 'container' ? 'scripts run in a container' : 'scripts are checked, not run');

/** All regions of a build: where it is built first, then those that get a copy. */
export const buildRegions = (timeline: Timeline): readonly string[] => [
	...new Set([timeline.header.recipe.region, ...timeline.copies.map(copy => copy.region)]),
];

/** Milliseconds that a build took, or has taken up to `now` while it runs. */
export const buildDuration = (timeline: Timeline, now: number): number =>
	Math.max(
		0,
		(timeline.result === undefined ? Math.max(now, timeline.time) : timeline.time) - timeline.header.time,
	);
