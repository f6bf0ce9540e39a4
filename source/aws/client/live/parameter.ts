import { addressEnd } from '../../../catalog/regions.ts';
import { clientOptions, endpointBeside } from '../clients.ts';
import { jsonCall } from '../json-call.ts';
import type { LiveSession } from './session.ts';

/** The value of a parameter of Systems Manager, `/aws/service/…`; empty if it has none. @throws as `askIdentity`. */
export const askParameter = async ({ region, caller, ask }: LiveSession, name: string): Promise<string> => {
	const asking = await caller();
	const options = await clientOptions(asking, 'ssm', region, await endpointBeside(asking, 'ssm'));
	const service = {
		address: new URL(`https://ssm.${region}.${addressEnd(region)}`),
		signedAs: 'ssm',
		target: 'AmazonSSM',
	};
	const { Parameter } = await ask('SSM', 'GetParameter', ({ abortSignal }) =>
		jsonCall(service, options, 'GetParameter', { Name: name }, 'Parameter', abortSignal),
	);
	return String(Object(Parameter).Value ?? '');
};
