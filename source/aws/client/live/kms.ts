import { addressEnd } from '../../../catalog/regions.ts';
import { clientOptions, endpointBeside } from '../clients.ts';
import { jsonCall } from '../json-call.ts';
import { AwsRefusal } from '../refused.ts';
import type { LiveSession } from './session.ts';

/**
 * What a key of KMS is in a region: its state, `Enabled`, what it is for, `ENCRYPT_DECRYPT`, and whether AWS made it, whose
 * keys are of one account alone.
 * @returns undefined if there is none.
 * @throws as `askIdentity`.
 */
export const askKey = async ({ caller, ask }: LiveSession, region: string, key: string) => {
	const asking = await caller();
	const service = {
		address: new URL(`https://kms.${region}.${addressEnd(region)}`),
		signedAs: 'kms',
		target: 'TrentService',
	};
	const options = await clientOptions(asking, 'kms', region, await endpointBeside(asking, 'kms'));
	try {
		const told = await ask('KMS', 'DescribeKey', ({ abortSignal }) =>
			jsonCall(service, options, 'DescribeKey', { KeyId: key }, 'KeyMetadata', abortSignal),
		);
		const { KeyState = 'unknown', KeyUsage = 'unknown', KeyManager } = Object(told);
		return { state: String(KeyState), usage: String(KeyUsage), isOfAws: KeyManager === 'AWS' };
	} catch (error) {
		if (error instanceof AwsRefusal && error.code === 'NotFoundException') {
			return undefined;
		}

		throw error;
	}
};
