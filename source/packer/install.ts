import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, type Environment, shownPath, type Whereabouts } from '../base/paths.ts';
import { exitCodes, Problem, systemErrorCode } from '../base/problem.ts';
import { withoutUser } from '../base/proxy.ts';
import { unwritable } from '../base/unwritable.ts';
import { makeFolder } from '../base/write-file.ts';
import { type DownloadProgress, download } from './download.ts';
import { byHand, downloadProblem } from './download-problem.ts';
import type { PackerProgram } from './find.ts';
import { probe } from './probe.ts';
import { cachedPacker, type PackerRelease, pinned, platformName, releaseAddress } from './release.ts';
import { extractEntry, readZip } from './zip.ts';

export { pinnedRelease, pinnedVersion } from './release.ts';

const checksumProblem = (address: URL, expected: string, found: string): Problem =>
	new Problem('What was downloaded is not the Packer that was expected, and was thrown away.', {
		reason: `Its SHA-256 is ${found}, not ${expected}.`,
		next: [
			`Something between here and ${address.host} changes files, or the download broke: try again.`,
			byHand,
		],
		exitCode: exitCodes.missing,
	});

/** The errors of a file system, as opposed to those of a network. */
const fileErrors = ['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR', 'EIO'];

const isFileError = (error: unknown): boolean => {
	const code = systemErrorCode(error);
	return code !== undefined && fileErrors.includes(code) && error instanceof Error && !('address' in error);
};

/** What is taken out of the archive; names are compared, never made paths. */
const wanted = [
	{ name: 'LICENSE.txt', mode: 0o644, needed: false },
	{ name: 'packer', mode: 0o755, needed: true },
] as const;

const unpack = async (
	archive: string,
	folder: string,
	address: URL,
	signal: AbortSignal | undefined,
): Promise<void> => {
	const file = await open(archive);
	try {
		const entries = await readZip(file);
		for (const { name, mode, needed } of wanted) {
			const entry = entries.find(candidate => candidate.name === name);
			if (entry) {
				await extractEntry(file, entry, path.join(folder, name), mode, signal);
			} else if (needed) {
				throw new Error(`It holds no ${name}.`);
			}
		}
	} catch (error) {
		if (isFileError(error)) {
			throw error;
		}

		throw new Problem('The archive with Packer cannot be unpacked.', {
			reason: error instanceof Error ? error.message : String(error),
			next: [`It came from ${address.host}.`, byHand],
			exitCode: exitCodes.missing,
			cause: error,
		});
	} finally {
		await file.close();
	}
};

/** How folders begin in which a Packer is got ready. */
const workPrefix = '.new-';
const day = 24 * 60 * 60 * 1000;

const packersFolder = (environment: Environment): string => path.join(cacheFolder(environment), 'packer');

/** Takes away what a program left that was killed while it got a Packer: nobody needs a day for that. */
export const removeAbandonedPackers = async (environment: Environment, now: number): Promise<void> => {
	const folder = packersFolder(environment);
	const names = await readdir(folder).catch((): string[] => []);
	for (const name of names.filter(candidate => candidate.startsWith(workPrefix))) {
		const work = path.join(folder, name);
		const made = await stat(work).catch(() => undefined);
		if (made !== undefined && now - made.mtimeMs > day) {
			await rm(work, { recursive: true, force: true });
		}
	}
};

const mebibyte = 1024 * 1024;

/** A line for every tenth that came. */
const tellTenths = (version: string, say: (line: string) => void): DownloadProgress => {
	let told = 0;
	return (received, total) => {
		const tenths = total === undefined || total === 0 ? 0 : Math.floor((received / total) * 10);
		if (tenths > told) {
			told = tenths;
			say(`Packer ${version}: ${tenths * 10} % of ${Math.ceil((total ?? 0) / mebibyte)} MB`);
		}
	};
};

/**
 * Gets the pinned Packer into the cache folder of the person: downloads it, checks its SHA-256, unpacks it, tries it, and
 * only then gives it its place. Whoever calls has asked first.
 * @param say is told what is done and how far it is.
 * @throws Problem (exit 3): no network, not found, another SHA-256, no room, a place that cannot be written; or the
 * reason of the signal. Nothing is left of it then.
 */
export const installPacker = async ({
	whereabouts,
	release = pinned,
	platform = platformName(),
	say,
	signal,
	patience,
}: {
	readonly whereabouts: Whereabouts;
	readonly release?: PackerRelease;
	readonly platform?: string;
	readonly say?: (line: string) => void;
	readonly signal?: AbortSignal | undefined;
	/** Milliseconds without a byte after which it is given up. */
	readonly patience?: number | undefined;
}): Promise<PackerProgram> => {
	const { environment } = whereabouts;
	const expected = release.sha256[platform];
	if (expected === undefined) {
		throw new Problem(`No Packer is known for this machine (${platform}).`, {
			reason: `The SHA-256 of Packer ${release.version} is known here for ${Object.keys(release.sha256).join(', ')}.`,
			next: ["Install it with the system's package manager.", byHand],
			exitCode: exitCodes.missing,
		});
	}

	const address = releaseAddress(environment, release, platform);
	const target = cachedPacker(release.version, environment);
	const folder = packersFolder(environment);
	const work = path.join(folder, `${workPrefix}${randomBytes(6).toString('hex')}`);
	try {
		await makeFolder(work);
		// By the clock of the disk.
		await removeAbandonedPackers(environment, (await stat(work)).mtimeMs);
		const archive = path.join(work, 'packer.zip');
		say?.(`Downloading ${withoutUser(address)}`);
		const onProgress = say && tellTenths(release.version, say);
		const how = { environment, onProgress, signal, patience };
		const found = await download(address, archive, how).catch((error: unknown) => {
			throw error instanceof Problem || isFileError(error) ? error : downloadProblem(address, error);
		});
		if (found !== expected) {
			throw checksumProblem(address, expected, found);
		}

		say?.('Its SHA-256 is right. Unpacking.');
		await unpack(archive, work, address, signal);
		const tried = await probe(path.join(work, 'packer'), environment, signal);
		if (tried.kind !== 'packer') {
			throw new Problem('The downloaded Packer does not run on this machine.', {
				reason: tried.kind === 'unusable' ? tried.reason : `It is ${tried.versionText}.`,
				next: [byHand],
				exitCode: exitCodes.missing,
			});
		}

		signal?.throwIfAborted();
		await makeFolder(path.dirname(target));
		for (const { name } of wanted) {
			await rename(path.join(work, name), path.join(path.dirname(target), name)).catch((error: unknown) => {
				if (systemErrorCode(error) !== 'ENOENT') {
					throw error;
				}
			});
		}

		say?.(`Packer ${tried.versionText} is in ${shownPath(path.dirname(target), whereabouts)}.`);
		return { path: target, version: tried.version, versionText: tried.versionText, origin: 'cache' };
	} catch (error) {
		signal?.throwIfAborted();
		throw error instanceof Problem ? error : unwritable(target, error);
	} finally {
		// Where a file stands in place of a folder, there is nothing to remove.
		await rm(work, { recursive: true, force: true }).catch(() => {});
	}
};
