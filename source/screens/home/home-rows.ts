import { agoText, durationText } from '../../base/durations.ts';
import { type StyleName, signs } from '../../components/theme.ts';
import type { BuildRow } from '../../flow/builds.ts';
import type { Home } from '../../flow/home.ts';
import type { PresetRow } from '../../flow/presets.ts';
import { buildHint } from '../../flow/words/builds.ts';
import { currentQuestion, type Draft, position } from '../../questions/engine.ts';

/** What a row of home stands for. */
export type HomeTarget =
	| { readonly kind: 'rehearse' | 'new' | 'continue' }
	| { readonly kind: 'preset'; readonly preset: PresetRow }
	| { readonly kind: 'build'; readonly build: BuildRow };

export type HomeRow = {
	/** The same for the same thing at every moment. */
	readonly id: string;
	readonly target: HomeTarget;
	readonly sign?: { readonly text: string; readonly style: StyleName };
	readonly name: string;
	readonly hint: string;
	/** At the end of the row. */
	readonly right: string;
};

export type HomeRows = {
	readonly actions: readonly HomeRow[];
	readonly presets: readonly HomeRow[];
	readonly builds: readonly HomeRow[];
};

const clockText = (time: number): string => {
	const date = new Date(time);
	return `${date.getHours()}:${String(date.getMinutes()).padStart(2, '0')}`;
};

/** `10:42`, or `yesterday` if it was not in the last day. Times in milliseconds. */
const whenText = (time: number, now: number): string =>
	now - time < 12 * 3_600_000 ? clockText(time) : agoText(time, now);

/** `your answers of 10:42`. */
export const draftName = ({ savedAt }: Draft, now: number): string =>
	`your answers${savedAt === undefined ? '' : ` of ${whenText(savedAt, now)}`}`;

/** `your answers of 10:42, at step 5 of 8: Machine`. */
const draftText = (draft: Draft, now: number): string => {
	const { step, steps } = position(draft);
	const question = currentQuestion(draft)?.title ?? (draft.at === 'review' ? 'Review' : 'More settings');
	return `${draftName(draft, now)}, at step ${step} of ${steps}: ${question}`;
};

const rehearse: HomeRow = {
	id: 'rehearse',
	target: { kind: 'rehearse' },
	name: 'Rehearse an image',
	hint: 'AWS played on this machine: no account, no cost, and no image at the end, but the same files and steps',
	right: '',
};
const fresh: HomeRow = {
	id: 'new',
	target: { kind: 'new' },
	name: 'New image',
	hint: 'answer 8 questions, get an image (AMI) in your account',
	right: '',
};

/** The same as `lastBuildText`, in the few cells of a row: `yesterday · 6 m 40 s`. */
const lastText = ({ last }: PresetRow, now: number): string => {
	if (last === undefined) {
		return 'never built';
	}

	const ago = agoText(last.time, now);
	switch (last.result) {
		case undefined:
			return 'runs now';
		case 'done':
			return last.mode === 'rehearsal' ? `rehearsed ${ago}` : `${ago} · ${durationText(last.took)}`;
		case 'failed':
			return `failed ${ago}`;
		default:
			return `${last.result === 'cancelled' ? 'cancelled' : 'not finished'} ${ago}`;
	}
};

const presetRow = (preset: PresetRow, now: number): HomeRow => ({
	id: `preset:${preset.name}`,
	target: { kind: 'preset', preset },
	name: preset.name,
	hint: preset.broken ?? (preset.description || (preset.origin === 'own' ? 'yours' : "this project's")),
	right: preset.broken ? 'broken' : `${lastText(preset, now)}${preset.needsToken ? ' · token' : ''}`,
});

type Sign = NonNullable<HomeRow['sign']>;

const resultSigns: Readonly<Record<string, Sign>> = {
	done: { text: signs.done, style: 'done' },
	failed: { text: signs.failed, style: 'failed' },
};

const resultSign = ({ result, notRun = [] }: BuildRow): Sign => {
	if (result === undefined) {
		return { text: signs.running, style: 'accent' };
	}

	// A rehearsal that only checked some of its scripts is not all done.
	return notRun.length > 0 && result === 'done'
		? { text: signs.notRun, style: 'warning' }
		: (resultSigns[result] ?? { text: signs.warning, style: 'warning' });
};

const buildRow = (build: BuildRow, now: number, loaded: number): HomeRow => ({
	id: `build:${build.id}`,
	target: { kind: 'build', build },
	sign: resultSign(build),
	name: build.name,
	hint: buildHint(build),
	right:
		build.result === undefined
			? durationText(build.took + Math.max(0, now - loaded))
			: agoText(build.began + build.took, now),
});

/**
 * The rows of home. Rehearse stands first until something was built.
 * @param now and when home was read, in milliseconds since 1970.
 */
export const homeRows = (home: Home, now: number, loaded: number): HomeRows => {
	const isBuilt = home.builds.some(({ result }) => result === 'done');
	const { draft } = home;
	return {
		actions: [
			...(isBuilt ? [fresh, rehearse] : [rehearse, fresh]),
			...(draft === undefined || draft.answered.length === 0
				? []
				: [
						{
							id: 'continue',
							target: { kind: 'continue' as const },
							name: `Continue ${draft.recipe.name}`,
							hint: draftText(draft, now),
							right: '',
						},
					]),
		],
		presets: home.presets.map(preset => presetRow(preset, now)),
		builds: home.builds.map(build => buildRow(build, now, loaded)),
	};
};

/** The rows that hold every word of the query. */
export const searchRows = (rows: HomeRows, query: string): HomeRows => {
	const words = query.toLowerCase().split(/\s+/).filter(Boolean);
	const matching = (list: readonly HomeRow[]): readonly HomeRow[] =>
		list.filter(({ name, hint, right }) => {
			const text = `${name} ${hint} ${right}`.toLowerCase();
			return words.every(word => text.includes(word));
		});
	return { actions: matching(rows.actions), presets: matching(rows.presets), builds: matching(rows.builds) };
};
