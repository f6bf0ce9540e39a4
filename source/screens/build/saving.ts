import { Problem, problemLines } from '../../base/problem.ts';
import type { Timeline } from '../../build/timeline.ts';
import { openTextField, updateTextField } from '../../components/text-field/text-field-state.ts';
import { namePattern, nameRule } from '../../recipe/schema.ts';
import { textFieldAction } from '../component-actions.ts';
import type { CommandId } from '../key-table.ts';
import type { Effect, Update } from '../state.ts';
import type { BuildEvent, BuildState, SavingPreset } from './build-state.ts';

type Result = Update<BuildState, BuildEvent>;

/** A field that offers a name for the preset. */
export const startSaving = (name: string): SavingPreset => ({
	field: openTextField(name),
	complaint: [],
	taken: undefined,
});

const savePreset = (timeline: Timeline, name: string, overwrite: boolean): Effect<BuildEvent> => ({
	type: 'task',
	keep: true,
	run: async ({ actions, emit }) => {
		try {
			const { presets } = await actions.home();
			if (!overwrite && presets.some(preset => preset.name === name && preset.origin === 'own')) {
				emit({ type: 'preset-refused', name, lines: [], taken: true });
				return;
			}

			await actions.savePreset(name, timeline.header.recipe, overwrite);
			emit({ type: 'preset-saved', name });
		} catch (error) {
			if (!(error instanceof Problem)) {
				throw error;
			}

			emit({ type: 'preset-refused', name, lines: problemLines(error), taken: false });
		}
	},
});

/** What stands below the field after a name was refused. */
export const refused = (
	saving: SavingPreset,
	name: string,
	lines: readonly string[],
	taken: boolean,
): SavingPreset => ({
	...saving,
	complaint: taken ? [`You have a preset ${name} already: enter replaces it.`] : lines,
	taken: taken ? name : undefined,
});

const accept = (state: BuildState, saving: SavingPreset, timeline: Timeline, drawn: boolean): Result => {
	const name = saving.field.value.trim();
	if (!namePattern.test(name)) {
		return { state: { ...state, saving: { ...saving, complaint: [nameRule] } } };
	}

	const overwrite = saving.taken === name;
	return overwrite && !drawn ? { state } : { state, effects: [savePreset(timeline, name, overwrite)] };
};

/** What the commands do while the name of a preset is typed. */
export const updateSaving = (
	state: BuildState,
	timeline: Timeline,
	command: CommandId | undefined,
	text: string | undefined,
	drawn: boolean,
): Result => {
	const { saving } = state;
	if (!saving) {
		return { state };
	}

	if (command === 'back') {
		return { state: { ...state, saving: undefined } };
	}

	if (command === 'activate') {
		return accept(state, saving, timeline, drawn);
	}

	const action = command && textFieldAction(command, text);
	return action
		? { state: { ...state, saving: { ...startSaving(''), field: updateTextField(saving.field, action) } } }
		: { state };
};
