import type { ReactNode } from 'react';
import type { Whereabouts } from '../../base/paths.ts';
import { programCommand } from '../../base/program.ts';
import { endingText } from '../../builds/report/ending.ts';
import { explain } from '../../builds/report/explain.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import { Frame, frameBody, headerLine } from '../../components/frame/frame.tsx';
import { type Line, line, Rows } from '../../components/row.tsx';
import { signs } from '../../components/theme.ts';
import { failureLines, type MenuLines } from '../failure/failure-lines.ts';
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

type Shown = { readonly header: Line; readonly menu: MenuLines };

const shownOf = ({ state, timeline, size, whereabouts }: Props): Shown => {
	const { width, height } = frameBody(size);
	const { result } = timeline;
	const rows = endedRows(state, timeline);
	const { marked } = state;
	if (result === undefined || result === 'done') {
		return {
			header: line(
				timeline.header.mode === 'rehearsal' ? 'The rehearsal is over' : 'The image is ready',
				'heading',
			),
			menu: resultLines({ summary: state.summary, rows, marked, width, height }),
		};
	}

	const explanation = result === 'failed' ? explain(timeline) : undefined;
	return {
		header: [
			{ text: `${signs.failed} `, style: 'failed' },
			{ text: endingText(timeline, result), style: 'heading' },
		],
		menu: failureLines({
			timeline,
			explanation,
			rows,
			marked,
			width,
			height,
			program: programCommand(whereabouts.environment),
		}),
	};
};

/** What stands there when a build is over: its result, or what went wrong, and what can be done. */
export const EndedView = (props: Props): ReactNode => {
	const { state, size } = props;
	const body = frameBody(size);
	const { header, menu } = shownOf(props);
	return (
		<Frame
			size={size}
			header={[headerLine(header, state.copied, body.width)]}
			footer={[footerLine(buildContext(state), body.width, { words: { back: 'home' } })]}
			caret={{ x: body.x, y: body.y + Math.min(menu.markedLine, body.height - 1) }}
		>
			<Rows lines={menu.lines} width={body.width} height={body.height} />
		</Frame>
	);
};
