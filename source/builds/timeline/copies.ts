import type { CopyEntry } from '../journal/journal.ts';
import { log, type OpenTimeline } from './open-timeline.ts';
import { changePhase, closePhase } from './phases.ts';
import type { Copy, Stage, Status } from './stages.ts';

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

/** When a copy began and ended; what is copied later has no place in the times of the build. */
const timesOf = (open: OpenTimeline, known: Copy | undefined, status: Status): Omit<Stage, 'status'> => {
	if (status === 'waiting' || open.result !== undefined) {
		return {};
	}

	const began = known?.began ?? open.time;
	return status === 'running' ? { began } : { began, ended: open.time };
};

/** What became of a copy that packer-wizard makes itself. */
export const readCopy = (open: OpenTimeline, { region, state, said }: CopyEntry): void => {
	const known = open.copies.find(copy => copy.region === region);
	const status = statuses[state];
	const copy: Copy = {
		region,
		status,
		...timesOf(open, known, status),
		...(said !== undefined && { said }),
	};
	open.copies = known ? open.copies.map(each => (each === known ? copy : each)) : [...open.copies, copy];
	if (said !== undefined) {
		log(open, 'notice', `The copy in ${region} failed: ${said}`);
	}

	if (state !== 'planned' && (open.result === undefined || (known && open.result === 'done'))) {
		followPhase(open);
	}
};
