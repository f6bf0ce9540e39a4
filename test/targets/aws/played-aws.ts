import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A call as it came. */
export type Call = {
	/** `DescribeImages`; the path of what has no such name. */
	readonly action: string;
	readonly parameters: URLSearchParams;
	/** What a call by JSON says; undefined of others. */
	readonly input: unknown;
	/** The id of the key that signed, and the region that it is signed for. */
	readonly key: string;
	readonly region: string;
};

/** What is answered; `hang` never answers. */
export type Reply =
	| { readonly status?: number; readonly xml: string; readonly headers?: Readonly<Record<string, string>> }
	| { readonly status?: number; readonly json: unknown }
	| 'hang';

/** Answers by their actions; what stands nowhere is refused. */
export type Replies = Readonly<Record<string, (call: Call) => Reply>>;

export const item = (fields: Readonly<Record<string, string | number | boolean>>, inside = ''): string =>
	`<item>${Object.entries(fields)
		.map(([name, value]) => `<${name}>${value}</${name}>`)
		.join('')}${inside}</item>`;

/** An answer of EC2 with one list, and where it goes on. */
export const listed = (action: string, list: string, items: readonly string[], next?: string): Reply => ({
	xml: `<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><${list}>${items.join('')}</${list}>${next === undefined ? '' : `<nextToken>${next}</nextToken>`}</${action}Response>`,
});

export const refusing = (code: string, message: string, status = 400): Reply => ({
	status,
	xml: `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>1</RequestID></Response>`,
});

/** STS answers errors in another form than EC2. */
export const refusingQuery = (code: string, message: string, status = 400): Reply => ({
	status,
	xml: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
});

export const identity = (account: string): Reply => ({
	xml: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/ann</Arn><UserId>AIDA</UserId><Account>${account}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
});

const region = (id: string, status: string): string => item({ regionName: id, optInStatus: status });

/** AWS' error by JSON. */
export const refusingJson = (code: string, message: string, status = 400): Reply => ({
	status,
	json: { __type: `com.amazonaws.pricing#${code}`, message },
});

/** A product of AWS' price list: what it is, and what it costs from each amount on. */
type Product = {
	readonly service: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly currency?: string;
	readonly prices: Readonly<Record<string, string>>;
};

const usd = (service: string, attributes: Product['attributes'], price: string): Product => ({
	service,
	attributes,
	prices: { '0': price },
});

const irishMachine = {
	regionCode: 'eu-west-1',
	productFamily: 'Compute Instance',
	instanceType: 't3.micro',
	operatingSystem: 'Linux',
	preInstalledSw: 'NA',
	tenancy: 'Shared',
	capacitystatus: 'Used',
	usagetype: 'EU-BoxUsage:t3.micro',
};

/** Some of AWS' price list, in its forms: what looks alike costs otherwise. */
const products: readonly Product[] = [
	usd('AmazonEC2', irishMachine, '0.0120000000'),
	usd('AmazonEC2', { ...irishMachine, operatingSystem: 'Windows' }, '0.0206000000'),
	usd('AmazonEC2', { ...irishMachine, preInstalledSw: 'SQL Web' }, '0.0800000000'),
	usd(
		'AmazonEC2',
		{ ...irishMachine, tenancy: 'Dedicated', usagetype: 'EU-DedicatedUsage:t3.micro' },
		'0.0130',
	),
	usd('AmazonEC2', { ...irishMachine, capacitystatus: 'UnusedCapacityReservation' }, '0.0119000000'),
	usd(
		'AmazonEC2',
		{ ...irishMachine, regionCode: 'us-east-1', usagetype: 'BoxUsage:t3.micro' },
		'0.0104000000',
	),
	...['eu-west-1', 'us-east-1'].flatMap(regionCode => {
		const prefix = regionCode === 'us-east-1' ? '' : 'EU-';
		const snapshot = { regionCode, productFamily: 'Storage Snapshot' };
		return [
			usd(
				'AmazonEC2',
				{
					regionCode,
					productFamily: 'Storage',
					volumeApiName: 'gp3',
					usagetype: `${prefix}EBS:VolumeUsage.gp3`,
				},
				'0.0880000000',
			),
			usd('AmazonEC2', { ...snapshot, usagetype: `${prefix}EBS:SnapshotArchiveStorage` }, '0.0125000000'),
			usd('AmazonEC2', { ...snapshot, usagetype: `${prefix}EBS:SnapshotUsage` }, '0.0510000000'),
		];
	}),
	usd(
		'AmazonVPC',
		{ regionCode: 'eu-west-1', group: 'VPCPublicIPv4Address', usagetype: 'EU-PublicIPv4:IdleAddress' },
		'0.0060000000',
	),
	usd(
		'AmazonVPC',
		{ regionCode: 'eu-west-1', group: 'VPCPublicIPv4Address', usagetype: 'EU-PublicIPv4:InUseAddress' },
		'0.0050000000',
	),
	{
		service: 'AWSDataTransfer',
		attributes: {
			fromRegionCode: 'eu-west-1',
			toRegionCode: 'us-east-1',
			transferType: 'InterRegion Outbound',
			usagetype: 'EU-USE1-AWS-Out-Bytes',
		},
		prices: { '10240': '0.0100000000', '0': '0.0200000000' },
	},
	{
		service: 'AmazonEC2',
		attributes: { ...irishMachine, regionCode: 'cn-north-1', usagetype: 'CNN1-BoxUsage:t3.micro' },
		currency: 'CNY',
		prices: { '0': '0.0820000000' },
	},
];

/** A product as GetProducts gives it: a text of JSON. */
const productText = ({ service, attributes, currency = 'USD', prices }: Product): string => {
	const { productFamily = '', ...others } = attributes;
	const priceDimensions = Object.fromEntries(
		Object.entries(prices).map(([beginRange, price], index) => [
			`SKU.TERM.${index}`,
			{ unit: 'Hrs', beginRange, endRange: 'Inf', pricePerUnit: { [currency]: price } },
		]),
	);
	return JSON.stringify({
		product: { productFamily, attributes: others, sku: 'SKU' },
		serviceCode: service,
		terms: { OnDemand: { 'SKU.TERM': { priceDimensions, sku: 'SKU' } } },
	});
};

/** GetProducts of AWS' price list: it refuses services that it does not have, and finds what all filters name. */
export const priceList = ({ input }: Call): Reply => {
	const { ServiceCode, Filters = [], MaxResults } = Object(input);
	if (!products.some(({ service }) => service === ServiceCode) || !(MaxResults >= 1 && MaxResults <= 100)) {
		return refusingJson('InvalidParameterException', 'Input Parameters are invalid.');
	}

	const found = products.filter(
		({ service, attributes }) =>
			service === ServiceCode &&
			Filters.every(
				({ Type, Field, Value }: Readonly<Record<string, string>>) =>
					Type === 'TERM_MATCH' && attributes[Field ?? ''] === Value,
			),
	);
	return { json: { FormatVersion: 'aws_v1', PriceList: found.map(productText) } };
};

/** A page of instance profiles: the name of each, and its role if it has one. */
const instanceProfiles = (
	[name, role]: readonly string[],
	[bare]: readonly string[] = [],
	next?: string,
): Reply => ({
	xml: `<ListInstanceProfilesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListInstanceProfilesResult><InstanceProfiles><member><InstanceProfileName>${name}</InstanceProfileName><Roles><member><RoleName>${role ?? name}</RoleName></member></Roles></member>${bare === undefined ? '' : `<member><InstanceProfileName>${bare}</InstanceProfileName><Roles/></member>`}</InstanceProfiles><IsTruncated>${next !== undefined}</IsTruncated>${next === undefined ? '' : `<Marker>${next}</Marker>`}</ListInstanceProfilesResult></ListInstanceProfilesResponse>`,
});

const ownKeys = ['11111111-0000-0000-0000-000000000000', '22222222-0000-0000-0000-000000000000'];

/** An account in which everything is allowed, with one of each. */
export const wholeAccount: Replies = {
	GetCallerIdentity: () => identity('111122223333'),
	DescribeRegions: () =>
		listed('DescribeRegions', 'regionInfo', [
			region('eu-west-1', 'opt-in-not-required'),
			region('me-south-1', 'not-opted-in'),
			region('af-south-1', 'opted-in'),
		]),
	DescribeImages: () => listed('DescribeImages', 'imagesSet', []),
	DescribeInstanceTypeOfferings: () =>
		listed('DescribeInstanceTypeOfferings', 'instanceTypeOfferingSet', [
			item({ instanceType: 'm9.huge', locationType: 'availability-zone', location: 'eu-west-1b' }),
			item({ instanceType: 'm9.huge', locationType: 'availability-zone', location: 'eu-west-1a' }),
		]),
	DescribeInstanceTypes: () =>
		listed('DescribeInstanceTypes', 'instanceTypeSet', [
			item(
				{ instanceType: 'm9.huge' },
				'<vCpuInfo><defaultVCpus>96</defaultVCpus></vCpuInfo><memoryInfo><sizeInMiB>786432</sizeInMiB></memoryInfo><processorInfo><supportedArchitectures><item>arm64</item></supportedArchitectures></processorInfo>',
			),
		]),
	DescribeSubnets: () =>
		listed('DescribeSubnets', 'subnetSet', [
			item({
				subnetId: 'subnet-1',
				vpcId: 'vpc-1',
				availabilityZone: 'eu-west-1a',
				cidrBlock: '10.0.0.0/24',
				state: 'available',
				defaultForAz: false,
				mapPublicIpOnLaunch: false,
				availableIpAddressCount: 251,
			}),
		]),
	ListInstanceProfiles: ({ parameters }) =>
		parameters.get('Marker') === 'second'
			? instanceProfiles(['builder'], ['nobody'])
			: instanceProfiles(['shop', 'shop-server'], undefined, 'second'),
	ListAliases: ({ input }) =>
		Object(input).Marker === 'second'
			? { json: { Aliases: [{ AliasName: 'alias/images', TargetKeyId: ownKeys[0] }], Truncated: false } }
			: {
					json: {
						Aliases: [
							{ AliasName: 'alias/aws/ebs' },
							{ AliasName: 'alias/aws/s3', TargetKeyId: '33333333-0000-0000-0000-000000000000' },
						],
						Truncated: true,
						NextMarker: 'second',
					},
				},
	ListKeys: () => ({ json: { Keys: ownKeys.map(KeyId => ({ KeyId })), Truncated: false } }),
	DescribeRouteTables: () =>
		listed('DescribeRouteTables', 'routeTableSet', [
			item(
				{ routeTableId: 'rtb-1', vpcId: 'vpc-1' },
				`<routeSet>${item({ destinationCidrBlock: '0.0.0.0/0', natGatewayId: 'nat-1', state: 'active' })}</routeSet><associationSet>${item({ main: true })}</associationSet>`,
			),
		]),
};

/** Plays AWS at an address of its own until the test is over; `calls` has all that came. */
export const playAws = async (replies: Replies) => {
	const calls: Call[] = [];
	const server = createServer(async (request, response) => {
		let body = '';
		for await (const part of request) {
			body += part;
		}

		const [, operation] = String(request.headers['x-amz-target'] ?? '').split('.');
		const parameters = new URLSearchParams(operation === undefined ? body : '');
		const [, key = 'nobody', where = ''] =
			/Credential=([^/]+)\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
		const call = {
			action: operation ?? parameters.get('Action') ?? request.url?.replace(/\?.*$/, '') ?? '',
			parameters,
			input: operation === undefined ? undefined : JSON.parse(body),
			key,
			region: where,
		};
		calls.push(call);
		const reply = replies[call.action]?.(call) ?? refusing('InvalidAction', `No ${call.action} here.`);
		if (reply !== 'hang' && 'json' in reply) {
			response
				.writeHead(reply.status ?? 200, { 'content-type': 'application/x-amz-json-1.1' })
				.end(typeof reply.json === 'string' ? reply.json : JSON.stringify(reply.json));
		} else if (reply !== 'hang') {
			response
				.writeHead(reply.status ?? 200, { 'content-type': 'text/xml', ...reply.headers })
				.end(reply.xml);
		}
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return {
		calls,
		actions: () => calls.map(({ action }) => action).sort(),
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
	};
};
