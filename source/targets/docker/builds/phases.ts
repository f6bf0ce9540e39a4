import type { PhaseId } from '../../../builds/timeline/timeline.ts';

/** The phases of a build that makes a container image, as people read them. */
export const dockerPhases: Readonly<Record<PhaseId, string>> = {
	check: 'Check',
	access: 'Get the base image',
	launch: 'Start the container',
	connect: 'Enter the container',
	provision: 'Install',
	stop: 'Stop the container',
	image: 'Make the image',
	copy: 'Copy',
	finish: 'Finish',
	cleanup: 'Remove the container',
	deliver: 'Name it, hand it on',
};
