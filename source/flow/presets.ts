import type { BuildMode } from '../builds/journal/journal.ts';
import { type Draft, draftAtReview } from '../questions/draft.ts';
import type { Decisions } from '../questions/question.ts';
import type { PresetOrigin, TargetId } from '../recipe/schema.ts';
import { namePattern, nameRule } from '../recipe/schema-parts.ts';
import { buildModeOf } from '../recipe/targets.ts';
import type { Ask } from './ask.ts';
import type { Deed } from './deed.ts';
import { type Keeping, nothingKept } from './drafts.ts';
import { buildRoute, type Route } from './route.ts';
import type { PresetRow, SavedPreset } from './rows.ts';
import { deleteText, savedUnderText } from './words/presets.ts';

/** What a preset keeps, and what has to be known of it. */
export type Kept = Pick<Decisions, 'recipe' | 'elsewhere'>;

/** What a preset is wanted for: a build of it, a rehearsal, or its answers to change them. */
export type PresetPurpose = BuildMode | 'edit';

export type PresetDeed = Deed<PresetPurpose | 'delete'>;

const runs: Readonly<Record<TargetId, readonly PresetDeed[]>> = {
	aws: [
		{ id: 'aws', label: 'Run it', hint: 'build the image in AWS', isGrave: true },
		{ id: 'rehearsal', label: 'Rehearse it', hint: 'on this machine, nothing to pay' },
	],
	docker: [{ id: 'docker', label: 'Run it', hint: 'build the container image on this computer' }],
};

const deeds: readonly PresetDeed[] = [
	{ id: 'edit', label: 'Edit it', hint: 'change answers, then build or save' },
	{ id: 'delete', label: 'Delete it', hint: 'its builds and files stay' },
];

/** Whose presets have the name, in the order in which they count. */
const originsOf = ({ origin, hides = [] }: PresetRow): readonly PresetOrigin[] => [origin, ...hides];

/** Why something cannot be done with a preset, one sentence; undefined if it can. A hidden one can be deleted, too. */
export const whyNot = (preset: PresetRow, deed: PresetDeed['id']): string | undefined => {
	if (deed !== 'delete') {
		return preset.broken;
	}

	return originsOf(preset).includes('own')
		? undefined
		: `${preset.name} is not yours to delete: its file is not in your presets.`;
};

/** What can be done with a preset, in order. What deletes it asks first. */
export const presetDeeds = (preset: PresetRow): readonly PresetDeed[] =>
	[...runs[preset.target ?? 'aws'], ...deeds].filter(({ id }) => whyNot(preset, id) === undefined);

/** Where a preset leads that was read for something. */
export const presetRoute = (decisions: Decisions, purpose: PresetPurpose, keeping?: Keeping): Route =>
	purpose === 'edit'
		? { at: 'wizard', draft: draftAtReview(decisions), ...(keeping && { keeping }) }
		: buildRoute({ decisions, mode: buildModeOf(decisions.recipe, purpose), secrets: {} });

/** Asked before a preset of one's own is deleted. */
export const askForDelete = (preset: PresetRow): Ask => ({
	text: deleteText(preset),
	safe: 'Keep it',
	go: 'Delete it',
	isSafeBack: true,
});

/** What saving under a name does to the presets of that name. */
export type Saving = {
	/** Whether one of one's own is replaced. */
	readonly overwrite: boolean;
	readonly saved: SavedPreset;
	/** Told and asked before; undefined if the name is free. */
	readonly ask?: Ask;
};

/** What saving under a name does to the presets that there are. */
export const savingAs = (name: string, presets: readonly PresetRow[]): Saving => {
	const there = presets.find(preset => preset.name === name);
	const origins = there ? originsOf(there) : [];
	const overwrite = origins.includes('own');
	const saved = { name, isHidden: origins[0] === 'project' };
	return origins.length === 0
		? { overwrite, saved }
		: {
				overwrite,
				saved,
				ask: {
					text: savedUnderText(name, origins),
					safe: overwrite ? 'Keep it' : 'Another name',
					go: overwrite ? 'Replace it' : 'Save it',
				},
			};
};

/** What is wrong with a name for a preset; undefined if nothing is. */
export const wrongName = (name: string): string | undefined =>
	namePattern.test(name) ? undefined : nameRule;

/** The answers once they were saved: those of a preset are that preset's now, and none are kept any more. */
export const savedAs = (
	draft: Draft,
	{ name, isHidden }: SavedPreset,
): { readonly draft: Draft; readonly keeping: Keeping } => ({
	// By a name that means the project's, another image would be built later.
	draft: draft.preset === undefined || isHidden ? draft : { ...draft, preset: name },
	keeping: nothingKept,
});
