import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A call as it came. */
export type Call = {
	/** `DescribeImages`; the path of what has no such name. */
	readonly action: string;
	readonly parameters: URLSearchParams;
	/** The id of the key that signed, and the region that it is signed for. */
	readonly key: string;
	readonly region: string;
};

/** What is answered; `hang` never answers. */
export type Reply =
	| { readonly status?: number; readonly xml: string; readonly headers?: Readonly<Record<string, string>> }
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

		const parameters = new URLSearchParams(body);
		const [, key = 'nobody', where = ''] =
			/Credential=([^/]+)\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
		const call = {
			action: parameters.get('Action') ?? request.url?.replace(/\?.*$/, '') ?? '',
			parameters,
			key,
			region: where,
		};
		calls.push(call);
		const reply = replies[call.action]?.(call) ?? refusing('InvalidAction', `No ${call.action} here.`);
		if (reply !== 'hang') {
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
