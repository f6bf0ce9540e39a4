import { sentenceDuration } from '../../../base/durations.ts';
import { cancelCauses, killedCauses } from '../../journal/causes.ts';
import type { RecordedDiagnosis } from '../../journal/diagnosis.ts';
import type { CancelReason } from '../../journal/journal.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { asSentence, flatText } from '../known-failure.ts';
import { phaseName } from '../phase-names.ts';
import { seeWhatIsLeft } from './failure.ts';

type Told = RecordedDiagnosis & { readonly what: string };

/** Where a build was when it was broken off: `wait-for-boot`, `Make the AMI`. */
const placeOf = ({ header, phases, steps }: Timeline): string | undefined => {
	const phase = phases.findLast(({ id, began }) => began !== undefined && id !== 'cleanup');
	const step = phase?.id === 'provision' ? steps.findLast(({ began }) => began !== undefined) : undefined;
	return step?.name ?? (phase && phaseName(phase, header.recipe));
};

const timedOut = (timeline: Timeline): Told => {
	const { timeout } = timeline.header;
	const place = placeOf(timeline);
	return {
		id: 'ours.timeout',
		what: `The build takes longer than ${typeof timeout === 'number' ? `the ${sentenceDuration(timeout)} that it may` : 'it may'} (--timeout), so it is cancelled${place === undefined ? '' : `; it was at ${place}`}.`,
		next: 'Look in the log at what does not end there, or let the build take longer.',
		remedy: 'timeout',
	};
};

/** A container stands in for the machine: nothing of the Recipe ended it, as far as anybody knows. */
const containerDied = (what: string): Told => ({
	id: 'ours.container-died',
	what,
	why: 'In a rehearsal a container plays the machine that would run in AWS: without it there is nothing to build in.',
	next: 'Run it again. If it ends again, look at how much memory this computer has free, and at what docker or podman says of it.',
	remedy: 'again',
});

const cancelled: Readonly<Record<CancelReason, (timeline: Timeline) => Told | undefined>> = {
	person: () => undefined,
	disk: () => ({
		id: 'ours.disk-full',
		what: cancelCauses.disk,
		next: 'Make room on this computer, then run it again.',
		remedy: 'again',
	}),
	timeout: timedOut,
	container: () => containerDied(cancelCauses.container),
	job: () => ({ id: 'ours.job-gone', what: cancelCauses.job, remedy: 'again' }),
	signal: () => ({
		id: 'ours.told-to-end',
		what: cancelCauses.signal,
		remedy: 'again',
	}),
};

/** What the end of Packer itself leaves behind: nothing of a rehearsal. */
const leftOver = ({ header }: Timeline): Pick<Told, 'next' | 'remedy'> =>
	header.mode === 'rehearsal' ? { remedy: 'again' } : { next: seeWhatIsLeft(header), remedy: 'cleanup' };

/**
 * Why a build failed that Packer cannot tell, by what the end of the journal says; undefined if that says nothing.
 * @param isSilent whether Packer gave no error. Of a container that died it only knows that it was cancelled.
 */
export const explainUnsaid = (timeline: Timeline, isSilent: boolean): Told | undefined => {
	const { why, cancelReason } = timeline;
	if (why === undefined) {
		return undefined;
	}

	if (cancelReason === 'container') {
		return containerDied(asSentence(flatText(why)));
	}

	if (!isSilent) {
		return undefined;
	}

	return why === killedCauses.packer
		? { id: 'packer.killed', what: why, ...leftOver(timeline) }
		: { id: 'ours.not-run', what: asSentence(flatText(why)), remedy: 'again' };
};

/** Why a build was broken off, if not by the person. */
export const explainBrokenOff = (timeline: Timeline): Told | undefined => {
	const { result, cancelReason, why } = timeline;
	switch (result) {
		case 'cancelled':
			return cancelReason && cancelled[cancelReason](timeline);
		case 'interrupted':
			return {
				id: 'ours.killed',
				what: why ?? killedCauses.interrupted,
				remedy: 'again',
			};
		case 'unknown':
			return {
				id: 'ours.unseen',
				what: why ?? killedCauses.unseen,
				...leftOver(timeline),
			};
		default:
			return undefined;
	}
};
