import type { ReactNode } from 'react';
import { wrap } from '../../base/cells.ts';
import { exitCodes, Problem, problemLines } from '../../base/problem.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import { menuAction, textFieldAction } from '../../components/actions.ts';
import { frameBody, headerLine } from '../../components/frame/layout.ts';
import { PaintedFrame } from '../../components/frame/painted-frame.tsx';
import { blank, type Line, line } from '../../components/line.ts';
import { updateMark } from '../../components/menu/menu-state.ts';
import { textFieldCaret, textFieldLine } from '../../components/text-field/text-field-line.ts';
import { openTextField, updateTextField } from '../../components/text-field/text-field-state.ts';
import { doImageDeed } from '../../targets/aws/flow/do-image-deed.ts';
import { askForImageDeed, changeTexts, type ImageDo, imageWish } from '../../targets/aws/flow/image-deeds.ts';
import { askingCaret, askingLines, openAsking, updateAsking } from '../asking.ts';
import { interrupted, quit } from '../exits.ts';
import { actionRow } from '../failure/failure-lines.ts';
import { footerLine } from '../footer.ts';
import type { CommandId } from '../key-table.ts';
import { commandFor } from '../keys.ts';
import type { Effect, ScreenEvent, ScreenModule, Task, Update, ViewProps } from '../state.ts';
import { type ImageEvent, type ImageState, imageContext, imageRows, newImageState } from './image-state.ts';

type Result = Update<ImageState, ImageEvent>;
type KeyEvent = Extract<ScreenEvent<ImageEvent>, { type: 'key' }>;

/** What can be done with the image of a build. */
export const openImage = (timeline: Timeline): Result => ({ state: newImageState(timeline) });

const markedDeed = (state: ImageState) => imageRows(state)[state.marked]?.deed;

/** What was typed is judged by the day on which that is. */
const wishTask = (typed: string): Task<ImageEvent> => ({
	type: 'task',
	run: ({ emit, now }) => emit({ type: 'wished', typed, now: now() }),
});

const task = (
	{ timeline }: ImageState,
	wish: Exclude<ImageDo, { readonly do: 'test' }>,
): Effect<ImageEvent> => ({
	type: 'task',
	run: async ({ actions, emit, signal }) => {
		const { id } = timeline.header;
		let problem: Problem | undefined;
		try {
			await doImageDeed(actions, id, wish, text => emit({ type: 'said', line: text }), signal);
		} catch (error) {
			if (!(error instanceof Problem)) {
				throw error;
			}

			problem = error;
		}

		emit({ type: 'over', timeline: await actions.look(id), problem });
	},
});

const wished = (state: ImageState, typed: string, now: number): Result => {
	const deed = markedDeed(state);
	if (!deed) {
		return { state };
	}

	const wish = imageWish(deed.id, typed, now);
	if (typeof wish === 'string') {
		return { state: { ...state, complaint: wish } };
	}

	const asking = openAsking(askForImageDeed(state.timeline, wish), wish);
	return { state: { ...state, field: undefined, complaint: undefined, asking } };
};

const activate = (state: ImageState): Result => {
	const deed = markedDeed(state);
	if (state.isBusy) {
		return { state };
	}

	if (!deed) {
		return { state, effects: [{ type: 'close' }] };
	}

	return deed.asks === undefined
		? { state, effects: [wishTask('')] }
		: { state: { ...state, field: openTextField(), complaint: undefined, told: [] } };
};

const typing = (state: ImageState, command: CommandId, text: string | undefined): Result => {
	const { field } = state;
	if (command === 'activate' && field) {
		return { state, effects: [wishTask(field.value)] };
	}

	if (command === 'back') {
		return { state: { ...state, field: undefined, complaint: undefined } };
	}

	const action = textFieldAction(command, text);
	return action && field ? { state: { ...state, field: updateTextField(field, action) } } : { state };
};

const answered = (state: ImageState, command: CommandId, drawn: boolean): Result => {
	const { asking } = state;
	if (!asking) {
		return { state };
	}

	const updated = updateAsking(asking, command, drawn);
	if ('asking' in updated) {
		return { state: { ...state, asking: updated.asking } };
	}

	if (updated.answer === 'go' && asking.meant.do === 'test') {
		// It goes on by lines: a log-in takes the whole terminal.
		const { id } = state.timeline.header;
		const outcome = { exitCode: exitCodes.done, summaryLines: [], test: id };
		return { state: { ...state, asking: undefined }, effects: [{ type: 'exit', outcome }] };
	}

	return updated.answer === 'go' && asking.meant.do !== 'test'
		? { state: { ...state, asking: undefined, isBusy: true, told: [] }, effects: [task(state, asking.meant)] }
		: { state: { ...state, asking: undefined } };
};

const pressed = (state: ImageState, { press, drawn }: KeyEvent): Result => {
	const context = imageContext(state);
	const command = commandFor(context, press, state.field !== undefined && state.field.value !== '');
	switch (command) {
		case undefined:
			return { state };
		case 'interrupt':
			return { state, effects: [interrupted(state.told)] };
		case 'help':
			return { state, effects: [{ type: 'open', route: { at: 'help', context } }] };
		default:
			break;
	}

	if (state.asking) {
		return answered(state, command, drawn);
	}

	if (state.field) {
		return typing(state, command, press.text);
	}

	switch (command) {
		case 'activate':
			return activate(state);
		case 'back':
			return { state, effects: [{ type: 'close' }] };
		case 'close-or-quit':
			return { state, effects: [quit(state.told)] };
		default: {
			const move = menuAction(command);
			const count = imageRows(state).length;
			return { state: move ? { ...state, marked: updateMark(count, state.marked, move) } : state };
		}
	}
};

const update = (
	state: ImageState,
	event: ScreenEvent<ImageEvent>,
	{ environment }: ViewProps<ImageState>['whereabouts'],
): Result => {
	switch (event.type) {
		case 'key':
			return pressed(state, event);
		case 'paste':
			return state.field ? typing(state, 'insert', event.text) : { state };
		case 'wished':
			return wished(state, event.typed, event.now);
		case 'said':
			return { state: { ...state, told: [...state.told, event.line] } };
		case 'over': {
			const { timeline, problem } = event;
			const wrong = problem ? problemLines(problem, environment) : [];
			return { state: { ...state, timeline, isBusy: false, marked: 0, told: [...state.told, ...wrong] } };
		}
		default:
			return { state };
	}
};

const aboutLines = ({ timeline }: ImageState, width: number): readonly Line[] =>
	[
		...timeline.artifacts.filter(({ region }) => region !== '').map(({ region, ami }) => `${region}  ${ami}`),
		...changeTexts(timeline).map(([label, text]) => `${label}: ${text}`),
	].flatMap(text => wrap(text, width).map(row => line(row)));

const fieldLines = ({ field, complaint }: ImageState, asks: string, width: number): readonly Line[] =>
	field
		? [
				line(asks, 'heading'),
				textFieldLine({ state: field, width }),
				...wrap(complaint ?? '', width).map(row => line(row, 'failed')),
			]
		: [];

const View = ({ state, size }: ViewProps<ImageState>): ReactNode => {
	const { x, y, width, height } = frameBody(size);
	const { asking, field, marked, told, isBusy, timeline } = state;
	const menu = imageRows(state).map((row, index) => actionRow(row, index === marked));
	const below = [
		...fieldLines(state, markedDeed(state)?.asks ?? '', width),
		...told.flatMap(text => wrap(text, width).map(row => line(row))),
		...(isBusy ? [line('Asking AWS …')] : []),
	];
	const room = Math.max(0, height - menu.length - (below.length > 0 ? below.length + 1 : 0) - 1);
	const about = aboutLines(state, width).slice(0, room);
	const top = about.length === 0 ? 0 : about.length + 1;
	const rows = [...about, ...(about.length === 0 ? [] : [blank]), ...menu, blank, ...below];
	const caret = field
		? { x: x + textFieldCaret({ state: field, width }), y: y + top + menu.length + 2 }
		: { x, y: y + top + marked };
	return (
		<PaintedFrame
			size={size}
			header={[
				headerLine(
					line(`The image of ${timeline.header.recipe.name}, build ${timeline.header.id}`, 'heading'),
					'',
					width,
				),
			]}
			footer={[
				footerLine(imageContext(state), width, {
					words: { ...(field && { activate: 'go on', back: 'back' }) },
					without: field ? ['next-pane'] : [],
				}),
			]}
			overlay={asking ? askingLines(asking, size) : []}
			caret={asking ? askingCaret(asking, size) : caret}
			rows={rows}
		/>
	);
};

/** What can be done with the image of a build when that is over. */
export const imageScreen: ScreenModule<ImageState, ImageEvent> = {
	update,
	context: imageContext,
	isBackground: ({ type }) => type === 'said',
	View,
};
