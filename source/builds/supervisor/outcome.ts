import { readFileSync } from 'node:fs';
import type { Artifact, CancelEntry } from '../journal/journal.ts';
import type { NewEntry } from '../journal/journal-file.ts';
import { artifactsOf, resultOf, withArtifacts } from '../timeline/artifacts.ts';
import type { End } from './finish.ts';

/** What a journal says so far about how a build ends. */
export type Outcome = {
	readonly artifacts: readonly Artifact[];
	/** Whether Packer recorded an error of the build. */
	readonly failed: boolean;
	readonly cancelled: CancelEntry['reason'] | undefined;
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
 * What to write about the end of a Packer that ran.
 * @param exitCode null if nobody saw it.
 */
export const endOf = ({ artifacts, failed, cancelled }: Outcome, exitCode: number | null): End => {
	const result = resultOf({ exitCode, artifacts, failed, cancelled: cancelled !== undefined });
	return {
		result,
		exitCode,
		artifacts,
		...(result === 'failed' && exitCode === 0
			? { message: 'Packer ended without an error, but it made no image.' }
			: {}),
	};
};
