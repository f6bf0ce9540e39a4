import type { Timeline } from '../../builds/timeline/timeline.ts';
import type { EndedRow } from '../build/ended.ts';

/** What can be done after a build that went well. */
export const resultRows = ({ header }: Timeline, savedAs: string | undefined): readonly EndedRow[] => {
	const rehearsal = header.mode === 'rehearsal';
	const saved = savedAs === undefined ? 'runs again without questions' : `saved as ${savedAs}`;
	return [
		{ id: 'finish', label: 'Done', hint: 'quit; these lines stay there' },
		...(rehearsal
			? [{ id: 'for-real' as const, label: 'Build it for real', hint: 'in your AWS account', spends: true }]
			: []),
		{ id: 'save', label: 'Save as a preset', hint: saved },
		{ id: 'log', label: 'Show the log', hint: '' },
		{ id: 'again', label: rehearsal ? 'Rehearse it again' : 'Build it again', hint: '', spends: !rehearsal },
	];
};
