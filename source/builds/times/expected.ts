import { volumeSize } from '../../recipe/base.ts';
import type { Recipe } from '../../recipe/schema.ts';
import { onlyFor } from '../../recipe/targets.ts';
import { delaysAt } from '../../rehearsal/delays.ts';
import type { PaidTimes } from '../../targets/aws/recipe/estimate.ts';
import { provisioningSteps } from '../../template/steps.ts';
import type { ExpectedTimes } from '../journal/journal.ts';
import type { PhaseId } from '../timeline/stages.ts';

const second = 1000;

/** What a step takes of which nobody knows anything: some packages are installed, or files put in their places. */
const usualStep = 60 * second;

/** The machine's own start is waited for by the first step: most of it is over when SSH answers. */
const firstStep = 10 * second;

/** How long a build of an AMI takes of which nothing is known: EC2's middling times, and a minute a step. */
export const typicalTimes = (recipe: Recipe): ExpectedTimes => {
	const delays = delaysAt(1);
	const { spot, copyTo } = recipe.aws;
	const gib = volumeSize(recipe);
	const phases: Partial<Record<PhaseId, number>> = {
		check: 5 * second,
		access: 5 * second,
		launch: delays.run,
		connect: delays.boot,
		...(!spot && { stop: delays.stop }),
		image: delays.image(gib),
		...(copyTo.length > 0 && { copy: delays.copy(gib) }),
		cleanup: delays.terminate,
	};
	const steps = provisioningSteps(onlyFor(recipe, 'aws')).map(({ name }, index) => ({
		name,
		time: index === 0 ? firstStep : usualStep,
	}));
	return { from: 'typical', phases, steps };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

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
