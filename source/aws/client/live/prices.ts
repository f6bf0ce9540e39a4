import { DescribeSpotPriceHistoryCommand } from '@aws-sdk/client-ec2';
import { isObject, parsedJson } from '../../../base/json.ts';
import {
	type Currency,
	currencies,
	type Priced,
	partitionCurrencies,
	rateName,
} from '../../../catalog/rates.ts';
import { addressEnd, type Partition, partitionOf } from '../../../catalog/regions.ts';
import { clientOptions, endpointBeside } from '../clients.ts';
import { type JsonService, jsonCall } from '../json-call.ts';
import { AwsRefusal } from '../refused.ts';
import { type LiveSession, pagesOf } from './session.ts';

/** Where a partition tells its prices; GovCloud tells none. */
const pricingRegions: Readonly<Record<Partition, string | undefined>> = {
	aws: 'us-east-1',
	'aws-cn': 'cn-northwest-1',
	'aws-us-gov': undefined,
	'aws-eusc': 'eusc-de-east-1',
};

const serviceIn = (region: string): JsonService => ({
	address: new URL(`https://api.pricing.${region}.${addressEnd(region)}`),
	signedAs: 'pricing',
	target: 'AWSPriceListService',
});

/** What is looked up in AWS' price list, and which of the products that are found is meant, by its type of usage. */
type Search = {
	readonly service: 'AmazonEC2' | 'AmazonVPC' | 'AWSDataTransfer';
	readonly attributes: Readonly<Record<string, string>>;
	readonly usage: RegExp;
};

const searchFor = (priced: Exclude<Priced, { readonly what: 'spot' }>): Search => {
	const { region: regionCode } = priced;
	switch (priced.what) {
		case 'machine':
			return {
				service: 'AmazonEC2',
				attributes: {
					regionCode,
					instanceType: priced.type,
					operatingSystem: 'Linux',
					preInstalledSw: 'NA',
					tenancy: 'Shared',
					capacitystatus: 'Used',
				},
				usage: /(^|-)BoxUsage(:|$)/,
			};
		case 'disk':
			return {
				service: 'AmazonEC2',
				attributes: { regionCode, productFamily: 'Storage', volumeApiName: priced.type },
				usage: /(^|-)EBS:VolumeUsage\.gp\d$/,
			};
		case 'snapshot':
			return {
				service: 'AmazonEC2',
				attributes: { regionCode, productFamily: 'Storage Snapshot' },
				usage: /(^|-)EBS:SnapshotUsage$/,
			};
		case 'address':
			return {
				service: 'AmazonVPC',
				attributes: { regionCode, group: 'VPCPublicIPv4Address' },
				usage: /(^|-)PublicIPv4:InUseAddress$/,
			};
		case 'transfer':
			return {
				service: 'AWSDataTransfer',
				attributes: {
					fromRegionCode: regionCode,
					toRegionCode: priced.to,
					transferType: 'InterRegion Outbound',
				},
				usage: /-AWS-Out-Bytes$/,
			};
	}
};

const valuesOf = (data: unknown): readonly unknown[] => (isObject(data) ? Object.values(data) : []);

/** The price of a product on demand, from its first unit on; undefined if it has none. */
const priceOf = (product: unknown): { readonly amount: number; readonly currency: Currency } | undefined => {
	const { terms } = Object(product);
	const dimensions = valuesOf(Object(terms).OnDemand).flatMap(term => valuesOf(Object(term).priceDimensions));
	const [first] = dimensions
		.map(dimension => Object(dimension))
		.sort((one, other) => Number(one.beginRange ?? 0) - Number(other.beginRange ?? 0));
	const perUnit = Object(first?.pricePerUnit);
	const currency = currencies.find(each => each in perUnit);
	const amount = currency === undefined ? Number.NaN : Number(perUnit[currency]);
	return currency !== undefined && Number.isFinite(amount) && amount > 0 ? { amount, currency } : undefined;
};

/** What the price list says; undefined if it has no such price. @throws as `askIdentity`. */
const askListed = async (
	{ caller, ask }: LiveSession,
	place: string,
	priced: Exclude<Priced, { readonly what: 'spot' }>,
) => {
	const asking = await caller();
	const options = await clientOptions(asking, 'api.pricing', place, await endpointBeside(asking, 'pricing'));
	const { service, attributes, usage } = searchFor(priced);
	const input = {
		ServiceCode: service,
		Filters: Object.entries(attributes).map(([Field, Value]) => ({ Type: 'TERM_MATCH', Field, Value })),
		MaxResults: 100,
	};
	const { PriceList: products } = await ask('Pricing', 'GetProducts', ({ abortSignal }) =>
		jsonCall(serviceIn(place), options, 'GetProducts', input, 'PriceList', abortSignal),
	);
	const found = (Array.isArray(products) ? products : [])
		.map(text => Object(typeof text === 'string' ? parsedJson(text) : text))
		.filter(({ product }) => usage.test(String(Object(Object(product).attributes).usagetype)))
		.map(priceOf)
		.find(price => price !== undefined);
	return found && { name: rateName(priced), ...found };
};

/**
 * What a spot machine costs now where it is cheapest, in the zone that is named or any of the region.
 * @returns undefined if none is offered there.
 * @throws as `askIdentity`.
 */
export const askSpot = async (
	{ ec2, ask }: LiveSession,
	priced: Extract<Priced, { readonly what: 'spot' }>,
) => {
	const client = await ec2();
	const prices: number[] = [];
	const pages = pagesOf(NextToken =>
		ask('EC2', 'DescribeSpotPriceHistory', options =>
			client.send(
				new DescribeSpotPriceHistoryCommand({
					Filters: [{ Name: 'instance-type', Values: [priced.type] }],
					ProductDescriptions: ['Linux/UNIX'],
					// The price of now in each zone.
					StartTime: new Date(),
					...(priced.zone !== undefined && { AvailabilityZone: priced.zone }),
					NextToken,
				}),
				options,
			),
		),
	);
	for await (const { SpotPriceHistory = [] } of pages) {
		prices.push(...SpotPriceHistory.map(({ SpotPrice }) => Number(SpotPrice)).filter(price => price > 0));
	}

	return prices.length === 0
		? undefined
		: {
				name: rateName(priced),
				amount: Math.min(...prices),
				currency: partitionCurrencies[partitionOf(priced.region)],
			};
};

/**
 * What each of these costs, as far as AWS tells it, and why it does not, if it refuses; what it does not know is left out.
 * @throws Problem (exit 4) if only Packer can sign in so, or the reason of the signal.
 */
export const askPrices = async (session: LiveSession, wanted: readonly Priced[]) => {
	const place = pricingRegions[partitionOf(session.region)];
	const rates = [];
	const refusals = new Map<boolean, AwsRefusal>();
	for (const priced of wanted) {
		const isSpot = priced.what === 'spot';
		// What refused one price refuses the others.
		if (refusals.has(isSpot) || (!isSpot && place === undefined)) {
			continue;
		}

		try {
			const rate = isSpot ? await askSpot(session, priced) : await askListed(session, place ?? '', priced);
			rates.push(...(rate ? [rate] : []));
		} catch (error) {
			if (!(error instanceof AwsRefusal)) {
				throw error;
			}

			refusals.set(isSpot, error);
		}
	}

	return { rates, refusal: [...refusals.values()][0] };
};
