import { regions } from '../../catalog/regions.ts';
import type { Actions } from './call.ts';
import { filtered } from './filters.ts';
import { noTags, values } from './parameters.ts';
import { Refusal } from './protocol.ts';
import { accountId } from './state.ts';

/** Who is asking, and which regions there are. */
export const accountActions: Actions = {
	GetCallerIdentity: () => ({
		body: {
			Arn: `arn:aws:iam::${accountId}:user/rehearsal`,
			UserId: 'AIDAREHEARSALREHEARSA',
			Account: accountId,
		},
	}),

	DescribeRegions: (_world, call) => {
		const names = values(call.parameters, 'RegionName');
		const unknown = names.find(name => !regions.some(region => region.id === name));
		if (unknown !== undefined) {
			throw new Refusal('InvalidParameterValue', `Invalid region provided: ${unknown}.`);
		}

		const all = regions.map(region => ({
			...region,
			tags: noTags,
			optInStatus: region.optIn ? 'opted-in' : 'opt-in-not-required',
		}));
		const found = filtered(all, call.parameters, {
			'region-name': region => region.id,
			'opt-in-status': region => region.optInStatus,
			endpoint: region => `ec2.${region.id}.amazonaws.com`,
		});
		return {
			body: {
				regionInfo: found
					.filter(region => names.length === 0 || names.includes(region.id))
					.map(region => ({
						regionName: region.id,
						regionEndpoint: `ec2.${region.id}.amazonaws.com`,
						optInStatus: region.optInStatus,
					})),
			},
		};
	},
};
