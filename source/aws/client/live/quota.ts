import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { addressEnd } from '../../../catalog/regions.ts';
import { clientOptions, endpointBeside } from '../clients.ts';
import { jsonCall } from '../json-call.ts';
import { AwsRefusal } from '../refused.ts';
import { type LiveSession, pagesOf } from './session.ts';

/** Which machines count together, by the letters that their types begin with, and the codes of their quotas of vCPUs. */
const families = [
	{ letters: /^(a|c|d|h|i|im|is|m|r|t|z)$/, onDemand: 'L-1216C47A', spot: 'L-34B43A08' },
	{ letters: /^(g|gr|vt)$/, onDemand: 'L-DB2E81BA', spot: 'L-3819A6DF' },
	{ letters: /^p$/, onDemand: 'L-417A185B', spot: 'L-7212CCBC' },
	{ letters: /^inf$/, onDemand: 'L-1945791B', spot: 'L-B5D1601B' },
	{ letters: /^trn$/, onDemand: 'L-2C3B7624', spot: 'L-6B0D517C' },
	{ letters: /^x$/, onDemand: 'L-7295265B', spot: 'L-E3A00192' },
	{ letters: /^f$/, onDemand: 'L-74FC7D96', spot: 'L-88CF9481' },
] as const;

const familyOf = (type: string) => {
	const letters = /^[a-z]+/.exec(type)?.[0] ?? '';
	return families.find(family => family.letters.test(letters));
};

/** The vCPUs of machines that count together with one of a type. */
const askUsed = async ({ ec2, ask }: LiveSession, type: string, isSpot: boolean): Promise<number> => {
	const client = await ec2();
	const family = familyOf(type);
	let used = 0;
	const pages = pagesOf(NextToken =>
		ask('EC2', 'DescribeInstances', options =>
			client.send(
				new DescribeInstancesCommand({
					Filters: [{ Name: 'instance-state-name', Values: ['pending', 'running'] }],
					MaxResults: 1000,
					NextToken,
				}),
				options,
			),
		),
	);
	for await (const { Reservations = [] } of pages) {
		for (const { InstanceType = '', InstanceLifecycle, CpuOptions } of Reservations.flatMap(
			({ Instances = [] }) => Instances,
		)) {
			if (familyOf(InstanceType) === family && (InstanceLifecycle === 'spot') === isSpot) {
				used += (CpuOptions?.CoreCount ?? 1) * (CpuOptions?.ThreadsPerCore ?? 1);
			}
		}
	}

	return used;
};

/**
 * How many vCPUs the account may have in the region of such machines, and how many it has.
 * @returns undefined for types that count otherwise.
 * @throws as `askIdentity`.
 */
export const askQuota = async (session: LiveSession, type: string, isSpot: boolean) => {
	const family = familyOf(type);
	if (!family) {
		return undefined;
	}

	const code = isSpot ? family.spot : family.onDemand;
	const { region, caller, ask } = session;
	const asking = await caller();
	const service = {
		address: new URL(`https://servicequotas.${region}.${addressEnd(region)}`),
		signedAs: 'servicequotas',
		target: 'ServiceQuotasV20190624',
	};
	const options = await clientOptions(
		asking,
		'servicequotas',
		region,
		await endpointBeside(asking, 'service_quotas'),
	);
	const input = { ServiceCode: 'ec2', QuotaCode: code };
	const [{ Quota: quota }, used] = await Promise.all([
		ask('ServiceQuotas', 'GetServiceQuota', ({ abortSignal }) =>
			jsonCall(service, options, 'GetServiceQuota', input, 'Quota', abortSignal),
		),
		askUsed(session, type, isSpot),
	]);
	const limit: unknown = Object(quota).Value;
	if (typeof limit !== 'number') {
		throw new AwsRefusal(
			'What answered for AWS names no quota',
			'',
			undefined,
			'ServiceQuotas:GetServiceQuota',
		);
	}

	return { code, limit, used };
};
