import type { Environment } from '../base/paths.ts';

/** Where the person is, for relative paths and for how paths are shown. */
export type Place = {
	readonly environment: Environment;
	/** Absolute. */
	readonly cwd: string;
};
