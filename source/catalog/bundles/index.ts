import { plainSystem } from '../base-images.ts';
import { families } from './families.ts';
import type { Bundle, BundleCondition, BundleParameter, Family } from './schema.ts';

/** The bundles in the order in which they are installed, the dead ones among them. */
export const bundles: readonly Bundle[] = families.flatMap(family => family.bundles);

/** The day of the newest look at the catalogue, `2026-11-28`. */
export const bundlesDate: string = families.reduce((newest, { date }) => (date > newest ? date : newest), '');

const byId = new Map(bundles.map(bundle => [bundle.id, bundle]));

export const findBundle = (id: string): Bundle | undefined => byId.get(id);

const familyById = new Map(families.flatMap(family => family.bundles.map(({ id }) => [id, family])));

/** The family of a bundle. */
export const familyOf = ({ id }: Bundle): Family | undefined => familyById.get(id);

/** Whether a list offers it; others are found by who searches for them. */
export const isListed = ({ state, obstacle }: Bundle): boolean =>
	obstacle === undefined && (state === 'active' || state === 'unsupported');

/** Whether it is a server of the service catalogue: who searches finds it behind the modules, which more people can use. */
export const isCatalogService = ({ way }: Bundle): boolean => way === 'service';

/** Whether Gruntwork supports the bundle on the base image. */
export const fitsBaseImage = (bundle: Bundle, baseImageId: string): boolean =>
	bundle.systems.includes(baseImageId) || bundle.systems.includes(plainSystem(baseImageId));

/**
 * The chosen bundles and all that must come before them, in the order of installation.
 * @param chosen ids of the catalogue; unknown ones are left out.
 */
export const withRequired = (chosen: readonly string[]): readonly Bundle[] => {
	const wanted = new Set<string>();
	const add = (id: string): void => {
		const bundle = byId.get(id);
		if (bundle && !wanted.has(id)) {
			wanted.add(id);
			bundle.requires.forEach(add);
		}
	};

	chosen.forEach(add);
	return bundles.filter(bundle => wanted.has(bundle.id));
};

/** How a parameter is named among those of its bundle: with its moment where install and boot have one of the name. */
export const parameterKey = ({ parameters }: Bundle, { name, moment }: BundleParameter): string =>
	parameters.filter(other => other.name === name).length > 1 ? `${moment}.${name}` : name;

/** `ssh-grunt.keys-from=houston`, as `--set` takes it: what has to be so; `no …` if it must be empty. */
const conditionText = ({ id }: Bundle, { parameter, is }: BundleCondition): string => {
	const name = `${id}.${parameter}`;
	return is === undefined ? name : is === '' ? `no ${name}` : `${name}=${is}`;
};

/** With what a parameter counts: `ssh-grunt.keys-from=houston`, `a base image with apt`; undefined if always. */
export const countsBeside = (
	bundle: Bundle,
	{ when, on }: Pick<BundleParameter, 'when' | 'on'>,
): string | undefined =>
	[
		...(when === undefined ? [] : [conditionText(bundle, when)]),
		...(on === undefined ? [] : [`a base image with ${on.join(' or ')}`]),
	].join(' and ') || undefined;

/** The parameters of which one is enough where this one has no value. */
export const alternatives = (
	{ parameters }: Bundle,
	{ name, oneOf }: BundleParameter,
): readonly BundleParameter[] =>
	oneOf === undefined ? [] : parameters.filter(other => other.oneOf === oneOf && other.name !== name);
