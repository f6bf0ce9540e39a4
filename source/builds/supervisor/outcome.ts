import { readFileSync } from 'node:fs';
import { artifactsOf, withArtifacts } from '../journal/artifacts.ts';
import { killedCauses } from '../journal/causes.ts';
import type { Artifact, BuildResult, CancelReason } from '../journal/journal.ts';
import type { NewEntry } from '../journal/writer.ts';
import type { End } from './finish.ts';

/** What a journal says so far about how a build ends. */
export type Outcome = {
	readonly artifacts: readonly Artifact[];
	/** Whether Packer recorded an error of the build. */
	readonly failed: boolean;
	readonly cancelled: CancelReason | undefined;
};

export const startOutcome: Outcome = { artifacts: [], failed: false, cancelled: undefined };

/** The outcome after one more entry of the journal. */
export const advanceOutcome = (outcome: Outcome, entry: NewEntry): Outcome => {
	if (entry.kind === 'cancel') {
		return { ...outcome, cancelled: outcome.cancelled ?? entry.reason };
	}

	if (entry.kind !== 'record') {
		return outcome;
	}

	if (entry.type === 'artifact') {
		return { ...outcome, artifacts: withArtifacts(outcome.artifacts, artifactsOf(entry.data)) };
	}

	return entry.type === 'error' ? { ...outcome, failed: true } : outcome;
};

/** The outcome with what the manifest of a build says, if Packer came to write it. */
export const withManifest = (outcome: Outcome, file: string): Outcome => {
	try {
		const manifest: { builds: { artifact_id: string }[] } = JSON.parse(readFileSync(file, 'utf8'));
		return {
			...outcome,
			artifacts: manifest.builds.reduce(
				(known, build) => withArtifacts(known, artifactsOf(['', 'id', build.artifact_id])),
				outcome.artifacts,
			),
		};
	} catch {
		return outcome;
	}
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

/**
 * What to write about the end of a Packer that ran.
 * @param exitCode null if nobody saw it.
 */
export const endOf = ({ artifacts, failed, cancelled }: Outcome, exitCode: number | null): End => {
	const result = resultOf({ exitCode, artifacts, failed, cancelled: cancelled !== undefined });
	const message =
		result === 'unknown'
			? killedCauses.unseen
			: result === 'failed' && exitCode === 0
				? 'Packer ended without an error, but it made no image.'
				: undefined;
	return { result, exitCode, artifacts, ...(message === undefined ? {} : { message }) };
};
