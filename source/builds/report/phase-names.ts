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
export const sandboxText = ({ sandbox }: Pick<Timeline, 'sandbox'>): string | undefined =>
	sandbox && (sandbox.kind === 'container' ? 'scripts run in a container' : 'scripts are checked, not run');

/** All regions of a build: where it is built first, then those that get a copy. */
export const buildRegions = ({ header, copies }: Pick<Timeline, 'header' | 'copies'>): readonly string[] => [
	...new Set([header.recipe.aws.region, ...copies.map(copy => copy.region)]),
];

/** Milliseconds that a build took, or has taken up to `now` while it runs. */
export const buildDuration = (
	{ header, result, time }: Pick<Timeline, 'header' | 'result' | 'time'>,
	now: number,
): number => Math.max(0, (result === undefined ? Math.max(now, time) : time) - header.time);
