import type { Draft } from '../questions/engine.ts';
import type { BuildRow } from './builds.ts';
import type { PresetRow } from './presets.ts';

/** What was found around the program. */
export type Surroundings = {
	/** `Packer: 1.16.0`, `Packer: none yet`. */
	readonly packer: string;
	/** `AWS: profile dev`, `AWS: no sign-in`. */
	readonly aws: string;
};

export type Home = {
	readonly presets: readonly PresetRow[];
	readonly builds: readonly BuildRow[];
	/** Answers that were left. */
	readonly draft: Draft | undefined;
	/** What a new image begins with: nothing answered, the region chosen last proposed. */
	readonly fresh: Draft;
	/** One sentence on presets of a project that are not taken. */
	readonly warning?: string;
};
