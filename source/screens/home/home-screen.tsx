import type { ReactNode } from 'react';
import { frameBody, frameWidth } from '../../components/frame/layout.ts';
import { PaintedFrame } from '../../components/frame/painted-frame.tsx';
import { textFieldCaret } from '../../components/text-field/text-field-line.ts';
import { askingCaret, askingLines } from '../asking.ts';
import type { ScreenModule, Size } from '../state.ts';
import { homeFrame } from './home-frame.ts';
import { type HomeEvent, type HomeState, homeContext } from './home-state.ts';
import { updateHome } from './home-update.ts';

const View = ({ state, size }: { readonly state: HomeState; readonly size: Size }): ReactNode => {
	const body = frameBody(size);
	const { asking, search } = state;
	const { header, footer, rows, caret } = homeFrame(state, size);
	const searched = search && {
		x: body.x + textFieldCaret({ state: search, width: frameWidth(size) }),
		y: body.y + rows.length - 1,
	};
	return (
		<PaintedFrame
			size={size}
			header={header}
			footer={footer}
			overlay={asking ? askingLines(asking, size) : []}
			caret={asking ? askingCaret(asking, size) : (searched ?? caret)}
			rows={rows}
		/>
	);
};

/** The first screen: what one can begin, the presets, the builds. */
export const homeScreen: ScreenModule<HomeState, HomeEvent> = {
	update: updateHome,
	context: homeContext,
	View,
};
