import type { ReactNode } from 'react';
import { durationText } from '../../base/durations.ts';
import { mayBeLeft } from '../../builds/report/ending.ts';
import type { Summary } from '../../builds/report/summary.ts';
import { fromPresent } from '../../builds/timeline/news.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import { frameBody } from '../../components/frame/layout.ts';
import { PaintedFrame } from '../../components/frame/painted-frame.tsx';
import { line } from '../../components/line.ts';
import { missingCopies } from '../../targets/aws/builds/report/copies.ts';
import { hasOwnImage } from '../../targets/aws/flow/image-deeds.ts';
import { copiesText } from '../../targets/aws/flow/words/copies.ts';
import { answerAsking } from '../asking.ts';
import { footerLine } from '../footer.ts';
import type { CommandId } from '../key-table.ts';
import { commandFor } from '../keys.ts';
import { LogScreen } from '../log/log-screen.tsx';
import type { FirstBuild, ScreenEvent, ScreenModule, Size, Task, Update, ViewProps } from '../state.ts';
import {
	type BuildEvent,
	type BuildState,
	buildContext,
	isOver,
	newBuildState,
	outcomeOf,
	type ShownLog,
} from './build-state.ts';
import { endedRows, updateEnded } from './ended.ts';
import { EndedView } from './ended-view.tsx';
import { updateCancelDialog, updateFound, updatePhases, updateShownLog } from './running.ts';
import { RunningView } from './running-view.tsx';
import { shownLog, withLogTasks, withSearch } from './shown-log.ts';

type Result = Update<BuildState, BuildEvent>;
type KeyEvent = Extract<ScreenEvent<BuildEvent>, { type: 'key' }>;

/** What works before the journal has been read. */
const early: readonly (CommandId | undefined)[] = ['back', 'close-or-quit', 'interrupt'];

const pressed = (state: BuildState, event: KeyEvent): Result => {
	const { press, size, drawn } = event;
	const context = buildContext(state);
	const command = commandFor(context, press);
	const { timeline } = state;
	if (command === 'help') {
		return { state, effects: [{ type: 'open', route: { at: 'help', context } }] };
	}

	if (state.asking && command === 'interrupt') {
		return { state, effects: [{ type: 'exit', outcome: outcomeOf(state) }] };
	}

	if (!timeline) {
		return state.dialog
			? updateCancelDialog(state, command)
			: early.includes(command)
				? updatePhases(state, command, size)
				: { state };
	}

	switch (context) {
		case 'log':
			return command === 'interrupt'
				? pressed({ ...state, openLog: undefined, focus: 'phases' }, event)
				: { state: updateShownLog(state, command, press.text, size) };
		case 'log-search':
			return { state: updateShownLog(state, command, press.text, size) };
		case 'result':
		case 'failure':
			return updateEnded(state, timeline, command, drawn);
		case 'dialog': {
			if (!state.asking) {
				return updateCancelDialog(state, command);
			}

			const { asking, effects } = answerAsking(state.asking, command, drawn);
			return { state: { ...state, asking }, effects };
		}
		default:
			return updatePhases(state, command, size);
	}
};

const pasted = (state: BuildState, text: string, size: Size): Result => ({
	state: buildContext(state) === 'log-search' ? updateShownLog(state, 'insert', text, size) : state,
});

/** Whether the journal itself told within the last second how late it is: while much is printed, no frame is drawn for that. */
const isJustTold = ({ timeline }: BuildState, now: number): boolean =>
	timeline !== undefined && now - timeline.time < 1000;

const changed = (state: BuildState, event: ScreenEvent<BuildEvent>): Result => {
	switch (event.type) {
		case 'key':
			return pressed(state, event);
		case 'paste':
			return pasted(state, event.text, event.size);
		case 'tick':
			return { state: isOver(state) || isJustTold(state, event.now) ? state : { ...state, now: event.now } };
		case 'resumed':
			return {
				state: event.saved === undefined ? state : { ...state, savedAs: event.saved.name },
				// A clean-up may have been above it, or something was done with its image.
				effects:
					state.timeline && (mayBeLeft(state.timeline) || hasOwnImage(state.timeline))
						? [lookTask(state.id)]
						: [],
			};
		case 'timeline':
		case 'ended': {
			const { timeline, summary } = event;
			// When it is over, whether to cancel is no question any more.
			const dialog = event.type === 'ended' ? undefined : state.dialog;
			return { state: { ...state, timeline, summary, dialog } };
		}
		case 'image-copied': {
			const { timeline, summary } = event;
			const copied = copiesText(missingCopies(timeline));
			return { state: { ...state, timeline, summary, marked: 0, copied } };
		}
		case 'looked': {
			const { timeline, summary } = event;
			const last = endedRows(state, timeline).length - 1;
			return { state: { ...state, timeline, summary, marked: Math.min(state.marked, last) } };
		}
		case 'log-read':
			return { state: { ...state, texts: event.texts, isReading: false } };
		case 'log-found': {
			const { seeking, match, texts = state.texts, size } = event;
			const found = { type: 'found', seeking, match } as const;
			return { state: updateFound({ ...state, texts, isSeeking: false }, found, size) };
		}
		case 'log-sought':
			return withSearch(state, event.search, event.size);
		case 'not-cancelled':
			return { state: { ...state, cancelAsked: false } };
		case 'copied':
			return { state: { ...state, copied: event.done ? 'copied' : 'this terminal cannot copy' } };
	}
};

const update = (state: BuildState, event: ScreenEvent<BuildEvent>): Result => {
	const result = changed(state, event);
	const { state: next, tasks } = withLogTasks(result.state, 'size' in event ? event.size : undefined);
	return tasks.length === 0 ? result : { state: next, effects: [...(result.effects ?? []), ...tasks] };
};

const WaitingView = ({ state, size }: ViewProps<BuildState>): ReactNode => {
	const { x, y, width } = frameBody(size);
	return (
		<PaintedFrame
			size={size}
			header={[line(`Build ${state.id}`, 'heading')]}
			footer={[
				footerLine('build', width, {
					words: { 'close-or-quit': 'quit, it goes on' },
					without: ['next-pane', 'move-up', 'move-down', 'cancel-build'],
				}),
			]}
			caret={{ x, y }}
			rows={[line('Reading what it has done so far …')]}
		/>
	);
};

const logTitle = ({ header, steps }: Timeline, { step }: ShownLog): string => {
	const name = step === undefined ? undefined : steps[step]?.name;
	return name === undefined ? `Log of ${header.recipe.name}` : `Log of ${header.recipe.name}, step ${name}`;
};

const logTime = ({ steps, time }: Timeline, { step }: ShownLog): string => {
	const { began, ended } = steps[step ?? -1] ?? {};
	return began === undefined ? '' : durationText((ended ?? time) - began);
};

const BuildView = ({ state, size, whereabouts }: ViewProps<BuildState>): ReactNode => {
	const { timeline, openLog } = state;
	if (!timeline) {
		return <WaitingView state={state} size={size} whereabouts={whereabouts} />;
	}

	if (openLog) {
		return (
			<LogScreen
				title={logTitle(timeline, openLog)}
				time={logTime(timeline, openLog)}
				log={shownLog(state, timeline)}
				step={openLog.step}
				view={openLog.view}
				isOver={isOver(state)}
				size={size}
			/>
		);
	}

	return isOver(state) ? (
		<EndedView state={state} timeline={timeline} size={size} whereabouts={whereabouts} />
	) : (
		<RunningView state={state} timeline={timeline} size={size} />
	);
};

const followTask = (id: string): Task<BuildEvent> => ({
	type: 'task',
	run: async ({ actions, emit, signal }) => {
		const tell = (timeline: Timeline): void => {
			const type = timeline.result === undefined ? 'timeline' : 'ended';
			emit({ type, timeline, summary: actions.summary(timeline) });
		};
		const progress = fromPresent(({ timeline }) => tell(timeline));
		tell(await actions.follow(id, progress, signal));
	},
});

/** Looks once more at a build that is over. */
const lookTask = (id: string): Task<BuildEvent> => ({
	type: 'task',
	run: async ({ actions, emit }) => {
		const timeline = await actions.look(id);
		emit({ type: 'looked', timeline, summary: actions.summary(timeline) });
	},
});

/** Watches a build, from its start or from where it is. @param first what of it stands on the screen already. */
export const openBuild = (id: string, first?: FirstBuild & { readonly summary: Summary }): Result => ({
	state: { ...newBuildState(id), ...first },
	effects: [followTask(id)],
});

/** A build: watched while it runs, then its result or what went wrong. */
export const buildScreen: ScreenModule<BuildState, BuildEvent> = {
	update,
	left: state => (state.timeline ? outcomeOf(state) : undefined),
	context: buildContext,
	// Whoever follows tells the end once more when nothing follows it.
	isBackground: (event, { timeline }) =>
		event.type === 'timeline' ||
		(event.type === 'ended' && timeline?.result !== undefined && timeline.result === event.timeline.result),
	View: props => <BuildView {...props} />,
};
