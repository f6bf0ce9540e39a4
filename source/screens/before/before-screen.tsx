import type { ReactNode } from 'react';
import { frameBody, headerLine } from '../../components/frame/layout.ts';
import { PaintedFrame } from '../../components/frame/painted-frame.tsx';
import { line } from '../../components/line.ts';
import { textFieldCaret } from '../../components/text-field/text-field-line.ts';
import { allChecks } from '../../flow/checklist.ts';
import { missingOf } from '../../flow/checks.ts';
import { beforeTitle, shortMissingText } from '../../flow/words/start.ts';
import { footerLine } from '../footer.ts';
import type { ScreenModule, ViewProps } from '../state.ts';
import { fieldOf, labelWidth, linesInSight } from './before-lines.ts';
import {
	type BeforeEvent,
	type BeforeState,
	beforeContext,
	isSameToRead,
	markedRemedy,
} from './before-state.ts';
import { brokenOff, updateBefore } from './before-update.ts';

const statusText = ({ list }: BeforeState): string => {
	const { busy } = list;
	const checks = allChecks(list);
	if (busy?.with === 'start') {
		return busy.leaving ? 'stopping' : 'starting';
	}

	if (busy?.with === 'account') {
		return 'asking AWS';
	}

	return checks === undefined ? 'looking' : shortMissingText(missingOf(checks).length);
};

const View = ({ state, size, whereabouts }: ViewProps<BeforeState>): ReactNode => {
	const { x, y, width, height } = frameBody(size);
	const { lines, markedLine } = linesInSight(state, width, height, whereabouts);
	const field = fieldOf(state, width);
	return (
		<PaintedFrame
			size={size}
			header={[
				headerLine(
					[{ text: beforeTitle(state.list.request, state.list.purpose), style: 'heading' }],
					statusText(state),
					width,
				),
			]}
			footer={[
				footerLine(beforeContext(state), width, {
					words: { back: 'back', ...(field && { activate: 'use it' }) },
					without: field
						? ['next-pane']
						: markedRemedy(state)
							? []
							: ['activate', ...(lines.length < height ? (['move-up', 'move-down'] as const) : [])],
				}),
			]}
			caret={{ x: x + (field ? labelWidth + textFieldCaret(field) : 2), y: y + markedLine }}
			rows={state.list.checks ? lines : [line('Looking at what the build needs …')]}
		/>
	);
};

/** What is missing before a build, with its remedies. It looks again by itself, and goes on. */
export const beforeScreen: ScreenModule<BeforeState, BeforeEvent> = {
	update: updateBefore,
	context: beforeContext,
	isBackground: ({ type }, before, after) =>
		type === 'said' || ((type === 'looked' || type === 'account-told') && isSameToRead(before, after)),
	left: brokenOff,
	View,
};
