import type { RecordedDiagnosis } from '../builds/journal/diagnosis.ts';
import type { Artifact, BuildMode, BuildResult, PresetFrom } from '../builds/journal/journal.ts';
import type { PresetOrigin, TargetId } from '../recipe/schema.ts';

/** The newest build of a preset. */
export type LastBuild = {
	readonly time: number;
	readonly took: number;
	readonly mode: BuildMode;
	readonly result: BuildResult | undefined;
	readonly artifacts: readonly Artifact[];
	/** The scripts that a rehearsal only checked; missing if it ran all. */
	readonly notRun?: readonly string[];
	/** Whether its answers were others than those of the preset now. */
	readonly isChanged?: boolean;
};

/** A Recipe with a name that can be run again. */
export type PresetRow = {
	readonly name: string;
	readonly origin: PresetOrigin;
	/** Whose other presets of that name it hides, in order. */
	readonly hides?: readonly PresetOrigin[];
	readonly description: string;
	readonly needsToken: boolean;
	/** What it makes; an AMI if missing. */
	readonly target?: TargetId;
	/** Undefined if there is none. */
	readonly last?: LastBuild;
	/** Its file, as a person would type it; a shipped one has none that could be edited. */
	readonly file?: string;
	/** One sentence if its file cannot be read; it cannot be run then. */
	readonly broken?: string;
};

/** A preset that was saved just now. */
export type SavedPreset = {
	readonly name: string;
	/** Whether the name goes on meaning the project's preset here. */
	readonly isHidden: boolean;
};

/** A build among others. */
export type BuildRow = {
	readonly id: string;
	/** The id of one that cannot be read. */
	readonly name: string;
	/** The preset that was run, if it was run by name, and whether answers were changed for it. */
	readonly preset?: string;
	readonly isChanged?: boolean;
	/** Where that preset is kept, since several may have one name; missing if its journal does not tell. */
	readonly presetFrom?: PresetFrom;
	/** Undefined if it cannot be read. */
	readonly mode: BuildMode | undefined;
	readonly began: number;
	/** Milliseconds, up to now if it runs. */
	readonly took: number;
	/** Undefined while it runs; `unknown` if it cannot be read. */
	readonly result: BuildResult | undefined;
	readonly artifacts: readonly Artifact[];
	/** The scripts that a rehearsal only checked; missing if it ran all. */
	readonly notRun?: readonly string[];
	/** Where it is built first, then where copies go. */
	readonly regions: readonly string[];
	/** Why it made no image, one sentence; missing if its result says all that is known. */
	readonly cause?: string;
	/** Which failure that is, why, and the way out. */
	readonly diagnosis?: RecordedDiagnosis;
	/** What it does, or what came of it, in a few words; empty if its result says it all. */
	readonly detail: string;
	/** Why it cannot be read, one sentence; it cannot be shown, watched or cancelled then. */
	readonly broken?: string;
};

/** Answers that were left, among others that can be begun with. */
export type LeftAnswers = {
	/** The name of the image. */
	readonly name: string;
	/** `at step 5 of 8: Machine`. */
	readonly place: string;
	/** Milliseconds since 1970; answers of an earlier version do not tell. */
	readonly savedAt?: number;
};
