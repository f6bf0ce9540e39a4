import { holdsWords } from '../base/search.ts';
import type { BuildMode } from '../builds/journal/journal.ts';
import type { Draft } from '../questions/draft.ts';
import type { BuildRow, LeftAnswers, PresetRow } from './rows.ts';
import { buildHint, buildTime, buildTitle } from './words/build-rows.ts';
import { draftName } from './words/drafts.ts';
import { importTexts } from './words/import.ts';
import { hidesText, lastImages, presetShort, presetText } from './words/presets.ts';

/** What was found around the program. */
export type Surroundings = {
	/** `Packer: 1.16.0`, `Packer: none yet`. */
	readonly packer: string;
	/** `AWS: profile dev`, `AWS: no sign-in`. */
	readonly aws: string;
	/** Why the sign-in that is meant is of no use, and what helps. */
	readonly trouble?: { readonly reason: string; readonly next: readonly string[] };
};

/** Why nobody can sign in as it is meant, in a row that may be cut: first what helps. */
export const troubleRow = ({ trouble }: Surroundings): string | undefined =>
	trouble && [...trouble.next.slice(0, 1).map(line => `AWS: ${line}.`), trouble.reason].join(' ');

/** What home shows. */
export type HomeLists = {
	readonly presets: readonly PresetRow[];
	readonly builds: readonly BuildRow[];
	/** Answers that were left, if there are any. */
	readonly left?: LeftAnswers | undefined;
	/** One sentence on presets of a project that are not taken. */
	readonly warning?: string;
};

/** What home shows and begins with. */
export type Home = HomeLists & {
	/** Answers that were left. */
	readonly draft: Draft | undefined;
	/** What a new image begins with: nothing answered, the region chosen last proposed. */
	readonly fresh: Draft;
};

/** What is shown of home before the screens are there; `now` in milliseconds since 1970. */
export type FirstHome = {
	readonly lists: HomeLists;
	readonly now: number;
	/** Where keys have moved the mark: its row, and the first ones of the lists in sight. */
	readonly moved?: {
		readonly marked: string | undefined;
		readonly offsets: { readonly upper: number; readonly lower: number };
	};
};

/** What a row of home stands for. */
export type HomeTarget =
	| { readonly kind: 'new'; readonly mode: BuildMode }
	| { readonly kind: 'import' }
	| { readonly kind: 'continue' }
	| { readonly kind: 'preset'; readonly preset: PresetRow }
	| { readonly kind: 'build'; readonly build: BuildRow };

export type HomeRow = {
	/** The same for the same thing at every moment. */
	readonly id: string;
	readonly target: HomeTarget;
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

const rehearse: HomeRow = {
	id: 'rehearse',
	target: { kind: 'new', mode: 'rehearsal' },
	name: 'Rehearse an image',
	hint: 'AWS played on this machine: no account, no cost, and no image at the end, but the same files and steps',
	right: '',
};
const fresh: HomeRow = {
	id: 'new',
	target: { kind: 'new', mode: 'aws' },
	name: 'New image',
	hint: 'answer 8 questions, get an image (AMI) in your account',
	right: '',
};

const importing: HomeRow = {
	id: 'import',
	target: { kind: 'import' },
	name: importTexts.title,
	hint: 'begin with a template for Packer that you have',
	right: '',
};

const continueRow = (left: LeftAnswers, now: number): HomeRow => ({
	id: 'continue',
	target: { kind: 'continue' },
	name: `Continue ${left.name}`,
	hint: `${draftName(left, now)}, ${left.place}`,
	right: '',
});

const rowOfPreset = (preset: PresetRow, now: number): HomeRow => ({
	id: `preset:${preset.name}`,
	target: { kind: 'preset', preset },
	name: preset.name,
	hint: presetText(preset),
	right: presetShort(preset, now),
});

const rowOfBuild = (build: BuildRow, now: number, loaded: number): HomeRow => ({
	id: `build:${build.id}`,
	target: { kind: 'build', build },
	name: build.name,
	hint: buildHint(build),
	right: buildTime(build, now, loaded),
});

/**
 * The rows of home. Rehearse stands first until something was built.
 * @param now and when home was read, in milliseconds since 1970.
 */
export const homeRows = ({ presets, builds, left }: HomeLists, now: number, loaded = now): HomeRows => ({
	actions: [
		...(builds.some(({ result }) => result === 'done') ? [fresh, rehearse] : [rehearse, fresh]),
		...(left ? [continueRow(left, now)] : []),
		importing,
	],
	presets: presets.map(preset => rowOfPreset(preset, now)),
	builds: builds.map(build => rowOfBuild(build, now, loaded)),
});

/** The rows that hold every word of the query. */
export const searchRows = (rows: HomeRows, query: string): HomeRows => {
	const isFound = holdsWords(query);
	const matching = (list: readonly HomeRow[]): readonly HomeRow[] =>
		list.filter(({ name, hint, right }) => isFound(`${name} ${hint} ${right}`));
	return { actions: matching(rows.actions), presets: matching(rows.presets), builds: matching(rows.builds) };
};

/** What a row is about, where the row itself was too short for it; empty if it says all. */
export const aboutRow = ({ target, hint }: HomeRow): string => {
	switch (target.kind) {
		case 'preset': {
			const { preset } = target;
			const images = lastImages(preset).join(', ');
			return [preset.name, hidesText(preset), hint, images && `last image ${images}`]
				.filter(Boolean)
				.join(' · ');
		}

		case 'build':
			return `${target.build.name} · ${buildTitle(target.build)} · ${hint}`;
		default:
			return '';
	}
};
