import type { ReactNode } from 'react';
import { Frame } from '../../components/frame/frame.tsx';
import { frameBody, frameWidth } from '../../components/frame/layout.ts';
import { Rows } from '../../components/row.tsx';
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
		<Frame
			size={size}
			header={header}
			footer={footer}
			overlay={asking ? askingLines(asking, size) : []}
			caret={asking ? askingCaret(asking, size) : (searched ?? caret)}
		>
			<Rows lines={rows} width={body.width} height={body.height} />
		</Frame>
	);
};

/** The first screen: what one can begin, the presets, the builds. */
export const homeScreen: ScreenModule<HomeState, HomeEvent> = {
	update: updateHome,
	context: homeContext,
	View,
};
