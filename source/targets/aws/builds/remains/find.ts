import { AwsRefusal } from '../../../../aws/client/refused.ts';
import { Problem } from '../../../../base/problem.ts';
import { buildTag } from '../../../../recipe/tags.ts';
import { otherAccountText, type TitledCaller } from './callers.ts';
import { noteCleanup } from './note.ts';
import {
	type FoundRemains,
	type LookedFor,
	type RemainsPlace,
	type RemainsRequest,
	withoutTwins,
} from './places.ts';
import { refusalText, refusedAt } from './refusals.ts';
import { type Means, type Sought, seek } from './sought.ts';

type Group = TitledCaller & { readonly sought: Sought[] };

/** Builds by who signs for them: each account is asked once. */
const grouped = async (all: readonly Sought[], unseen: string[]): Promise<readonly Group[]> => {
	const groups = new Map<string, Group>();
	let first: unknown;
	for (const sought of all) {
		try {
			const titled = await sought.caller();
			const { signer, endpoint, sdk } = titled.caller;
			const key = JSON.stringify([signer, endpoint, sdk]);
			const group = groups.get(key) ?? { ...titled, sought: [] };
			group.sought.push(sought);
			groups.set(key, group);
		} catch (error) {
			if (!(error instanceof Problem)) {
				throw error;
			}

			first ??= error;
			unseen.push(`Build ${sought.traces[0]?.build}: ${error.reason ?? error.message}`);
		}
	}

	if (groups.size === 0 && first !== undefined) {
		throw first;
	}

	return [...groups.values()];
};

/** A build that was looked for, and whether everywhere; what speaks against that is told. */
const lookedFor = (
	{ known, regions }: Sought,
	{ caller, signedBy }: Group,
	places: readonly RemainsPlace[],
	{ id, profile }: RemainsRequest,
	unseen: string[],
): LookedFor | undefined => {
	if (known === undefined) {
		return undefined;
	}

	const { header, mayBeLeft } = known;
	const other = otherAccountText(header, signedBy, profile !== undefined);
	if (other !== undefined && (mayBeLeft || id !== undefined)) {
		unseen.push(other);
	}

	const isSeen = (region: string): boolean =>
		places.some(place => place.caller === caller && place.region === region && place.unseen.length === 0);
	return { id: header.id, isWhole: other === undefined && regions.every(isSeen), mayBeLeft };
};

/**
 * What builds left in AWS, in every region that they work in; those that are being cancelled are waited for. Nothing is
 * changed in AWS; where nothing is left, that is noted. Without any build in AWS, any id and any region there is no place to
 * look.
 * @throws Problem: exit 2 if the build that is meant still runs, or no region of it is known; exit 4 if nobody can sign in,
 * exit 3 if AWS lets nobody look; or the reason of the signal.
 */
export const findRemains = async (request: RemainsRequest, means: Means): Promise<FoundRemains> => {
	const { whereabouts, signal } = means;
	const { sought, artifacts, running, tested, rehearsed } = await seek(request, means);
	if (sought.length === 0) {
		const nowhere = { places: [], builds: [], complaints: [], unseen: [] };
		return rehearsed === undefined ? nowhere : { ...nowhere, rehearsed };
	}

	const unseen: string[] = [];
	const groups = await grouped(sought, unseen);
	const { findInRegion } = await import('../../../../aws/client/remains/find.ts');
	const asked = groups.flatMap(({ caller, title, sought: some }) =>
		[...new Set(some.flatMap(({ regions }) => regions))].map(region => ({ caller, title, region, some })),
	);
	let first: unknown;
	const places = await Promise.all(
		asked.map(async ({ caller, title, region, some }): Promise<readonly RemainsPlace[]> => {
			const recipe = some[0]?.recipe ?? means.recipe;
			const traces = some.filter(({ regions }) => regions.includes(region)).flatMap(each => each.traces);
			try {
				const wanted = {
					region,
					tag: buildTag,
					traces,
					artifacts,
					running,
					tested,
					others: request.id === undefined,
				};
				const found = await findInRegion(caller, wanted, signal);
				const told = found.unseen.map(refusal => refusalText(refusal, recipe));
				return [{ caller, title, region, remains: found.remains, unseen: told }];
			} catch (error) {
				if (!(error instanceof AwsRefusal)) {
					throw error;
				}

				first ??= refusedAt(error, region, recipe);
				unseen.push(`${region}: ${refusalText(error, recipe)}`);
				return [];
			}
		}),
	);
	if (first !== undefined && places.flat().length === 0) {
		throw first;
	}

	const found = {
		places: withoutTwins(places.flat()),
		builds: groups.flatMap(group =>
			group.sought.flatMap(each => lookedFor(each, group, places.flat(), request, unseen) ?? []),
		),
		unseen,
	};
	return { ...found, complaints: await noteCleanup(found, [], whereabouts) };
};
