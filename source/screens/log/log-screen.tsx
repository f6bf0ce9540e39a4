import { type ReactNode, useMemo } from 'react';
import { frameBody, headerLine } from '../../components/frame/layout.ts';
import { PaintedFrame } from '../../components/frame/painted-frame.tsx';
import { eyeRow, logWindow, wrappedRows } from '../../components/log-pane/log-lines.ts';
import { logPaneLine } from '../../components/log-pane/log-pane.ts';
import type { LogState } from '../../components/log-pane/log-state.ts';
import { type PaneLog, shownLines, stderrCount } from '../../components/log-pane/shown-lines.ts';
import { statusCaret, statusRow } from '../../components/log-pane/status-row.ts';
import { footerLine } from '../footer.ts';
import type { Size } from '../state.ts';

export type LogScreenProps = {
	/** What it is the log of. */
	readonly title: string;
	/** At the right of the title. */
	readonly time: string;
	readonly log: PaneLog;
	/** Index of the step whose lines are shown; all if missing. */
	readonly step: number | undefined;
	readonly view: LogState;
	/** Whether no more lines can come. */
	readonly isOver: boolean;
	readonly size: Size;
};

/** A log over the whole screen, its lines wrapped. */
export const LogScreen = ({ title, time, log, step, view, isOver, size }: LogScreenProps): ReactNode => {
	const { onlyProblems } = view;
	const ofStep = useMemo(() => shownLines(log, { onlyProblems: false, step }), [log, step]);
	const shown = useMemo(() => shownLines(log, { onlyProblems, step }), [log, onlyProblems, step]);
	const stderr = useMemo(() => stderrCount(ofStep), [ofStep]);
	const body = frameBody(size, 1, 2);
	const { x, y, width, height } = body;
	const window = logWindow(shown, view, { height, rowsOf: wrappedRows(width) }, width);
	const instead = isOver && view.top === undefined ? 'the end' : undefined;
	const status = statusRow({ view, instead, last: window.last, shown: shown.length, stderr, width });
	const caret = view.search
		? { x: x + statusCaret(view, width), y: size.rows - 3 }
		: { x, y: y + eyeRow(window) };
	return (
		<PaintedFrame
			size={size}
			header={[headerLine([{ text: title, style: 'heading' }], time, width)]}
			footer={[
				status,
				footerLine(view.search ? 'log-search' : 'log', width, { without: isOver ? ['follow'] : [] }),
			]}
			caret={caret}
			rows={window.lines.map(logPaneLine)}
		/>
	);
};
