import { volumeSize } from '../../recipe/base.ts';
import type { Recipe } from '../../recipe/schema.ts';
import { onlyFor } from '../../recipe/targets.ts';
import { delaysAt } from '../../rehearsal/delays.ts';
import { provisioningSteps } from '../../template/steps.ts';
import type { ExpectedTimes } from '../journal/journal.ts';
import type { PhaseId } from '../timeline/stages.ts';
import { usualStep } from './expected.ts';

const second = 1000;

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
