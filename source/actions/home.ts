import { findSigning, type SignIn } from '../aws/sign-in.ts';
import { shownPath, type Whereabouts } from '../base/paths.ts';
import { type BrokenBuild, type BuildSummary, readBuilds } from '../builds/builds.ts';
import { advance, startTimeline, type Timeline } from '../builds/timeline/timeline.ts';
import { buildRow } from '../flow/builds.ts';
import type { Home, Surroundings } from '../flow/home.ts';
import type { BuildRow, PresetRow } from '../flow/rows.ts';
import { needsToken } from '../recipe/bundles.ts';
import { isSameRecipe } from '../recipe/read.ts';
import { targetOf } from '../recipe/targets.ts';
import { listPresets, projectWarning } from '../store/presets.ts';
import { openDrafts } from './drafts.ts';
import { isFrom, placeOf } from './presets.ts';
import { searchUsedPacker, usedSdk } from './used-packer.ts';

/** The Timeline as far as the end of a journal tells it: what the build does, or how it ended. */
const glimpse = (build: BuildSummary): Timeline => advance(startTimeline(build.header), build.last);

/** Never negative, even if the clock was set back meanwhile. */
const tookOf = (build: BuildSummary, now: number): number =>
	Math.max(0, (build.end?.time ?? now) - build.header.time);

const notRunOf = ({ end }: BuildSummary): Pick<BuildRow, 'notRun'> =>
	end?.notRun === undefined ? {} : { notRun: end.notRun };

/** A build of which the ends of its journal were read, among others. `now` in milliseconds since 1970. */
export const rowOf = (build: BuildSummary, now: number): BuildRow =>
	buildRow(glimpse(build), now, build.end?.notRun ?? []);

/** A build that cannot be read, as a row among the others. */
const brokenRow = ({ id, broken, time }: BrokenBuild): BuildRow => ({
	id,
	name: id,
	mode: undefined,
	began: time,
	took: 0,
	result: 'unknown',
	artifacts: [],
	regions: [],
	detail: broken,
	broken,
});

const presetRows = async (
	whereabouts: Whereabouts,
	builds: readonly BuildSummary[],
): Promise<readonly PresetRow[]> =>
	(await listPresets(whereabouts)).map(({ name, origin, hides, recipe, broken, file }) => {
		const known = {
			name,
			origin,
			...(hides.length > 0 && { hides }),
			...(origin !== 'shipped' && { file: shownPath(file, whereabouts) }),
		};
		if (recipe === undefined) {
			return { ...known, description: broken, needsToken: false, broken };
		}

		const from = placeOf({ origin, file });
		const last = builds.find(({ header }) => header.preset === name && isFrom(header.presetFrom, from));
		// It may have been before an edit, or, where an old journal does not tell, of another preset of that name.
		const isChanged = last?.header.isChanged || (last && !isSameRecipe(last.header.recipe, recipe));
		return {
			...known,
			description: recipe.description ?? '',
			needsToken: needsToken(recipe),
			...(targetOf(recipe) !== 'aws' && { target: targetOf(recipe) }),
			...(last && {
				last: {
					time: last.end?.time ?? last.header.time,
					took: tookOf(last, Date.now()),
					mode: last.header.mode,
					result: last.end?.result,
					artifacts: last.end?.artifacts ?? [],
					...notRunOf(last),
					...(isChanged && { isChanged }),
				},
			}),
		};
	});

const signInText = (signIn: SignIn): string => {
	switch (signIn.kind) {
		case 'found':
			return `AWS: ${signIn.label}`;
		case 'to-be-seen':
			return `AWS: ${signIn.label}?`;
		default:
			return 'AWS: no sign-in';
	}
};

/** Which Packer and which sign-in there are. */
export const lookAround = async (whereabouts: Whereabouts, signal?: AbortSignal): Promise<Surroundings> => {
	const packer = await searchUsedPacker(whereabouts, signal);
	const sdk = await usedSdk(packer, whereabouts, signal);
	const { signIn } = await findSigning({ whereabouts, sdk });
	return {
		packer: packer.kind === 'found' ? `Packer: ${packer.program.versionText}` : 'Packer: none yet',
		aws: signInText(signIn),
	};
};

/** Everything that the first screen shows of the person's own. */
export const readHome = async (whereabouts: Whereabouts): Promise<Home> => {
	const { environment } = whereabouts;
	const { builds, broken } = await readBuilds(environment);
	const [presets, drafts, warning] = await Promise.all([
		presetRows(whereabouts, builds),
		openDrafts(environment).read(),
		projectWarning(whereabouts),
	]);
	const now = Date.now();
	const rows = [...builds.map(build => rowOf(build, now)), ...broken.map(brokenRow)];
	return {
		presets,
		builds: rows.sort((a, b) => b.began - a.began),
		...drafts,
		...(warning !== undefined && { warning }),
	};
};
