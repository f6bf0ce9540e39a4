import { rm } from 'node:fs/promises';
import path from 'node:path';
import { shownPath, type Whereabouts } from '../../../../base/paths.ts';
import { Problem, systemErrorCode } from '../../../../base/problem.ts';
import { buildFolder, journalFile, keyName, testHostsName, testKeyName } from '../../../../builds/folders.ts';
import { openBehindEnd } from '../../../../builds/journal/behind-end.ts';
import type { AwsThing } from '../../../../builds/journal/journal.ts';
import { readTimeline } from '../../../../builds/read-timeline.ts';
import type { FoundRemains, LookedFor, Remain, Removal } from './places.ts';

const thing = ({ region, kind, id, name }: Remain): AwsThing => ({
	region,
	kind,
	id,
	...(name !== undefined && { name }),
});

/** Removes the key to a machine that was kept and is gone; gives what speaks against it. */
const removeKey = async (id: string, name: string, whereabouts: Whereabouts): Promise<readonly string[]> => {
	const key = path.join(buildFolder(id, whereabouts.environment), name);
	try {
		await rm(key, { force: true });
		return [];
	} catch (error) {
		const said = systemErrorCode(error) ?? String(error);
		return [
			`What let into the machine that is gone could not be removed (${said}): ${shownPath(key, whereabouts)}`,
		];
	}
};

const noteOf = async (
	{ id, isWhole, mayBeLeft }: LookedFor,
	remains: readonly Remain[],
	removals: readonly Removal[],
	whereabouts: Whereabouts,
): Promise<readonly string[]> => {
	const file = journalFile(id, whereabouts.environment);
	try {
		const gone = removals.filter(({ why }) => why === undefined).map(({ remain }) => remain);
		const left = remains.filter(remain => !gone.includes(remain));
		// Who has nothing to be told of, and nothing to forget, is told of nothing.
		if (gone.length > 0 || (isWhole && left.length === 0 && mayBeLeft)) {
			const append = await openBehindEnd(file);
			append({ kind: 'cleanup', removed: gone.map(thing), left: left.map(thing), isWhole });
		}
	} catch (error) {
		const said = error instanceof Problem ? (error.reason ?? error.message) : systemErrorCode(error);
		if (said === undefined) {
			throw error;
		}

		return [
			`What was cleaned up of build ${id} could not be noted (${said}): ${shownPath(file, whereabouts)}`,
		];
	}

	const now = await readTimeline(file);
	return [
		...(now?.kept === undefined ? await removeKey(id, keyName, whereabouts) : []),
		...(now?.test?.things.length
			? []
			: [
					...(await removeKey(id, testKeyName, whereabouts)),
					...(await removeKey(id, testHostsName, whereabouts)),
				]),
	];
};

/**
 * Notes in the journals of the builds what was found of them and deleted, and removes the keys of machines that are gone.
 * @returns what could not be noted or removed, a sentence each.
 */
export const noteCleanup = async (
	{ builds, places }: Pick<FoundRemains, 'builds' | 'places'>,
	removals: readonly Removal[],
	whereabouts: Whereabouts,
): Promise<readonly string[]> => {
	const remains = places.flatMap(place => place.remains);
	const complaints: string[] = [];
	for (const build of builds) {
		const own = ({ build: id }: Remain): boolean => id === build.id;
		const removed = removals.filter(({ remain }) => own(remain));
		complaints.push(...(await noteOf(build, remains.filter(own), removed, whereabouts)));
	}

	return complaints;
};
