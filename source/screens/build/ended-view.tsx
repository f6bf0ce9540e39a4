import type { ReactNode } from 'react';
import { shownPath, type Whereabouts } from '../../base/paths.ts';
import { programCommand } from '../../base/program.ts';
import { endingText } from '../../builds/report/ending.ts';
import { shellTexts } from '../../builds/report/shell.ts';
import { writtenTexts } from '../../builds/report/written.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import { frameBody, headerLine } from '../../components/frame/layout.ts';
import { PaintedFrame } from '../../components/frame/painted-frame.tsx';
import { type Line, line } from '../../components/line.ts';
import { signs } from '../../components/theme.ts';
import { makesSeveral } from '../../recipe/targets.ts';
import { keptTexts } from '../../targets/aws/builds/report/kept.ts';
import { askingCaret, askingLines } from '../asking.ts';
import { failureLines } from '../failure/failure-lines.ts';
import { footerLine } from '../footer.ts';
import { resultLines } from '../result/result-lines.ts';
import type { Size } from '../state.ts';
import { type BuildState, buildContext } from './build-state.ts';
import { endedRows } from './ended.ts';

type Props = {
	readonly state: BuildState;
	readonly timeline: Timeline;
	readonly size: Size;
	readonly whereabouts: Whereabouts;
};

const titleOf = ({ header }: Timeline): string =>
	header.mode === 'rehearsal'
		? 'The rehearsal is over'
		: makesSeveral(header.recipe)
			? 'The images are ready'
			: 'The image is ready';

/** What stands there when a build is over: its result, or what went wrong, and what can be done. */
export const EndedView = ({ state, timeline, size, whereabouts }: Props): ReactNode => {
	const { x, y, width, height } = frameBody(size);
	const { result } = timeline;
	const { asking, summary } = state;
	const shown = (file: string): string => shownPath(file, whereabouts);
	const program = programCommand(whereabouts.environment);
	const kept = [...keptTexts(timeline, program, shown), ...shellTexts(timeline, program)];
	const written = writtenTexts(timeline, shown);
	const options = { rows: endedRows(state, timeline), marked: state.marked, width, height, kept, written };
	const isDone = result === undefined || result === 'done';
	const header: Line = isDone
		? line(titleOf(timeline), 'heading')
		: [
				{ text: `${signs.failed} `, style: 'failed' },
				{ text: endingText(timeline, result), style: 'heading' },
			];
	const { lines, markedLine } =
		isDone && summary
			? resultLines(summary, options)
			: failureLines(timeline, programCommand(whereabouts.environment), options);
	return (
		<PaintedFrame
			size={size}
			header={[headerLine(header, state.copied, width)]}
			footer={[footerLine(buildContext({ ...state, asking: undefined }), width, { words: { back: 'home' } })]}
			overlay={asking ? askingLines(asking, size) : []}
			caret={asking ? askingCaret(asking, size) : { x, y: y + Math.min(markedLine, height - 1) }}
			rows={lines}
		/>
	);
};
