import type { Timeline } from '../../builds/timeline/timeline.ts';
import type { Point } from '../../components/frame/layout.ts';
import { beside, filled, type Line } from '../../components/line.ts';
import { eyeRow, logWindow } from '../../components/log-pane/log-lines.ts';
import { logPaneLine } from '../../components/log-pane/log-pane.ts';
import {
	type PaneLog,
	type ShownLines,
	shownLines,
	stderrCount,
} from '../../components/log-pane/shown-lines.ts';
import { statusCaret, statusRow } from '../../components/log-pane/status-row.ts';
import { stepLine } from '../../components/step-list/step-list.ts';
import { cancelEffect } from '../../flow/stopping.ts';
import type { PhaseRow } from '../../flow/words/phases.ts';
import type { WholeFrame } from '../drawn-frame.ts';
import { footerLine } from '../footer.ts';
import type { Size } from '../state.ts';
import { type BuildLayout, buildLayout, columnGap } from './build-layout.ts';
import { headerRows, narrowPhaseLine } from './build-rows.ts';
import { type BuildState, buildContext, isCancelling } from './build-state.ts';
import { cancelDialogCaret, cancelDialogRows } from './cancel-dialog.ts';
import { listRows } from './phase-list.ts';
import { logPlace } from './running.ts';

type Props = { readonly state: BuildState; readonly timeline: Timeline; readonly size: Size };

/** Cells that the footer needs with its full words. */
const fullFooter = 70;

/** What stands below the log while a build is cancelled. */
const cancelStatus = {
	cleans: 'cancelling: Packer deletes what it made',
	removes: 'cancelling: Packer removes its container',
	'cleans-both': 'cancelling: Packer deletes what it made',
	keeps: 'cancelling: Packer leaves what it made',
	copies: 'cancelling: the image stays',
} as const;

const keysRow = (state: BuildState, timeline: Timeline, width: number): Line => {
	const context = buildContext({ ...state, dialog: undefined });
	return footerLine(context, width, {
		words:
			context === 'log'
				? { back: 'phases' }
				: width < fullFooter
					? { 'close-or-quit': 'quit, it goes on' }
					: {},
		without: [
			...(isCancelling(state) ? (['cancel-build'] as const) : []),
			...(timeline.steps.length === 0 && context === 'build' ? (['move-up', 'move-down'] as const) : []),
		],
	});
};

/** The row on which the eye should be: the marked step, else what runs. */
const rowAtWork = (rows: readonly PhaseRow[], selected: number | undefined): number => {
	const marked = rows.findIndex(({ step }) => step !== undefined && step === selected);
	return marked >= 0
		? marked
		: Math.max(
				0,
				rows.findLastIndex(({ status }) => status === 'running'),
			);
};

const caretOf = (
	{ state, size, timeline }: Props,
	layout: BuildLayout,
	rows: readonly PhaseRow[],
	logRow: number,
): Point => {
	const { body, narrow, listWidth, width } = layout;
	const logX = narrow ? body.x : body.x + listWidth + columnGap;
	const logY = narrow ? body.y + 1 : body.y;
	if (state.dialog) {
		return {
			x: body.x + cancelDialogCaret(state.dialog, width, cancelEffect(timeline)),
			y: size.rows - 3,
		};
	}

	if (state.log.search) {
		return layout.statusRow
			? { x: body.x + statusCaret(state.log, width), y: size.rows - 3 }
			: { x: logX + statusCaret(state.log, layout.logWidth), y: logY + layout.logHeight };
	}

	if (state.focus === 'log') {
		return { x: logX, y: logY + logRow };
	}

	return { x: body.x, y: body.y + (narrow ? 0 : rowAtWork(rows, state.selected)) };
};

/** The lines of the log that are shown, and how many of all came from standard error. */
export type RunningLog = { readonly shown: ShownLines; readonly stderr: number };

export const runningLog = (log: PaneLog, onlyProblems: boolean): RunningLog => ({
	shown: shownLines(log, { onlyProblems }),
	stderr: stderrCount(shownLines(log, { onlyProblems: false })),
});

/** A build while it runs: phases at the left, the log at the right, nothing that jumps. */
export const runningFrame = (
	state: BuildState,
	timeline: Timeline,
	{ shown, stderr }: RunningLog,
	size: Size,
): WholeFrame => {
	const layout = buildLayout(timeline, size);
	const { width, body, narrow, listWidth, logWidth, logHeight } = layout;
	const now = Math.max(state.now, timeline.time);
	const rows = listRows(timeline, {
		now,
		room: narrow ? timeline.phases.length + timeline.steps.length + timeline.copies.length : body.height,
		steps: narrow ? timeline.steps.length : layout.steps,
		selected: state.selected,
	});
	const view = logWindow(shown, state.log, logPlace(state, size));
	const status = statusRow({
		view: state.log,
		instead: isCancelling(state) ? cancelStatus[cancelEffect(timeline)] : undefined,
		last: view.last,
		shown: shown.length,
		stderr,
		width: layout.statusRow ? width : logWidth,
	});
	const keys = keysRow(state, timeline, width);
	const logRows = filled(view.lines.map(logPaneLine), logHeight);
	const pane = layout.statusRow ? logRows : [...logRows, status];
	const marked = state.selected === undefined ? undefined : `step-${state.selected}`;
	const steps = rows.map(row => stepLine(row, listWidth, row.id === marked));
	return {
		header: headerRows(timeline, now, width),
		footer: layout.statusRow ? [status, keys] : [keys],
		overlay: state.dialog ? cancelDialogRows(timeline, state.dialog, width) : [],
		caret: caretOf({ state, timeline, size }, layout, rows, eyeRow(view)),
		rows: narrow
			? [narrowPhaseLine(timeline, rows, state.selected, width), ...pane]
			: beside(filled(steps, pane.length), listWidth + columnGap, pane),
	};
};
