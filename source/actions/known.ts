import type { BuildRow, LastBuild, PresetRow } from '../flow/rows.ts';

/** What home tells of a build. One of a preset says what it came to, and which answers it had. */
export type KnownBuild = {
	readonly row: BuildRow;
	readonly last?: LastBuild;
	readonly recipe?: string;
};

/** What home tells of a preset, and which answers it has. */
export type KnownPreset = Pick<PresetRow, 'description' | 'needsToken' | 'target' | 'broken'> & {
	readonly recipe?: string;
};
