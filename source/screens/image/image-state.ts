import type { Problem } from '../../base/problem.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import type { TextFieldState } from '../../components/text-field/text-field-state.ts';
import { type ImageDeed, type ImageDo, imageDeeds } from '../../targets/aws/flow/image-deeds.ts';
import type { Asking } from '../asking.ts';
import type { KeyContext } from '../key-map.ts';

/** What can be done with the image of a build, and what was. */
export type ImageState = {
	readonly timeline: Timeline;
	/** Index of the marked row. */
	readonly marked: number;
	/** What is typed for the marked deed; undefined while nothing is. */
	readonly field: TextFieldState | undefined;
	/** What is wrong with what was typed. */
	readonly complaint: string | undefined;
	/** The question before it is done. */
	readonly asking: Asking<ImageDo> | undefined;
	/** Whether it is being done. */
	readonly isBusy: boolean;
	/** What became of what was done, a sentence each. */
	readonly told: readonly string[];
};

/** What the tasks of the screen tell it. */
export type ImageEvent =
	| { readonly type: 'wished'; readonly typed: string; readonly now: number }
	| { readonly type: 'said'; readonly line: string }
	| { readonly type: 'over'; readonly timeline: Timeline; readonly problem: Problem | undefined };

export const newImageState = (timeline: Timeline): ImageState => ({
	timeline,
	marked: 0,
	field: undefined,
	complaint: undefined,
	asking: undefined,
	isBusy: false,
	told: [],
});

/** The rows, those that can be done and the way back. */
export const imageRows = ({
	timeline,
}: ImageState): readonly (Pick<ImageDeed, 'label' | 'hint'> & { readonly deed?: ImageDeed })[] => [
	...imageDeeds(timeline).map(deed => ({ label: deed.label, hint: deed.hint, deed })),
	{ label: 'Back', hint: '' },
];

/** Which keys work now. */
export const imageContext = ({ field, asking }: ImageState): KeyContext =>
	asking ? 'dialog' : field ? 'text' : 'menu';
