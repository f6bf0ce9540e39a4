import type { RecordedDiagnosis } from '../journal/diagnosis.ts';

/** Why a build made no image, and the way out, for people. */
export type Diagnosis = RecordedDiagnosis & {
	/** What happened, one sentence. */
	readonly what: string;
	/** The step that failed. */
	readonly step?: string;
	/** With which exit code its script ended. */
	readonly exitCode?: number;
	/** Packer's own words, on one line, if they say more. */
	readonly packerSaid?: string;
	/** The last lines that the failed step printed, five at most. */
	readonly lastLines: readonly string[];
};

/** Whether it is a sign-in that failed: nobody was let in, whatever was asked for. */
export const isSignIn = ({ id }: RecordedDiagnosis): boolean => id.startsWith('sign-in.');
