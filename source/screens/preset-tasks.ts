import { askForLeft, givenUp, type Keeping } from '../flow/drafts.ts';
import {
	askForDelete,
	type PresetDeed,
	type PresetPurpose,
	presetDeeds,
	presetRoute,
	whyNot,
} from '../flow/presets.ts';
import { continued } from '../flow/route.ts';
import type { PresetRow } from '../flow/rows.ts';
import type { Draft } from '../questions/draft.ts';
import { type Asking, openAsking, type Ways } from './asking.ts';
import type { Effect, Task } from './state.ts';

/** Opens what a preset is wanted for. */
const openPreset = (preset: string, purpose: PresetPurpose, keeping?: Keeping): Task<never> => ({
	type: 'task',
	run: async ({ actions, move }) =>
		move({ type: 'open', route: presetRoute(await actions.readPreset(preset), purpose, keeping) }),
});

/** What a deed comes to: why it cannot be done, a question first, or effects. */
export type Begun<Own> =
	| { readonly message: string }
	| { readonly asking: Asking<Ways<Own>> }
	| { readonly effects: readonly Effect<Own>[] };

/** What there is beside the preset: answers that were left, the time, and what follows once it is deleted. */
type Around<Own> = {
	readonly left: Draft | undefined;
	readonly now: number;
	readonly drawn: boolean;
	readonly deleted: Task<Own>['run'];
};

/** Goes on with something that has answers of its own; asks first if those that were left would be lost. */
export const beginAnswers = <Own>(
	left: Draft | undefined,
	instead: Parameters<typeof askForLeft>[1],
	now: number,
	go: readonly Effect<Own>[],
): Begun<Own> => {
	const ask = askForLeft(left, instead, now);
	const safe = left ? [{ type: 'open', route: continued(left) } as const] : [];
	return ask ? { asking: openAsking(ask, { safe, go }) } : { effects: go };
};

/** Does something with a preset. */
export const beginDeed = <Own>(
	preset: PresetRow,
	deed: PresetDeed['id'],
	{ left, now, drawn, deleted }: Around<Own>,
): Begun<Own> => {
	const message = whyNot(preset, deed);
	if (message !== undefined) {
		return { message };
	}

	if (!drawn && presetDeeds(preset).find(({ id }) => id === deed)?.isGrave) {
		return { effects: [] };
	}

	const { name } = preset;
	switch (deed) {
		case 'aws':
		case 'rehearsal':
		case 'docker':
			return { effects: [openPreset(name, deed)] };
		case 'edit':
			return beginAnswers(left, { kind: 'edit', name }, now, [openPreset(name, deed, givenUp(left))]);
		case 'delete': {
			const task: Task<Own> = {
				type: 'task',
				run: async tools => {
					await tools.actions.deletePreset(name);
					await deleted(tools);
				},
			};
			return { asking: openAsking(askForDelete(preset), { safe: [], go: [task] }) };
		}
	}
};
