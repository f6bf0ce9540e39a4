import http from 'node:http';
import type { Environment } from '../base/paths.ts';

/** Milliseconds that the metadata service has to answer; it is on the same host, or not at all. */
const limit = 1000;

type Answer = { readonly status: number; readonly body: string };

/** One request to the metadata service. Node's own module, since no proxy may come between. */
const ask = (
	address: URL,
	method: 'GET' | 'PUT',
	headers: Readonly<Record<string, string>>,
	signal: AbortSignal,
): Promise<Answer> =>
	new Promise((resolve, reject) => {
		const request = http.request(address, { method, headers, signal, agent: false }, response => {
			let body = '';
			response.setEncoding('utf8');
			response.on('data', (part: string) => {
				body += part;
			});
			response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
			response.on('error', reject);
		});
		request.on('error', reject);
		request.end();
	});

const endpointOf = (environment: Environment): string =>
	environment['AWS_EC2_METADATA_SERVICE_ENDPOINT'] ||
	(environment['AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE']?.toLowerCase() === 'ipv6'
		? 'http://[fd00:ec2::254]'
		: 'http://169.254.169.254');

/**
 * The name of the role of the EC2 instance that this is, undefined if it is none, has none, or its metadata service does
 * not answer within a second. `AWS_EC2_METADATA_SERVICE_ENDPOINT` counts. Throws nothing.
 */
export const instanceRole = async (environment: Environment): Promise<string | undefined> => {
	const signal = AbortSignal.timeout(limit);
	try {
		const endpoint = endpointOf(environment).replace(/\/$/, '');
		const token = await ask(
			new URL(`${endpoint}/latest/api/token`),
			'PUT',
			{ 'x-aws-ec2-metadata-token-ttl-seconds': '60' },
			signal,
		);
		const roles = await ask(
			new URL(`${endpoint}/latest/meta-data/iam/security-credentials/`),
			'GET',
			// Without a token it is the first version of the service.
			token.status === 200 ? { 'x-aws-ec2-metadata-token': token.body } : {},
			signal,
		);
		return roles.status === 200 ? roles.body.trim().split('\n')[0] || undefined : undefined;
	} catch {
		return undefined;
	}
};
