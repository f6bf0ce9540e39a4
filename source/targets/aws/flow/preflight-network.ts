import type { Check } from '../../../flow/checks.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import type { AwsSubnet } from '../questions/facts.ts';

/** What a check says, and what to do. */
export type Verdict = readonly [status: Check['status'], detail: string, next?: string];

/** Zones in words: `eu-west-1a`, `3 zones`. */
export const zonesText = (zones: readonly string[]): string =>
	zones.length > 2 ? `${zones.length} zones` : zones.join(', ');

/** Why machines of a subnet are not reached, or reach nothing; undefined if nothing speaks for that. */
const subnetTrouble = (
	{ aws: { network } }: Recipe,
	{ internet, givesPublicAddress, freeAddresses }: AwsSubnet,
): string | undefined => {
	if (freeAddresses === 0) {
		return 'has no free address';
	}

	if (network.address === 'public') {
		return internet === 'nat' || internet === 'none'
			? 'has no route to an internet gateway, so no public address of it is reached'
			: network.subnet === undefined && !givesPublicAddress
				? 'gives machines no public address'
				: undefined;
	}

	return internet === 'none' || (internet === 'gateway' && !givesPublicAddress)
		? 'lets machines with a private address reach no internet, unless there is another way'
		: undefined;
};

/** The subnets that the machine may come into. */
export const candidates = ({ aws: { network } }: Recipe, all: readonly AwsSubnet[]): readonly AwsSubnet[] =>
	all.filter(({ id, isDefault, zone }) =>
		network.subnet === undefined
			? isDefault && (network.zone === undefined || zone === network.zone)
			: id === network.subnet,
	);

/** The verdict on the network. @param routes why nobody knows where routes lead. */
export const judgeNetwork = (
	recipe: Recipe,
	all: readonly AwsSubnet[],
	routes: string | undefined,
): Verdict => {
	const { region, network } = recipe.aws;
	const next = 'Choose a subnet: --subnet';
	const found = candidates(recipe, all);
	if (found.length === 0) {
		return network.subnet === undefined
			? ['missing', `${network.zone ?? region} has no default network, and the recipe names no subnet`, next]
			: ['missing', `${region} has no subnet ${network.subnet} that can be used`, next];
	}

	const troubles = found.flatMap(subnet => {
		const trouble = subnetTrouble(recipe, subnet);
		return trouble === undefined ? [] : [{ trouble, isSure: !trouble.includes('unless') }];
	});
	const [first] = troubles;
	const shown = network.subnet ?? 'The default network';
	if (first) {
		const isMissing = first.isSure && troubles.length === found.length;
		return [isMissing ? 'missing' : 'warning', `${shown} ${first.trouble}`, next];
	}

	return found.some(({ internet }) => internet === 'unknown')
		? ['unknown', routes ?? `${shown} is there; where its route leads is not seen from here`]
		: ['ok', `${shown}, ${zonesText([...new Set(found.map(({ zone }) => zone))])}, reaches the internet`];
};
