import type { ReactNode } from 'react';
import { wrap } from '../../base/cells.ts';
import type { Whereabouts } from '../../base/paths.ts';
import { Problem, problemLines } from '../../base/problem.ts';
import { menuAction, textFieldAction } from '../../components/actions.ts';
import { frameBody } from '../../components/frame/layout.ts';
import { PaintedFrame } from '../../components/frame/painted-frame.tsx';
import { blank, line } from '../../components/line.ts';
import { type MenuRow, menuLabelWidth, menuLine } from '../../components/menu/menu.tsx';
import { markedId, updateMenu } from '../../components/menu/menu-state.ts';
import { textFieldCaret, textFieldLine } from '../../components/text-field/text-field-line.ts';
import {
	openTextField,
	type TextFieldAction,
	type TextFieldState,
	updateTextField,
} from '../../components/text-field/text-field-state.ts';
import { givenUp } from '../../flow/drafts.ts';
import {
	type ImportRequest,
	importedDraft,
	type SourceChoice,
	sourceQuestion,
	wrongTemplate,
} from '../../flow/import.ts';
import { importTexts } from '../../flow/words/import.ts';
import { interrupted } from '../exits.ts';
import { footerLine } from '../footer.ts';
import type { CommandId } from '../key-table.ts';
import { commandFor } from '../keys.ts';
import type { ScreenEvent, ScreenModule, ScreenRoute, Task, Update, ViewProps } from '../state.ts';

type ImportRoute = Extract<ScreenRoute, { readonly at: 'import' }>;

export type ImportState = {
	readonly route: ImportRoute;
	readonly field: TextFieldState;
	/** What is wrong with the template. */
	readonly complaint: readonly string[];
	/** The images that it makes, if there are several; one of them is picked. */
	readonly choices: readonly SourceChoice[] | undefined;
	readonly marked: string | undefined;
};

export type ImportEvent =
	| { readonly type: 'to-pick'; readonly choices: readonly SourceChoice[] }
	| { readonly type: 'refused'; readonly problem: Problem };

type Result = Update<ImportState, ImportEvent>;

export const openImport = (route: ImportRoute): Result => ({
	state: { route, field: openTextField(''), complaint: [], choices: undefined, marked: undefined },
});

const importTask = (request: ImportRequest, { mode, left }: ImportRoute): Task<ImportEvent> => ({
	type: 'task',
	run: async ({ actions, emit, move }) => {
		try {
			const result = await actions.importTemplate(request);
			if ('choices' in result) {
				emit({ type: 'to-pick', choices: result.choices });
				return;
			}

			const draft = importedDraft(result, mode);
			move({ type: 'replace', route: { at: 'wizard', draft, keeping: givenUp(left) } });
		} catch (error) {
			if (!(error instanceof Problem)) {
				throw error;
			}

			emit({ type: 'refused', problem: error });
		}
	},
});

const typed = ({ field }: ImportState): string => field.value.trim();

const accept = (state: ImportState): Result => {
	const wrong = wrongTemplate(typed(state));
	return wrong === undefined
		? { state: { ...state, complaint: [] }, effects: [importTask({ template: typed(state) }, state.route)] }
		: { state: { ...state, complaint: [wrong] } };
};

const edit = (state: ImportState, action: TextFieldAction | undefined): Result =>
	action ? { state: { ...state, field: updateTextField(state.field, action), complaint: [] } } : { state };

const ids = (choices: readonly SourceChoice[]): readonly string[] => choices.map(({ id }) => id);

const pick = (state: ImportState, choices: readonly SourceChoice[], command: CommandId): Result => {
	const marked = markedId(ids(choices), state.marked);
	switch (command) {
		case 'back':
			return { state: { ...state, choices: undefined, complaint: [] } };
		case 'activate': {
			const choice = choices.find(({ id }) => id === marked);
			return choice?.obstacle === undefined && choice
				? { state, effects: [importTask({ template: typed(state), source: choice.id }, state.route)] }
				: { state: { ...state, complaint: [choice?.obstacle ?? ''] } };
		}

		default: {
			const action = menuAction(command);
			return {
				state: action
					? { ...state, complaint: [], marked: updateMenu(ids(choices), state.marked, action) }
					: state,
			};
		}
	}
};

const contextOf = ({ choices }: ImportState) => (choices ? ('menu' as const) : ('text' as const));

const updateKey = (state: ImportState, event: Extract<ScreenEvent<ImportEvent>, { type: 'key' }>): Result => {
	const command = commandFor(contextOf(state), event.press);
	switch (command) {
		case undefined:
			return { state };
		case 'interrupt':
			return { state, effects: [interrupted()] };
		case 'help':
			return { state, effects: [{ type: 'open', route: { at: 'help', context: contextOf(state) } }] };
		default:
	}

	if (state.choices) {
		return pick(state, state.choices, command);
	}

	switch (command) {
		case 'back':
			return { state, effects: [{ type: 'close' }] };
		case 'activate':
			return accept(state);
		default:
			return edit(state, textFieldAction(command, event.press.text));
	}
};

const update = (
	state: ImportState,
	event: ScreenEvent<ImportEvent>,
	{ environment }: Whereabouts,
): Result => {
	switch (event.type) {
		case 'to-pick':
			return { state: { ...state, choices: event.choices, marked: undefined, complaint: [] } };
		case 'refused':
			return { state: { ...state, complaint: problemLines(event.problem, environment) } };
		case 'paste':
			return state.choices ? { state } : edit(state, { type: 'insert', text: event.text });
		case 'key':
			return updateKey(state, event);
		default:
			return { state };
	}
};

const complaintLines = ({ complaint }: ImportState, width: number) =>
	complaint.flatMap(text => wrap(text, width)).map(text => line(text, 'warning'));

const PickView = ({ state, size }: ViewProps<ImportState>): ReactNode => {
	const { x, y, width } = frameBody(size);
	const { choices = [] } = state;
	const rows = choices.map(
		({ id, obstacle }): MenuRow => ({
			id,
			label: id,
			...(obstacle !== undefined && { hint: obstacle, hintStyle: 'warning' }),
		}),
	);
	const marked = markedId(ids(choices), state.marked);
	const above = [...wrap(`${sourceQuestion(typed(state), choices)}?`, width).map(text => line(text)), blank];
	const labels = menuLabelWidth(rows);
	return (
		<PaintedFrame
			size={size}
			header={[line(importTexts.title, 'heading')]}
			footer={[footerLine('menu', width)]}
			caret={{ x, y: y + above.length + rows.findIndex(({ id }) => id === marked) }}
			rows={[
				...above,
				...rows.map(row => menuLine(row, row.id === marked, labels, width)),
				blank,
				...complaintLines(state, width),
			]}
		/>
	);
};

const PathView = ({ state, size }: ViewProps<ImportState>): ReactNode => {
	const { x, y, width } = frameBody(size);
	const above = [...wrap(importTexts.text, width).map(text => line(text)), blank];
	return (
		<PaintedFrame
			size={size}
			header={[line(importTexts.title, 'heading')]}
			footer={[
				footerLine('text', width, {
					words: { activate: 'import', back: 'back' },
					without: ['next-pane'],
				}),
			]}
			caret={{ x: x + textFieldCaret({ state: state.field, width }), y: y + above.length }}
			rows={[...above, textFieldLine({ state: state.field, width }), blank, ...complaintLines(state, width)]}
		/>
	);
};

const View = (props: ViewProps<ImportState>): ReactNode =>
	props.state.choices ? <PickView {...props} /> : <PathView {...props} />;

/** Asks for a template, and which of its images is meant. */
export const importScreen: ScreenModule<ImportState, ImportEvent> = { update, context: contextOf, View };
