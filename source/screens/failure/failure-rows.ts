import type { Timeline } from '../../builds/timeline/timeline.ts';
import type { EndedRow } from '../build/ended.ts';

/** What can be done after a build that made no image. */
export const failureRows = ({ header }: Timeline): readonly EndedRow[] => [
	{ id: 'log', label: 'Show the log', hint: '' },
	{
		id: 'again',
		label: header.mode === 'rehearsal' ? 'Rehearse it again' : 'Run it again',
		hint: 'nothing changed',
		spends: header.mode === 'aws',
	},
	{ id: 'edit', label: 'Change the answers', hint: 'then run it again' },
	{ id: 'leave', label: 'Leave it for now', hint: '' },
];
