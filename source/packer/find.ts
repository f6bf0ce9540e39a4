import { constants } from 'node:fs';
import { access, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, type Environment, shownPath, type Whereabouts } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { packerVariable } from '../base/variables.ts';
import { compareVersions, parseVersion, type Version } from '../base/versions.ts';
import { oldestPacker, type Probe, probe } from './probe.ts';
import { cachedPacker } from './release.ts';

export type PackerProgram = {
	/** Absolute. */
	readonly path: string;
	readonly version: Version;
	/** As Packer says it: `1.6.6`, `1.16.0-dev`. */
	readonly versionText: string;
	readonly origin: 'environment' | 'path' | 'cache';
};

/** What looking for Packer came to, for lists of what is missing; `problem` says it all in words. */
export type PackerSearch =
	| { readonly kind: 'found'; readonly program: PackerProgram }
	| { readonly kind: 'missing'; readonly problem: Problem };

const isExecutable = async (file: string): Promise<boolean> =>
	access(file, constants.X_OK).then(
		async () => (await stat(file)).isFile(),
		() => false,
	);

/** Every `name` that a shell could mean, in the order of PATH. Relative folders are not searched. */
export const programsOnPath = async (name: string, environment: Environment): Promise<readonly string[]> => {
	const files: string[] = [];
	const seen = new Set<string>();
	for (const folder of (environment['PATH'] ?? '').split(path.delimiter)) {
		const file = path.join(folder, name);
		if (!path.isAbsolute(folder) || !(await isExecutable(file))) {
			continue;
		}

		const real = await realpath(file);
		if (!seen.has(real)) {
			seen.add(real);
			files.push(file);
		}
	}

	return files;
};

const cachedPackers = async (environment: Environment): Promise<readonly string[]> => {
	const folder = path.join(cacheFolder(environment), 'packer');
	const names = await readdir(folder).catch((): string[] => []);
	return names
		.flatMap(name => {
			const version = /^\d/.test(name) ? parseVersion(name) : undefined;
			return version ? [{ name, version }] : [];
		})
		.sort((a, b) => compareVersions(b.version, a.version))
		.map(({ name }) => cachedPacker(name, environment));
};

const another = `Set ${packerVariable} to the path of Packer ${oldestPacker} or newer, or unset it.`;

const fromEnvironment = async (
	named: string,
	whereabouts: Whereabouts,
	signal: AbortSignal | undefined,
): Promise<PackerSearch> => {
	const { environment, cwd } = whereabouts;
	const file = named.includes('/')
		? path.resolve(cwd, named)
		: ((await programsOnPath(named, environment))[0] ?? named);
	const found = file.includes('/')
		? await probe(file, environment, signal)
		: ({ kind: 'unusable', path: file, reason: 'No program of that name is on PATH.' } as const);
	switch (found.kind) {
		case 'packer':
			return { kind: 'found', program: { ...programOf(found), origin: 'environment' } };
		case 'old':
			return {
				kind: 'missing',
				problem: new Problem(`${packerVariable} names Packer ${found.versionText}, which is too old.`, {
					reason: `Packer ${oldestPacker} or newer is needed.`,
					next: [another],
					exitCode: exitCodes.missing,
				}),
			};
		case 'unusable':
			return {
				kind: 'missing',
				problem: new Problem(
					`${packerVariable} names ${named.includes('/') ? shownPath(found.path, whereabouts) : named}, which is no Packer that can be used.`,
					{ reason: found.reason, next: [another], exitCode: exitCodes.missing },
				),
			};
	}
};

const programOf = ({
	path: file,
	version,
	versionText,
}: Extract<Probe, { kind: 'packer' }>): Omit<PackerProgram, 'origin'> => ({
	path: file,
	version,
	versionText,
});

const get = ['Get one: packer-wizard doctor', `If you have one, set ${packerVariable} to its path.`] as const;

const nothingFound = (rejected: readonly Probe[], whereabouts: Whereabouts): Problem => {
	const old = rejected.find(found => found.kind === 'old');
	if (old?.kind === 'old') {
		return new Problem(`Packer ${old.versionText} is too old.`, {
			reason: `${shownPath(old.path, whereabouts)} was found; ${oldestPacker} or newer is needed.`,
			next: get,
			exitCode: exitCodes.missing,
		});
	}

	const foreign = rejected.find(found => found.kind === 'unusable');
	if (foreign?.kind === 'unusable') {
		return new Problem('There is no Packer on this machine.', {
			reason: `${shownPath(foreign.path, whereabouts)} was found, but cannot be used. ${foreign.reason}`,
			next: get,
			exitCode: exitCodes.missing,
		});
	}

	return new Problem('There is no Packer on this machine.', {
		reason: 'No program of that name is on PATH.',
		next: get,
		exitCode: exitCodes.missing,
	});
};

/**
 * Looks for a Packer that can be used: the one that PACKER_WIZARD_PACKER names (then no other), each on PATH, and those
 * that were downloaded, newest first.
 * @throws the reason of the signal; nothing else.
 */
export const searchPacker = async (whereabouts: Whereabouts, signal?: AbortSignal): Promise<PackerSearch> => {
	const { environment } = whereabouts;
	const named = environment[packerVariable];
	if (named) {
		return fromEnvironment(named, whereabouts, signal);
	}

	const rejected: Probe[] = [];
	const places = [
		{ origin: 'path', files: await programsOnPath('packer', environment) },
		{ origin: 'cache', files: await cachedPackers(environment) },
	] as const;
	for (const { origin, files } of places) {
		for (const file of files) {
			const found = await probe(file, environment, signal);
			if (found.kind === 'packer') {
				return { kind: 'found', program: { ...programOf(found), origin } };
			}

			rejected.push(found);
		}
	}

	return { kind: 'missing', problem: nothingFound(rejected, whereabouts) };
};
