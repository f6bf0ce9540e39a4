import type { CopyEntry } from '../../../../builds/journal/journal.ts';
import { log, type OpenTimeline } from '../../../../builds/timeline/open-timeline.ts';
import { changePhase, closePhase } from '../../../../builds/timeline/phases.ts';
import type { Copy, Stage, Status } from '../../../../builds/timeline/stages.ts';

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

/** When a copy began and ended. A later one has times of its own, whatever there was before it. */
const timesOf = (known: Copy | undefined, status: Status, time: number): Omit<Stage, 'status'> => {
	if (status === 'waiting') {
		return {};
	}

	const began = known?.status === 'running' ? (known.began ?? time) : time;
	return status === 'running' ? { began } : { began, ended: time };
};

/** What became of a copy that packer-wizard makes itself, while the build runs or behind its end. */
export const readCopy = (open: OpenTimeline, { region, state, said, time }: CopyEntry): void => {
	const known = open.copies.find(copy => copy.region === region);
	const status = statuses[state];
	const copy: Copy = {
		region,
		status,
		...timesOf(known, status, time),
		...(state === 'failed' && said !== undefined && { said }),
	};
	open.copies = known ? open.copies.map(each => (each === known ? copy : each)) : [...open.copies, copy];
	if (said !== undefined) {
		log(open, 'notice', `The copy in ${region}${state === 'failed' ? ' failed' : ''}: ${said}`);
	}

	if (open.result === undefined && state !== 'planned') {
		followPhase(open);
	} else if (open.result === 'done' && known) {
		// With the last one that was missing.
		changePhase(open, 'copy', ({ id, began = open.time, ended = open.time }) => ({
			...{ id, status: 'done', began, ended },
		}));
	}
};
