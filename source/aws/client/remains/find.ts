import { type Caller, createEc2, createIam } from '../clients.ts';
import { AwsRefusal } from '../refused.ts';
import type { Wanted } from './belongs.ts';
import type { RegionCalls } from './calls.ts';
import { findIdentities, findKeyPairs, findSecurityGroups, identityNames } from './find-access.ts';
import { findImages, findSnapshots } from './find-images.ts';
import { findLaunchTemplates, findMachines, findSpotRequests, findVolumes } from './find-machines.ts';
import { type Remain, remainKinds } from './remain.ts';

/** What was found in a region, and what could not be looked for. */
export type RegionRemains = {
	readonly remains: readonly Remain[];
	/** What AWS refused to list. */
	readonly unseen: readonly AwsRefusal[];
};

/**
 * What builds left in a region of an account. Nothing is changed. Machines must be seen; what else AWS refuses to list is
 * told.
 * @throws AwsRefusal if even machines cannot be listed, Problem if nobody can sign in, or the reason of the signal.
 */
export const findInRegion = async (
	caller: Caller,
	wanted: Wanted,
	signal: AbortSignal,
): Promise<RegionRemains> => {
	const ec2 = await createEc2(caller, wanted.region);
	try {
		const region: RegionCalls = { ...wanted, ec2, signal };
		const unseen: AwsRefusal[] = [];
		const seen = async <Result>(look: Promise<Result>, otherwise: Result): Promise<Result> => {
			try {
				return await look;
			} catch (error) {
				if (!(error instanceof AwsRefusal)) {
					throw error;
				}

				unseen.push(error);
				return otherwise;
			}
		};

		const machines = await findMachines(region);
		const isSpot =
			wanted.traces.some(({ spot, ran }) => spot || ran === undefined) ||
			machines.some(({ instance }) => instance.InstanceLifecycle === 'spot');
		const images = await seen(findImages(region), { remains: [], images: [] });
		const names = identityNames(region, machines);
		const identities = async (): Promise<readonly Remain[]> =>
			names.size === 0 ? [] : findIdentities(await createIam(caller, wanted.region), region, names);
		const remains = [
			...machines.map(({ remain }) => remain),
			...images.remains,
			...(await seen(findSnapshots(region, machines, images), [])),
			...(await seen(findVolumes(region, machines), [])),
			...(await seen(findSecurityGroups(region), [])),
			...(await seen(findKeyPairs(region), [])),
			...(isSpot ? await seen(findSpotRequests(region, machines), []) : []),
			...(isSpot ? await seen(findLaunchTemplates(region), []) : []),
			...(await seen(identities(), [])),
		];
		const order = (remain: Remain): number => remainKinds.indexOf(remain.kind);
		return { remains: remains.sort((a, b) => order(a) - order(b)), unseen };
	} finally {
		ec2.destroy();
	}
};
