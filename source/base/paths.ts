import path from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the person is who started the program: what relative paths begin at, and how paths and commands are shown. */
export type Whereabouts = {
	readonly environment: Environment;
	/** Absolute. */
	readonly cwd: string;
};

const folderName = 'packer-wizard';

/** The program sees to it that HOME is set (`settle-environment.ts`). */
const homeFolder = (environment: Environment): string => environment['HOME'] || path.sep;

const xdg = (environment: Environment, variable: string, fallback: string): string => {
	const value = environment[variable];
	// The XDG specification: a relative path is invalid and to be ignored.
	const base = value && path.isAbsolute(value) ? value : path.join(homeFolder(environment), fallback);
	return path.join(base, folderName);
};

/** Where the person's presets and preferences live (XDG, on macOS too). */
export const configFolder = (environment: Environment): string =>
	xdg(environment, 'XDG_CONFIG_HOME', '.config');

/** Where builds and drafts live. */
export const stateFolder = (environment: Environment): string =>
	xdg(environment, 'XDG_STATE_HOME', '.local/state');

/** Where a downloaded Packer lives. */
export const cacheFolder = (environment: Environment): string => xdg(environment, 'XDG_CACHE_HOME', '.cache');

/** A path that a person typed, absolute: from the current folder on, and as in a shell `~` is the home folder. */
export const typedPath = (typed: string, { environment, cwd }: Whereabouts): string =>
	typed === '~' || typed.startsWith('~/')
		? path.join(homeFolder(environment), typed.slice(1))
		: path.resolve(cwd, typed);

/** A path as a person would type it: relative to the current folder if below it, else with `~` for the home folder. */
export const shownPath = (file: string, { environment, cwd }: Whereabouts): string => {
	const absolute = path.resolve(cwd, file);
	const relative = path.relative(cwd, absolute);
	if (relative === '') {
		return '.';
	}

	if (!relative.startsWith('..') && !path.isAbsolute(relative)) {
		return `./${relative}`;
	}

	const home = homeFolder(environment);
	return absolute.startsWith(`${home}${path.sep}`) ? `~${absolute.slice(home.length)}` : absolute;
};
