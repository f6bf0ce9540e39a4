import { artifactsOf, withArtifacts } from '../journal/artifacts.ts';
import { killedCauses } from '../journal/causes.ts';
import type { Artifact, BuildResult, CancelReason, EndEntry } from '../journal/journal.ts';
import type { NewEntry } from '../journal/writer.ts';

/** What a journal says so far about how a build ends. */
export type Evidence = {
	readonly artifacts: readonly Artifact[];
	/** Whether Packer recorded an error of the build. */
	readonly failed: boolean;
	readonly cancelled: CancelReason | undefined;
};

export const noEvidence: Evidence = { artifacts: [], failed: false, cancelled: undefined };

/** The evidence after one more entry of the journal. */
export const withEvidence = (evidence: Evidence, entry: NewEntry): Evidence => {
	if (entry.kind === 'cancel') {
		return { ...evidence, cancelled: evidence.cancelled ?? entry.reason };
	}

	if (entry.kind !== 'record') {
		return evidence;
	}

	if (entry.type === 'artifact') {
		return { ...evidence, artifacts: withArtifacts(evidence.artifacts, artifactsOf(entry.data)) };
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

/**
 * What to write about the end of a Packer that ran.
 * @param exitCode null if nobody saw it.
 */
export const endOf = ({ artifacts, failed, cancelled }: Evidence, exitCode: number | null): End => {
	const result = resultOf({ exitCode, artifacts, failed, cancelled: cancelled !== undefined });
	const message =
		result === 'unknown'
			? killedCauses.unseen
			: result === 'failed' && exitCode === 0
				? 'Packer ended without an error, but it made no image.'
				: undefined;
	return { result, exitCode, artifacts, ...(message === undefined ? {} : { message }) };
};
