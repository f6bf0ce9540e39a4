import { type Fault, type FaultTarget, faultTable, faultText, readFault } from '../base/faults.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { findRegion } from '../catalog/regions.ts';
import { baseId, volumeSize } from './base.ts';
import type { Recipe } from './schema.ts';
import { timelessName } from './style.ts';

type Target = {
	/** The answer that a fault hits if none is named. */
	readonly of: (recipe: Recipe) => string | undefined;
	/** What to say where the Recipe has none. */
	readonly missing: string;
	/** Whether the rehearsal cannot see by itself what was answered: it gets the fault only where that hits. */
	readonly isUnseen?: true;
};

const targets: Readonly<Record<FaultTarget, Target>> = {
	type: { of: recipe => recipe.aws.instanceType, missing: '' },
	region: { of: recipe => recipe.aws.region, missing: '' },
	'opt-in': {
		of: ({ aws: { region } }) => (findRegion(region)?.optIn === false ? undefined : region),
		missing: 'the region of the recipe is enabled in every account',
	},
	name: { of: timelessName, missing: '' },
	disk: { of: recipe => String(volumeSize(recipe)), missing: '' },
	copy: { of: recipe => recipe.aws.copyTo[0], missing: 'the recipe asks for no copy' },
	spot: {
		of: recipe => (recipe.aws.spot ? 'true' : undefined),
		missing: 'the recipe asks for no spot instance',
	},
	base: { of: baseId, missing: '', isUnseen: true },
	processor: {
		of: ({ base }) => ('image' in base ? undefined : base.architecture),
		missing: 'the recipe names no base image by its id',
		isUnseen: true,
	},
	key: {
		of: ({ aws: { volume } }) => (volume.encrypted ? (volume.kmsKey ?? 'aws') : undefined),
		missing: 'the recipe asks for no encryption',
		isUnseen: true,
	},
	address: {
		of: ({ aws: { network } }) => (network.address === 'private' ? 'private' : undefined),
		missing: 'the recipe has the machine reached by its public address',
		isUnseen: true,
	},
	folder: { of: recipe => recipe.scriptFolder ?? '/tmp', missing: '', isUnseen: true },
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

/** Those of bound faults that a build of the Recipe meets, as far as only the Recipe tells. */
export const metFaults = (faults: readonly string[], recipe: Recipe): readonly string[] =>
	faults.filter(text => {
		const { name, value } = readFault(text);
		const target = faultTable.get(name)?.hits;
		return target === undefined || !targets[target].isUnseen || targets[target].of(recipe) === value;
	});
