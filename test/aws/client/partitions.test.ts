import { EC2Client } from '@aws-sdk/client-ec2';
import { STSClient } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { serviceAddress } from '../../../source/aws/client/clients.ts';

test.each([
	['eu-west-1', 'amazonaws.com'],
	['cn-north-1', 'amazonaws.com.cn'],
	['us-gov-west-1', 'amazonaws.com'],
	['eusc-de-east-1', 'amazonaws.eu'],
])('%s is asked in its partition, and the way there is chosen by the very address', (region, suffix) => {
	for (const [service, client] of [
		['ec2', new EC2Client({ region })],
		['sts', new STSClient({ region })],
	] as const) {
		const { url } = client.config.endpointProvider({ Region: region });
		expect(url.hostname).toBe(`${service}.${region}.${suffix}`);
		expect(serviceAddress(service, region, undefined).hostname).toBe(url.hostname);
	}
});
