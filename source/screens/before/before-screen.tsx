import { Box } from 'ink';
import type { ReactNode } from 'react';
import { count } from '../../base/count.ts';
import { Frame, frameBody, headerLine } from '../../components/frame/frame.tsx';
import { line, Row, Rows } from '../../components/row.tsx';
import { TextField, textFieldCaret } from '../../components/text-field/text-field.tsx';
import type { BuildRequest } from '../../flow/request.ts';
import { footerLine } from '../footer.ts';
import type { ScreenModule, Size, Update } from '../state.ts';
import { beforeLines, labelWidth } from './before-lines.ts';
import {
	type BeforeEvent,
	type BeforeState,
	beforeContext,
	markedIndex,
	missingCount,
	newBeforeState,
	remedyRows,
} from './before-state.ts';
import { check } from './before-tasks.ts';
import { interruptedOutcome, updateBefore } from './before-update.ts';

type ViewProps = { readonly state: BeforeState; readonly size: Size };

const countText = (state: BeforeState): string => {
	const missing = missingCount(state);
	if (state.starting) {
		return state.starting.leaving ? 'stopping' : 'starting';
	}

	if (missing === undefined) {
		return 'looking';
	}

	return missing === 0 ? 'nothing missing' : `${count(missing, 'thing')} missing`;
};

const title = ({ request }: BeforeState): string => {
	const { name } = request.decisions.recipe;
	return request.mode === 'rehearsal' ? `Before the rehearsal of ${name}` : `Before ${name} starts`;
};

const Checklist = ({ state, size }: ViewProps): ReactNode => {
	const { width, height } = frameBody(size);
	const { lines, markedLine } = beforeLines(state, width, height);
	const { field } = state;
	if (!field) {
		return <Rows lines={lines} width={width} height={height} />;
	}

	const asks = remedyRows(state)[markedIndex(state)]?.remedy.asks;
	const below = height - markedLine - 1;
	return (
		<>
			{markedLine > 0 ? (
				<Rows lines={lines.slice(0, markedLine)} width={width} height={markedLine} />
			) : undefined}
			<Box>
				<Row spans={lines[markedLine] ?? []} width={labelWidth} />
				<TextField state={field} width={width - labelWidth} isSecret={asks?.secret === true} />
			</Box>
			{below > 0 ? <Rows lines={lines.slice(markedLine + 1)} width={width} height={below} /> : undefined}
		</>
	);
};

const View = ({ state, size }: ViewProps): ReactNode => {
	const { x, y, width, height } = frameBody(size);
	const { markedLine } = beforeLines(state, width, height);
	const { field } = state;
	const asks = remedyRows(state)[markedIndex(state)]?.remedy.asks;
	const caret = field
		? labelWidth +
			textFieldCaret({ state: field, width: width - labelWidth, isSecret: asks?.secret === true })
		: 2;
	return (
		<Frame
			size={size}
			header={[headerLine([{ text: title(state), style: 'heading' }], countText(state), width)]}
			footer={[
				footerLine(beforeContext(state), width, {
					words: { back: 'back', ...(field && { activate: 'use it' }) },
					without: field ? ['next-pane'] : markedIndex(state) < 0 ? ['move-up', 'move-down', 'activate'] : [],
				}),
			]}
			caret={{ x: x + caret, y: y + markedLine }}
		>
			{state.checks ? (
				<Checklist state={state} size={size} />
			) : (
				<Rows lines={[line('Looking at what the build needs …')]} width={width} height={height} />
			)}
		</Frame>
	);
};

/** Looks at what a build needs, and starts it when nothing is missing. */
export const openBefore = (request: BuildRequest): Update<BeforeState, BeforeEvent> => ({
	state: newBeforeState(request),
	effects: [check(request)],
});

/** What is missing before a build, with its remedies. It looks again by itself, and goes on. */
export const beforeScreen: ScreenModule<BeforeState, BeforeEvent> = {
	update: updateBefore,
	context: beforeContext,
	background: ['said'],
	left: interruptedOutcome,
	View,
};
