import type { BuildResult } from '../journal/journal.ts';
import type { OpenTimeline } from './open-timeline.ts';
import { changePhase, closeCopies, orderOf } from './phases.ts';
import type { Copy, Phase, PhaseId, Status } from './stages.ts';

/** The first words of Packer's error when it was a script that failed: whatever it printed, it had not ended well. */
const scriptError = /^Script (?:exited with non-zero exit status|disconnected unexpectedly)/;

/** What seemed to begin behind the provisioning never did: a script printed it. */
const takeBack = (open: OpenTimeline): void => {
	const isBehind = (id: PhaseId): boolean => id !== 'cleanup' && orderOf(id) > orderOf('provision');
	open.phases = open.phases.map(
		(phase): Phase => (isBehind(phase.id) ? { id: phase.id, status: 'skipped' } : phase),
	);
	open.left = 'provision';
	open.madeAmi = undefined;
	open.keptAmi = undefined;
};

/**
 * Marks the place of a failure, if no phase is marked yet: the phase that runs, or was left for the clean-up.
 * @param error what Packer gives as the error, if it gives one.
 */
export const markFailure = (open: OpenTimeline, time: number, error = ''): void => {
	const left = open.current === 'cleanup' ? open.left : open.current;
	const isScript = scriptError.test(error) && orderOf(left) > orderOf('provision');
	if (isScript) {
		takeBack(open);
	} else if (open.phases.some(({ status }) => status === 'failed')) {
		return;
	}

	const id = isScript ? 'provision' : (left ?? 'check');
	changePhase(open, id, phase => ({
		...phase,
		status: 'failed',
		began: phase.began ?? time,
		ended: phase.ended ?? time,
	}));
	if (id === 'provision') {
		open.steps = open.steps.map((step, index) =>
			index === open.step ? { ...step, status: 'failed', ended: step.ended ?? time } : step,
		);
	}

	if (id === 'copy') {
		closeCopies(open, 'failed');
	}
};

const settled = <T extends { readonly status: Status; readonly began?: number }>(
	stages: readonly T[],
	change: (status: Status, hasBegun: boolean) => Status,
	time: number,
): readonly T[] =>
	stages.map(stage => {
		const status = change(stage.status, stage.began !== undefined);
		return {
			...stage,
			status,
			...(stage.status === 'running' ? { ended: time } : {}),
		};
	});

/** The end of everything: nothing waits or runs any more, and a success has no failures. */
export const endStages = (open: OpenTimeline, result: BuildResult, time: number): void => {
	if (result === 'failed') {
		markFailure(open, time);
	}

	const statusOf = (status: Status, hasBegun: boolean): Status => {
		if (result === 'done' && hasBegun) {
			return 'done';
		}

		return status === 'waiting' || status === 'running' ? 'skipped' : status;
	};
	open.phases = settled(open.phases, statusOf, time);
	open.steps = settled(open.steps, statusOf, time);
	const isKnown = (region: string): boolean => open.artifacts.some(artifact => artifact.region === region);
	open.copies = open.copies.map((copy): Copy => {
		const isMissing = open.uncopied.includes(copy.region);
		if (copy.status === 'running' && isMissing && isKnown(copy.region)) {
			// AWS goes on with it.
			return copy;
		}

		return {
			...copy,
			status: !isMissing && isKnown(copy.region) ? 'done' : statusOf(copy.status, false),
			...(copy.began !== undefined && copy.ended === undefined && { ended: time }),
		};
	});
};
