import type { CopyEntry } from '../journal/journal.ts';
import { log, type OpenTimeline } from './open-timeline.ts';
import { changePhase, closePhase } from './phases.ts';
import type { Copy, Status } from './stages.ts';

const statuses = {
	planned: 'waiting',
	began: 'running',
	done: 'done',
	failed: 'failed',
} as const satisfies Readonly<Record<CopyEntry['state'], Status>>;

/** The phase of the copies, which comes behind Packer's own clean-up where they are ours. */
const followPhase = (open: OpenTimeline): void => {
	const has = (status: Status): boolean => open.copies.some(copy => copy.status === status);
	const isOver = !has('running') && !has('waiting');
	closePhase(open, 'done', open.time);
	changePhase(open, 'copy', ({ id, began = open.time }) =>
		isOver
			? { id, status: has('failed') ? 'failed' : 'done', began, ended: open.time }
			: { id, status: 'running', began },
	);
};

/** What became of a copy that packer-wizard makes itself. */
export const readCopy = (open: OpenTimeline, { region, state, said }: CopyEntry): void => {
	const copy: Copy = { region, status: statuses[state], ...(said !== undefined && { said }) };
	open.copies = open.copies.some(known => known.region === region)
		? open.copies.map(known => (known.region === region ? copy : known))
		: [...open.copies, copy];
	if (said !== undefined) {
		log(open, 'error', `The copy in ${region} failed: ${said}`);
	}

	// What is copied later has no place in the times of the build.
	if (state !== 'planned' && open.result === undefined) {
		followPhase(open);
	}
};
