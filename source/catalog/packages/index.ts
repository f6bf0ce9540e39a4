import { type PackageManager, plainSystem } from '../base-images.ts';
import data from '../data/packages.json' with { type: 'json' };
import type { PackageNames, SystemPackage } from './schema.ts';

/** A test holds the file against the schema; nobody waits for that at the start of the program. */
const arePackages = (_data: unknown): _data is readonly SystemPackage[] => true;

const found: unknown = data.packages;

/** The packages that people search for, or that systems call differently; any other is taken by the name it has there. */
export const systemPackages: readonly SystemPackage[] = arePackages(found) ? found : [];

const byName = new Map(
	systemPackages.flatMap(one => [one.id, ...(one.aliases ?? [])].map(name => [name, one] as const)),
);

/** A package by what people call it. */
export const findPackage = (name: string): SystemPackage | undefined => byName.get(name.toLowerCase());

/** Where packages are installed: a base image of the catalogue, if it is one, and its package manager. */
export type PackageSystem = { readonly id: string | undefined; readonly manager: PackageManager };

/** What has to be installed so that a package is there. */
export type FoundPackage = Omit<PackageNames, 'names'> & { readonly names: readonly string[] };

/** What a package is called on a system; undefined where it is not to be had. */
export const packageOn = (name: string, { id, manager }: PackageSystem): FoundPackage | undefined => {
	const known = findPackage(name);
	const on = known?.on ?? {};
	const system = id === undefined ? undefined : plainSystem(id);
	const here = system !== undefined && Object.hasOwn(on, system) ? on[system] : on[manager];
	return here === null ? undefined : { ...here, names: here?.names ?? [known?.id ?? name] };
};
