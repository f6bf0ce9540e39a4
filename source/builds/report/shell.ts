import type { Timeline } from '../timeline/timeline.ts';

/** How one looks into the machine of a rehearsal as it was, label and command; nothing where no state of it was kept. */
export const shellTexts = (
	{ header, steps }: Timeline,
	program = 'packer-wizard',
): readonly (readonly [label: string, text: string])[] =>
	steps.some(({ layer }) => layer !== undefined) ? [['Shell', `${program} shell ${header.id}`]] : [];
