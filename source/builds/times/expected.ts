import type { Recipe } from '../../recipe/schema.ts';
import type { PaidTimes } from '../../targets/aws/recipe/estimate.ts';
import type { ExpectedTimes } from '../journal/journal.ts';
import type { PhaseId } from '../timeline/stages.ts';

/** What a step takes of which nobody knows anything: some packages are installed, or files put in their places. */
export const usualStep = 60_000;

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

/** What is expected of a step by its name. */
export const expectedStep = ({ steps }: ExpectedTimes, name: string): number =>
	steps.find(step => step.name === name)?.time ?? usualStep;

/** How long the whole build is expected to take, in milliseconds. */
export const expectedTotal = ({ phases, steps }: ExpectedTimes): number =>
	sum(Object.values(phases)) + sum(steps.map(({ time }) => time));

/** In these phases the machine runs; a spot machine is not stopped, so its image is made while it runs. */
const running = (spot: boolean): readonly PhaseId[] => [
	'launch',
	'connect',
	'provision',
	'stop',
	...(spot ? (['image', 'cleanup'] as const) : []),
];

/** In these it has its disk. */
const withDisk: readonly PhaseId[] = ['launch', 'connect', 'provision', 'stop', 'image', 'finish', 'cleanup'];

/** How long a build has what is paid by the time, by how long each phase takes, milliseconds. */
const paidTimes = ({ aws: { spot } }: Recipe, timeOf: (phase: PhaseId) => number): PaidTimes => ({
	machine: sum(running(spot).map(timeOf)),
	disk: sum(withDisk.map(timeOf)),
});

/** The same of a build that is only expected. */
export const expectedPaid = (recipe: Recipe, { phases, steps }: ExpectedTimes): PaidTimes =>
	paidTimes(recipe, id => (id === 'provision' ? sum(steps.map(({ time }) => time)) : (phases[id] ?? 0)));
