import type { Artifact, BuildMode, BuildResult } from '../builds/journal/journal.ts';
import type { Decisions } from '../questions/question.ts';

/** A Recipe with a name that can be run again. */
export type PresetRow = {
	readonly name: string;
	readonly origin: 'shipped' | 'own' | 'project';
	readonly description: string;
	readonly needsToken: boolean;
	/** The newest build of it, undefined if there is none. */
	readonly last?: {
		readonly time: number;
		readonly took: number;
		readonly mode: BuildMode;
		readonly result: BuildResult | undefined;
		readonly artifacts: readonly Artifact[];
		/** The scripts that a rehearsal only checked; missing if it ran all. */
		readonly notRun?: readonly string[];
	};
	/** Its file, as a person would type it; a shipped one has none that could be edited. */
	readonly file?: string;
	/** One sentence if its file cannot be read; it cannot be run then. */
	readonly broken?: string;
};

/** What a preset keeps, and what has to be known of it. */
export type Kept = Pick<Decisions, 'recipe' | 'elsewhere'>;
