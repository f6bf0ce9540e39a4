import type { ReactNode } from 'react';
import { wrap } from '../../base/cells.ts';
import { columns } from '../../base/columns.ts';
import { menuAction } from '../../components/actions.ts';
import { frameBody, headerLine } from '../../components/frame/layout.ts';
import { PaintedFrame } from '../../components/frame/painted-frame.tsx';
import { blank, type Line, line, type Span } from '../../components/line.ts';
import { updateMark } from '../../components/menu/menu-state.ts';
import { signs } from '../../components/theme.ts';
import { windowAround } from '../../components/window.ts';
import type { OwnImage } from '../../flow/images.ts';
import { imageCells, noImages } from '../../flow/words/images.ts';
import { interrupted } from '../exits.ts';
import { footerLine } from '../footer.ts';
import { commandFor } from '../keys.ts';
import type { ScreenEvent, ScreenModule, Task, Update, ViewProps } from '../state.ts';

/** The images that were made here, as they are looked at. */
export type ImagesState = {
	/** Undefined until the journals were read. */
	readonly images: readonly OwnImage[] | undefined;
	/** Whether AWS is still asked. */
	readonly isAsking: boolean;
	/** Index of the marked row. */
	readonly marked: number;
	/** Milliseconds since 1970. */
	readonly now: number;
};

export type ImagesEvent =
	| { readonly type: 'told'; readonly images: readonly OwnImage[]; readonly now: number }
	| { readonly type: 'asked' };

type Result = Update<ImagesState, ImagesEvent>;

const lookTask: Task<ImagesEvent> = {
	type: 'task',
	run: async ({ actions, emit, now, signal }) => {
		await actions.images(images => emit({ type: 'told', images, now: now() }), signal);
		emit({ type: 'asked' });
	},
};

/** Looks at the images that were made here. */
export const openImages = (): Result => ({
	state: { images: undefined, isAsking: true, marked: 0, now: 0 },
	effects: [lookTask],
});

const signOf = ({ seen }: OwnImage): Span =>
	seen === undefined
		? { text: '  ' }
		: seen.state === 'gone'
			? { text: `${signs.failed} `, style: 'failed' }
			: seen.newerBase || seen.deprecated !== undefined || seen.state !== 'available'
				? { text: `${signs.warning} `, style: 'warning' }
				: { text: `${signs.done} `, style: 'done' };

/** What stands below the list: all that is known of the marked image. */
const aboutLines = ({ images = [], marked, now }: ImagesState, width: number): readonly Line[] => {
	const image = images[marked];
	if (!image) {
		return [];
	}

	const [, , , , base, text] = imageCells(image, now);
	const told = [`From ${base}, by build ${image.build}: ${text}.`, image.unseen];
	return told.flatMap(each => (each === undefined ? [] : wrap(each, width).map(row => line(row))));
};

const listLines = (
	{ images = [], marked, now }: ImagesState,
	start: number,
	end: number,
): readonly Line[] => {
	const texts = columns(
		images.map(image => {
			const [name = '', id = '', region = '', age = ''] = imageCells(image, now);
			return [name, id, region, age];
		}),
	);
	return images.slice(start, end).map((image, index) => {
		const isMarked = start + index === marked;
		return [
			{ text: isMarked ? `${signs.mark} ` : '  ', style: 'accent' },
			signOf(image),
			{ text: texts[start + index] ?? '', style: isMarked ? 'marked' : undefined },
		];
	});
};

const View = ({ state, size }: ViewProps<ImagesState>): ReactNode => {
	const { x, y, width, height } = frameBody(size);
	const { images, isAsking, marked } = state;
	const most = Math.max(1, Math.min(6, height - 3));
	const all = aboutLines(state, width);
	const about = all.slice(0, most);
	// The list keeps its place while what is below it grows.
	const room = Math.max(1, height - most - 1);
	const { start, end } = windowAround(marked - room + 1, marked, images?.length ?? 0, room);
	const rows =
		images === undefined
			? [line('Reading what was made here …')]
			: images.length === 0
				? wrap(noImages, width).map(row => line(row))
				: [...listLines(state, start, end), blank, ...about];
	return (
		<PaintedFrame
			size={size}
			header={[
				headerLine(
					line('Images made here', 'heading'),
					isAsking ? 'asking AWS …' : images?.length ? `${start + 1}-${end} of ${images.length}` : '',
					width,
				),
			]}
			footer={[footerLine('images', width)]}
			caret={{ x, y: y + marked - start }}
			rows={rows}
		/>
	);
};

const pressed = (state: ImagesState, command: ReturnType<typeof commandFor>): Result => {
	const image = state.images?.[state.marked];
	switch (command) {
		case undefined:
			return { state };
		case 'help':
			return { state, effects: [{ type: 'open', route: { at: 'help', context: 'images' } }] };
		case 'interrupt':
			return { state, effects: [interrupted()] };
		case 'back':
		case 'close-or-quit':
			return { state, effects: [{ type: 'close' }] };
		case 'activate':
			return {
				state,
				effects: image ? [{ type: 'open', route: { at: 'build', id: image.build } }] : [],
			};
		default: {
			const move = menuAction(command);
			const count = state.images?.length ?? 0;
			return { state: move ? { ...state, marked: updateMark(count, state.marked, move) } : state };
		}
	}
};

const update = (state: ImagesState, event: ScreenEvent<ImagesEvent>): Result => {
	switch (event.type) {
		case 'key':
			return pressed(state, commandFor('images', event.press));
		case 'told': {
			const { images, now } = event;
			const last = Math.max(0, images.length - 1);
			return { state: { ...state, images, now, marked: Math.min(state.marked, last) } };
		}
		case 'asked':
			return { state: { ...state, isAsking: false } };
		case 'resumed':
			// Something may have been done with an image above.
			return { state: { ...state, isAsking: true }, effects: [lookTask] };
		default:
			return { state };
	}
};

/** The images that were made here; each opens its build, where something can be done with it. */
export const imagesScreen: ScreenModule<ImagesState, ImagesEvent> = {
	update,
	context: () => 'images',
	isBackground: ({ type }) => type === 'asked',
	View,
};
