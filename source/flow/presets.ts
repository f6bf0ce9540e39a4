import type { BuildMode } from '../builds/journal/journal.ts';
import { type Draft, draftAtReview } from '../questions/engine.ts';
import type { Decisions } from '../questions/question.ts';
import type { Ask } from './ask.ts';
import type { Deed } from './deed.ts';
import type { Keeping } from './drafts.ts';
import { buildRoute, type Route } from './route.ts';
import type { PresetRow } from './rows.ts';
import { savedUnderText } from './words/presets.ts';

/** What a preset keeps, and what has to be known of it. */
export type Kept = Pick<Decisions, 'recipe' | 'elsewhere'>;

/** What a preset is wanted for: a build of it, a rehearsal, or its answers to change them. */
export type PresetPurpose = BuildMode | 'edit';

export type PresetDeed = Deed<PresetPurpose | 'delete'>;

const deeds: readonly PresetDeed[] = [
	{ id: 'aws', label: 'Run it', hint: 'build the image in AWS', isGrave: true },
	{ id: 'rehearsal', label: 'Rehearse it', hint: 'on this machine, nothing to pay' },
	{ id: 'edit', label: 'Edit it', hint: 'change answers, then build or save' },
	{ id: 'delete', label: 'Delete it', hint: 'its builds and files stay', isGrave: true },
];

/** Why something cannot be done with a preset, one sentence; undefined if it can. */
export const whyNot = (
	{ name, origin, broken }: Pick<PresetRow, 'name' | 'origin' | 'broken'>,
	deed: PresetDeed['id'],
): string | undefined =>
	deed === 'delete'
		? origin === 'own'
			? undefined
			: `${name} is not yours to delete: its file is not in your presets.`
		: broken;

/** What can be done with a preset, in order. */
export const presetDeeds = (preset: PresetRow): readonly PresetDeed[] =>
	deeds.filter(({ id }) => whyNot(preset, id) === undefined);

/** Where a preset leads that was read for something. */
export const presetRoute = (decisions: Decisions, purpose: PresetPurpose, keeping?: Keeping): Route =>
	purpose === 'edit'
		? { at: 'wizard', draft: draftAtReview(decisions), ...(keeping && { keeping }) }
		: buildRoute({ decisions, mode: purpose, secrets: {} });

/** Asked before a preset of one's own is deleted. */
export const askForDelete = (preset: PresetRow): Ask => ({
	text: preset.hides
		? `Delete your preset ${preset.name}? The hidden one comes back.`
		: `Delete the preset ${preset.name}? Its builds and files stay.`,
	safe: 'Keep it',
	go: 'Delete it',
	isSafeBack: true,
});

/** What saving under a name does to the presets of that name. */
export type Saving = {
	/** Whether one of one's own is replaced. */
	readonly overwrite: boolean;
	/** Told and asked before; undefined if the name is free. */
	readonly ask?: Ask;
};

/** What saving under a name does to the presets that there are. */
export const savingAs = (name: string, presets: readonly PresetRow[]): Saving => {
	const there = presets.find(preset => preset.name === name);
	const origins = there ? [there.origin, ...(there.hides ?? [])] : [];
	const overwrite = origins.includes('own');
	return origins.length === 0
		? { overwrite }
		: {
				overwrite,
				ask: {
					text: savedUnderText(name, origins),
					safe: overwrite ? 'Keep it' : 'Another name',
					go: overwrite ? 'Replace it' : 'Save it',
				},
			};
};

/** The answers once they were saved under a name: those of a preset are that preset's now. */
export const savedAs = (draft: Draft, name: string): Draft =>
	draft.preset === undefined ? draft : { ...draft, preset: name };
