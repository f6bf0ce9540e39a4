import path from 'node:path';
import { exists } from '../base/files.ts';
import { type Environment, shownPath, stateFolder, type Whereabouts } from '../base/paths.ts';
import { journalFile } from '../builds/folders.ts';
import { buildIds } from '../builds/ids.ts';
import type { HomeLists } from '../flow/home.ts';
import type { LeftAnswers, PresetRow } from '../flow/rows.ts';
import { draftFile } from '../store/draft-file.ts';
import { type Memo, openMemo } from '../store/memo.ts';
import { isListedPreset, type PresetFile, presetFiles, projectWarning } from '../store/preset-files.ts';
import { isKnownBuild, isKnownPreset, isLeftAnswers, type KnownBuild } from './known.ts';
import { isFrom, placeOf } from './preset-place.ts';

// What home shows, mostly without what reads it: the schemas, the catalogue and all that tells of builds are loaded only
// where a file is new or changed. Nothing may be imported here that brings them along.

const loadFacts = () => import('./home-facts.ts');

const knownBuilds = async (
	memo: Memo,
	environment: Environment,
	now: number,
): Promise<readonly KnownBuild[]> => {
	const known: KnownBuild[] = [];
	// One after the other: hundreds of journals open at once gain nothing and can hit the limit of open files.
	for (const id of await buildIds(environment)) {
		const file = journalFile(id, environment);
		const kept = memo.known(file);
		const build = isKnownBuild(kept) ? kept : await (await loadFacts()).knownBuild(id, environment, now);
		if (build) {
			known.push(build);
		}

		// One that runs, or cannot be read, is looked at each time.
		if (build && build.row.result !== undefined && build.row.broken === undefined) {
			memo.keep(file, build);
		}
	}

	return known.sort((a, b) => b.row.began - a.row.began);
};

const presetRow = async (
	preset: PresetFile,
	memo: Memo,
	whereabouts: Whereabouts,
	builds: readonly KnownBuild[],
): Promise<PresetRow> => {
	const { name, origin, hides, file } = preset;
	const kept = memo.known(file);
	const found = isKnownPreset(kept) ? kept : await (await loadFacts()).knownPreset(preset, whereabouts);
	const { recipe, ...known } = found;
	if (known.broken === undefined) {
		memo.keep(file, found);
	}

	const from = placeOf({ origin, file });
	const last = builds.find(({ row }) => row.preset === name && isFrom(row.presetFrom, from));
	// It may have been before an edit, or, where an old journal does not tell, of another preset of that name.
	const isChanged = last?.row.isChanged || last?.recipe !== recipe;
	return {
		name,
		origin,
		...(hides.length > 0 && { hides }),
		...(origin !== 'shipped' && { file: shownPath(file, whereabouts) }),
		...known,
		...(known.broken === undefined &&
			last?.last && { last: { ...last.last, ...(isChanged && { isChanged }) } }),
	};
};

const leftAnswers = async (memo: Memo, environment: Environment): Promise<LeftAnswers | undefined> => {
	const file = draftFile(environment);
	const kept = memo.known(file);
	if (isLeftAnswers(kept) || kept === null) {
		return kept ?? undefined;
	}

	if (!(await exists(file))) {
		return undefined;
	}

	const left = await (await loadFacts()).leftAnswers(environment);
	memo.keep(file, left ?? null);
	return left;
};

/** Home's lists, and what keeps for the next start what was read for them. */
export const readHomeLists = async (
	whereabouts: Whereabouts,
): Promise<{ readonly lists: HomeLists; readonly keep: () => Promise<void> }> => {
	const { environment } = whereabouts;
	const now = Date.now();
	const memo = openMemo(path.join(stateFolder(environment), 'home.json'), import.meta.url);
	const builds = await knownBuilds(memo, environment, now);
	const presets: PresetRow[] = [];
	for (const preset of (await presetFiles(whereabouts)).filter(isListedPreset)) {
		presets.push(await presetRow(preset, memo, whereabouts, builds));
	}

	const left = await leftAnswers(memo, environment);
	const warning = await projectWarning(whereabouts);
	return {
		lists: { presets, builds: builds.map(({ row }) => row), left, ...(warning !== undefined && { warning }) },
		keep: memo.write,
	};
};
