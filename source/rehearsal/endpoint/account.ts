import { findRegion, partitionOf, regions } from '../../catalog/regions.ts';
import { type ActionTable, here } from './call.ts';
import { isDisabled } from './call-faults.ts';
import { filtered } from './filters.ts';
import { flag, noTags, values } from './parameters.ts';
import { Refusal } from './protocol.ts';
import { accountId, type RegionState, type World } from './state.ts';

/** Who is asking. */
export const callerActions: ActionTable = {
	GetCallerIdentity: () => ({
		body: {
			Arn: `arn:aws:iam::${accountId}:user/rehearsal`,
			UserId: 'AIDAREHEARSALREHEARSA',
			Account: accountId,
		},
	}),
};

/** The zones of a region, by name: those in which it has a subnet. */
export const zonesOf = (region: RegionState): readonly string[] =>
	[...new Set([...region.subnets.values()].map(subnet => subnet.zone))].sort();

/** The id of a zone, `euw1-az1` for `eu-west-1a`. Which of them a letter means differs by account. */
export const zoneId = (zone: string): string => {
	const [, area = '', place = '', digit = '', letter = 'a'] = /^(\w+)-(.*)-(\d)([a-z])$/.exec(zone) ?? [];
	const short = [...place.matchAll(/gov|north|south|central|east|west/g)].map(([word]) => word[0]).join('');
	return `${area}${short}${digit}-az${letter.charCodeAt(0) - 'a'.charCodeAt(0) + 1}`;
};

/** The regions that an account of a region's partition sees; one that the catalogue does not know if it is in use. */
const regionsSeen = (
	world: World,
	from: string,
): readonly { readonly id: string; readonly optIn: boolean }[] => [
	...regions.filter(({ id }) => partitionOf(id) === partitionOf(from)),
	...[...world.regions.keys()]
		.filter(id => !findRegion(id) && partitionOf(id) === partitionOf(from))
		.map(id => ({ id, optIn: true })),
];

/** Which regions there are, and which zones this one has. */
export const regionActions: ActionTable = {
	DescribeRegions: (world, call) => {
		const seen = regionsSeen(world, call.region);
		const names = values(call.parameters, 'RegionName');
		const unknown = names.find(name => !seen.some(region => region.id === name));
		if (unknown !== undefined) {
			throw new Refusal('InvalidParameterValue', `Invalid region provided: ${unknown}.`);
		}

		const all = seen.map(region => ({
			...region,
			tags: noTags,
			optInStatus: isDisabled(call.tools.faults, region.id)
				? 'not-opted-in'
				: region.optIn
					? 'opted-in'
					: 'opt-in-not-required',
		}));
		const enabled = all.filter(
			({ optInStatus }) => optInStatus !== 'not-opted-in' || flag(call.parameters, 'AllRegions'),
		);
		const found = filtered(enabled, call.parameters, {
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

	DescribeAvailabilityZones: (world, call) => {
		const wanted = [...values(call.parameters, 'ZoneName'), ...values(call.parameters, 'ZoneId')];
		const all = zonesOf(here(world, call)).map(name => ({ name, id: zoneId(name), tags: noTags }));
		const unknown = wanted.find(text => !all.some(({ name, id }) => text === name || text === id));
		if (unknown !== undefined) {
			throw new Refusal('InvalidParameterValue', `Invalid availability zone: [${unknown}]`);
		}

		const found = filtered(all, call.parameters, {
			'zone-name': zone => zone.name,
			'zone-id': zone => zone.id,
			'zone-type': () => 'availability-zone',
			'region-name': () => call.region,
			'group-name': () => `${call.region}-zg-1`,
			'opt-in-status': () => 'opt-in-not-required',
			state: () => 'available',
		});
		return {
			body: {
				availabilityZoneInfo: found
					.filter(({ name, id }) => wanted.length === 0 || wanted.includes(name) || wanted.includes(id))
					.map(({ name, id }) => ({
						zoneName: name,
						zoneId: id,
						zoneState: 'available',
						zoneType: 'availability-zone',
						regionName: call.region,
						groupName: `${call.region}-zg-1`,
						networkBorderGroup: call.region,
						optInStatus: 'opt-in-not-required',
						messageSet: [],
					})),
			},
		};
	},
};
