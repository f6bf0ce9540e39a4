import { type ReactNode, useMemo } from 'react';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import { PaintedFrame } from '../../components/frame/painted-frame.tsx';
import type { Size } from '../state.ts';
import type { BuildState } from './build-state.ts';
import { runningFrame, runningLog } from './running-frame.ts';
import { shownLog } from './shown-log.ts';

type Props = { readonly state: BuildState; readonly timeline: Timeline; readonly size: Size };

/** A build while it runs. */
export const RunningView = ({ state, timeline, size }: Props): ReactNode => {
	const pane = shownLog(state, timeline);
	const { onlyProblems } = state.log;
	const log = useMemo(() => runningLog(pane, onlyProblems), [pane, onlyProblems]);
	return <PaintedFrame size={size} {...runningFrame(state, timeline, log, size)} />;
};
