import type { PackerExit } from '../../packer/run.ts';
import { tellsOfEnd } from '../../packer/ui-text.ts';
import { artifactsOf, withArtifacts, withCopy } from '../journal/artifacts.ts';
import { killedCauses } from '../journal/causes.ts';
import type { Artifact, BuildResult, CancelReason, EndEntry } from '../journal/journal.ts';
import type { NewEntry } from '../journal/writer.ts';

/** What a journal says so far about how a build ends. */
export type Evidence = {
	readonly artifacts: readonly Artifact[];
	/** Whether Packer recorded an error of the build. */
	readonly failed: boolean;
	readonly cancelled: CancelReason | undefined;
	/** Whether Packer said that it was through with everything. */
	readonly finished: boolean;
	/** The regions of the copies that are ours to make and not done yet, as they were asked for. */
	readonly copies: readonly string[];
};

export const noEvidence: Evidence = {
	artifacts: [],
	failed: false,
	cancelled: undefined,
	finished: false,
	copies: [],
};

/** The evidence after one more entry of the journal. */
export const withEvidence = (evidence: Evidence, entry: NewEntry): Evidence => {
	if (entry.kind === 'cancel') {
		return { ...evidence, cancelled: evidence.cancelled ?? entry.reason };
	}

	if (entry.kind === 'copy') {
		const { region, state } = entry;
		const { copies } = evidence;
		return {
			...evidence,
			artifacts: withCopy(evidence.artifacts, entry),
			copies:
				state === 'done'
					? copies.filter(each => each !== region)
					: copies.includes(region)
						? copies
						: [...copies, region],
		};
	}

	if (entry.kind !== 'record') {
		return evidence;
	}

	if (entry.type === 'artifact') {
		return { ...evidence, artifacts: withArtifacts(evidence.artifacts, artifactsOf(entry.data)) };
	}

	if (tellsOfEnd(entry)) {
		return { ...evidence, finished: true };
	}

	return entry.type === 'error' ? { ...evidence, failed: true } : evidence;
};

/**
 * What a build came to. Only exit 0 with an image is a success: Packer 1.6.6 exits 0 when it built nothing, and a line
 * of kind `error` is no failure.
 * @param exitCode null if it is not known, because another process started Packer.
 */
export const resultOf = ({
	exitCode,
	artifacts,
	cancelled,
	failed,
}: {
	readonly exitCode: number | null;
	readonly artifacts: readonly Artifact[];
	/** Whether Packer was told to stop. */
	readonly cancelled: boolean;
	/** Whether Packer recorded an error of the build. */
	readonly failed: boolean;
}): BuildResult => {
	if (exitCode === null ? !failed && artifacts.length > 0 : exitCode === 0 && artifacts.length > 0) {
		return 'done';
	}

	if (cancelled) {
		return 'cancelled';
	}

	return exitCode === null && !failed ? 'unknown' : 'failed';
};

/** How a build ended. */
export type End = Omit<EndEntry, 'kind' | 'seq' | 'time'>;

/** Why, where Packer could not say it. */
const messageOf = (
	result: BuildResult,
	{ failed, finished }: Evidence,
	exit: PackerExit | undefined,
): string | undefined => {
	if (result === 'unknown') {
		return killedCauses.unseen;
	}

	if (result !== 'failed' || failed) {
		return undefined;
	}

	// Its first process exits with 0 when the second one is killed (1.6.6 to 1.16).
	if (exit?.signal || (exit?.code === 0 && !finished)) {
		return killedCauses.packer;
	}

	return exit?.code === 0 ? 'Packer ended without an error, but it made no image.' : undefined;
};

/**
 * What to write about the end of a Packer that ran.
 * @param exit undefined if nobody saw it.
 */
export const endOf = (evidence: Evidence, exit: PackerExit | undefined): End => {
	const { artifacts, failed, cancelled } = evidence;
	const exitCode = exit?.code ?? null;
	// A signal is no exit code, but it was seen that nothing more came.
	const known = exit?.signal ? 1 : exitCode;
	const result = resultOf({ exitCode: known, artifacts, failed, cancelled: cancelled !== undefined });
	const message = messageOf(result, evidence, exit);
	return { result, exitCode, artifacts, ...(message === undefined ? {} : { message }) };
};
