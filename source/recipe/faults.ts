import { type Fault, type FaultTarget, faultTable, faultText, readFault } from '../base/faults.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { findRegion } from '../catalog/regions.ts';
import { volumeSize } from './base.ts';
import type { Recipe } from './schema.ts';

/** The answer that a fault hits if none is named, and what to say where the Recipe has none. */
const targets: Readonly<
	Record<FaultTarget, { readonly of: (recipe: Recipe) => string | undefined; readonly missing: string }>
> = {
	type: { of: recipe => recipe.instanceType, missing: '' },
	region: { of: recipe => recipe.region, missing: '' },
	'opt-in': {
		of: ({ region }) => (findRegion(region)?.optIn === false ? undefined : region),
		missing: 'the region of the recipe is enabled in every account',
	},
	name: { of: recipe => recipe.name, missing: '' },
	disk: { of: recipe => String(volumeSize(recipe)), missing: '' },
	copy: { of: recipe => recipe.copyTo[0], missing: 'the recipe asks for no copy' },
	spot: { of: recipe => (recipe.spot ? 'true' : undefined), missing: 'the recipe asks for no spot instance' },
};

const bound = (fault: Fault, recipe: Recipe): Fault => {
	const target = faultTable.get(fault.name)?.hits;
	if (fault.value !== undefined || target === undefined) {
		return fault;
	}

	const { of, missing } = targets[target];
	const value = of(recipe);
	if (value === undefined) {
		throw new Problem(`The fault ${fault.name} would do nothing: ${missing}.`, { exitCode: exitCodes.usage });
	}

	return { ...fault, value };
};

/**
 * The faults of a rehearsal, each bound to the answer that it hits: with another answer, it does not happen.
 * @throws Problem (exit 2) for an unknown fault, and for one that hits nothing here.
 */
export const boundFaults = (names: readonly string[], recipe: Recipe): readonly string[] =>
	names.map(name => faultText(bound(readFault(name), recipe)));

/** Those of bound faults that the same build meets again: what hits an answer, and what lasts. */
export const lastingFaults = (faults: readonly string[]): readonly string[] =>
	faults.filter(text => {
		const row = faultTable.get(readFault(text).name);
		return row?.hits !== undefined || row?.lasts === true;
	});
