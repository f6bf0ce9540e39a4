import { count } from '../base/count.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { sizeText } from '../base/sizes.ts';
import type { Step, Timeline } from '../builds/timeline/timeline.ts';
import type { Check } from './checks.ts';

/** What rehearsals keep of the states of machines. */
export type LayersKept = {
	readonly count: number;
	/** What they take together, what several have in common counted once. */
	readonly bytes: number;
	/** How many bytes they may take; missing if none is kept any more. */
	readonly limit?: number;
};

/** What was there when it was removed, … */
export type LayersRemoved = LayersKept & {
	/** … how many images went of which nothing was known any more, … */
	readonly strays: number;
	/** … and how many are still there. */
	readonly left: number;
};

/** How much room they take: `6 layers kept, 98 MB of at most 5 GB`. */
const layersText = ({ count: number, bytes, limit }: LayersKept): string =>
	`${count(number, 'layer')} kept, ${sizeText(bytes)}${limit === undefined ? '' : ` of at most ${sizeText(limit)}`}`;

/** What `doctor` tells of them. */
export const layersCheck = (layers: LayersKept): Check => ({
	id: 'layers',
	status: 'ok',
	title: 'Rehearsals',
	detail: `${layersText(layers)}; packer-wizard cleanup --layers removes them`,
	remedies: [],
});

/** What was removed, and what not: a sentence or two. */
export const layersRemovedText = ({ count: number, bytes, strays, left }: LayersRemoved): string => {
	const removed = [
		...(number === 0 ? [] : [`${count(number, 'layer')} of rehearsals, ${sizeText(bytes)}`]),
		...(strays === 0 ? [] : [`${count(strays, 'image')} of rehearsals of which nothing was known any more`]),
	];
	return [
		removed.length > 0 ? `Removed: ${removed.join(', and ')}.` : 'Rehearsals keep no layers.',
		...(left === 0 ? [] : [`${count(left, 'image')} could not be removed: something runs of them.`]),
	].join(' ');
};

type KeptStep = { readonly index: number; readonly step: Step; readonly layer: string };

const keptSteps = ({ steps }: Timeline): readonly KeptStep[] =>
	steps.flatMap((step, index) => (step.layer === undefined ? [] : [{ index, step, layer: step.layer }]));

/**
 * The step behind which a shell is opened.
 * @param wanted index of the step that was named; the last one whose state is kept if none was.
 * @throws Problem (exit 2) if the build has no machine of that kind, (exit 3) if its state behind that step is not kept.
 */
export const shellStep = (timeline: Timeline, wanted: number | undefined): KeptStep => {
	const { header, sandbox } = timeline;
	if (header.mode !== 'rehearsal' || sandbox?.kind !== 'container') {
		throw new Problem(`Build ${header.id} had no machine in a container.`, {
			reason: 'Only a rehearsal whose scripts run in a container keeps the states of its machine.',
			next: [`Rehearse it: packer-wizard builds rerun ${header.id} --rehearse`],
			exitCode: exitCodes.usage,
		});
	}

	const kept = keptSteps(timeline);
	const found = wanted === undefined ? kept.at(-1) : kept.find(({ index }) => index === wanted);
	if (found) {
		return found;
	}

	const name = wanted === undefined ? 'any step' : (timeline.steps[wanted]?.name ?? '');
	throw new Problem(`The state of the machine after ${name} was not kept.`, {
		reason:
			'Not kept is a state after a step that failed, got a secret, restarted the machine or left something running, and none after that.',
		next:
			kept.length > 0
				? [`Kept is the state after: ${kept.map(({ step }) => step.name).join(', ')}.`]
				: [`What it printed: packer-wizard builds logs ${header.id}`],
		exitCode: exitCodes.missing,
	});
};

/** What is said before the shell has the terminal. */
export const shellText = ({ header, steps }: Timeline, { index, step }: KeptStep): string =>
	`The machine of build ${header.id} as it was after step ${index + 1} of ${steps.length}, ${step.name}. It is thrown away at the end: exit`;
