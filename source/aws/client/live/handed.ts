import type { Caller } from '../clients.ts';
import { AwsRefusal } from '../refused.ts';
import { openLive } from './session.ts';

/**
 * Temporary keys of a signer whom Packer cannot follow, to be handed to it; `until` in milliseconds since 1970.
 * @param code what a person read off the device that a role asks for.
 * @throws AwsRefusal, Problem (exit 4) if a code is missing, or the reason of the signal.
 */
export const keysToHand = async (
	caller: Caller,
	region: string,
	signal: AbortSignal,
	code: string | undefined,
) => {
	const session = openLive(caller, region, signal, code);
	try {
		const { credentials } = await session.caller();
		const got = await session.ask('STS', 'AssumeRole', async () =>
			typeof credentials === 'function' ? credentials() : credentials,
		);
		if (!got) {
			throw new AwsRefusal('What answered for AWS gave no keys', '', undefined, 'STS:AssumeRole');
		}

		const { accessKeyId, secretAccessKey, sessionToken, expiration } = got;
		return { accessKeyId, secretAccessKey, sessionToken, until: expiration?.getTime() };
	} finally {
		session.close();
	}
};
