import type { ReactNode } from 'react';
import { wrap } from '../../components/cells.ts';
import { Frame, frameBody } from '../../components/frame/frame.tsx';
import { blank, line, Rows } from '../../components/row.tsx';
import { TextField, textFieldCaret } from '../../components/text-field/text-field.tsx';
import { footerLine } from '../footer.ts';
import type { Size } from '../state.ts';
import type { SavingPreset } from './build-state.ts';

/** Rows above the field. */
const above = 2;

/** The name under which a Recipe is saved. */
export const SavingView = ({
	saving,
	size,
}: {
	readonly saving: SavingPreset;
	readonly size: Size;
}): ReactNode => {
	const { x, y, width, height } = frameBody(size);
	const complaint = saving.complaint.flatMap(text => wrap(text, width));
	return (
		<Frame
			size={size}
			header={[line('Save as a preset', 'heading')]}
			footer={[
				footerLine('text', width, { words: { activate: 'save', back: 'back' }, without: ['next-pane'] }),
			]}
			caret={{ x: x + textFieldCaret({ state: saving.field, width }), y: y + above }}
		>
			<Rows
				lines={[line('A name under which all these answers can be run again.'), blank]}
				width={width}
				height={above}
			/>
			<TextField state={saving.field} width={width} />
			<Rows
				lines={[blank, ...complaint.map(text => line(text, 'warning'))]}
				width={width}
				height={Math.max(1, height - above - 1)}
			/>
		</Frame>
	);
};
