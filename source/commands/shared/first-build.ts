// What paints a build that runs, loaded together.
export { findRunning } from '../../builds/find-running.ts';
export { newBuildState } from '../../screens/build/build-state.ts';
export { runningFrame, runningLog } from '../../screens/build/running-frame.ts';
export { shownLog } from '../../screens/build/shown-log.ts';
export { drawnFrame } from '../../screens/drawn-frame.ts';
