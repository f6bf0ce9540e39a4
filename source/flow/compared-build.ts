import type { BuildMode, BuildResult } from '../builds/journal/journal.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';

/** One of two builds that are compared. */
export type ComparedBuild = {
	readonly id: string;
	readonly name: string;
	readonly mode: BuildMode;
	/** Milliseconds since 1970. */
	readonly began: number;
	/** Undefined while it runs. */
	readonly result: BuildResult | undefined;
};

export const comparedBuild = ({ header, result }: Timeline): ComparedBuild => ({
	id: header.id,
	name: header.recipe.name,
	mode: header.mode,
	began: header.time,
	result,
});
