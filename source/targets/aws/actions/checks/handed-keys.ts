import { advice, sentence } from '../../../../actions/checks/check.ts';
import { lookedFor, noteLooked } from '../../../../actions/looked.ts';
import type { Caller } from '../../../../aws/client/clients.ts';
import { AwsRefusal } from '../../../../aws/client/refused.ts';
import { mfaDevice, type Signer, signerName, signInAgain } from '../../../../aws/signer.ts';
import type { Whereabouts } from '../../../../base/paths.ts';
import { Problem } from '../../../../base/problem.ts';
import type { HandedKeys } from '../../../../builds/start-request.ts';
import { expectedTotal } from '../../../../builds/times/expected.ts';
import { typicalTimes } from '../../../../builds/times/typical.ts';
import type { Check } from '../../../../flow/checks.ts';
import type { Remedy } from '../../../../flow/remedies.ts';
import type { BuildRequest } from '../../../../flow/request.ts';
import { refusalText } from '../../builds/remains/refusals.ts';
import { handedText } from '../../recipe/handed.ts';

/** What a check is of where keys have to be got for Packer. */
type Handing = {
	readonly request: BuildRequest;
	/** The check as it is without them. */
	readonly check: Check;
	/** Who signs, in words. */
	readonly handed: string;
	readonly caller: Caller;
	/** Other ways to sign in, or to do without. */
	readonly others: readonly Remedy[];
};

/**
 * Gets the temporary keys that Packer is handed.
 * @param code what a person read off the device that the role asks for.
 * @throws AwsRefusal, Problem (exit 4), or the reason of the signal.
 */
export const getKeys = async (
	caller: Caller,
	{ decisions: { recipe } }: BuildRequest,
	signal: AbortSignal,
	code?: string,
): Promise<HandedKeys> => {
	// AWS' own SDK is loaded only where Packer cannot do without.
	const { keysToHand } = await import('../../../../aws/client/live/handed.ts');
	return { ...(await keysToHand(caller, recipe.aws.region, signal, code)), of: signerName(caller.signer) };
};

/** Why there are none, in the words of AWS or ours; undefined for our own defects. */
export const whyNoKeys = (error: unknown, { decisions: { recipe } }: BuildRequest): string | undefined =>
	error instanceof AwsRefusal
		? refusalText(error, recipe)
		: error instanceof Problem
			? sentence(error)
			: undefined;

/** The keys that are there for a request: those of a code, or those of the last look. */
export const keysOf = (
	request: BuildRequest,
	signer: Signer,
	whereabouts: Whereabouts,
): HandedKeys | undefined =>
	[request.keys, lookedFor(request, whereabouts).keys].find(
		keys => keys?.of === signerName(signer) && (keys.until ?? Number.POSITIVE_INFINITY) > Date.now(),
	);

/** A sign-in that Packer cannot follow: with the keys that it is handed, or what is missing to get them. */
export const checkHandedKeys = async (
	{ request, check, handed, caller, others }: Handing,
	whereabouts: Whereabouts,
	signal: AbortSignal,
): Promise<Check> => {
	const { signer } = caller;
	const device = mfaDevice(signer);
	const known = keysOf(request, signer, whereabouts);
	if (device !== undefined && !known) {
		return {
			...check,
			status: 'missing',
			remedies: [{ id: 'mfa-code', label: 'Type the code', details: [`of ${device}`] }, ...others],
		};
	}

	let keys: HandedKeys;
	try {
		keys = known ?? (await getKeys(caller, request, signal));
	} catch (error) {
		signal.throwIfAborted();
		const why = whyNoKeys(error, request);
		if (why === undefined) {
			throw error;
		}

		return {
			...check,
			status: 'missing',
			detail: why,
			...advice(signInAgain(signer), 'How to sign in'),
			remedies: others,
		};
	}

	noteLooked(request, { ...lookedFor(request, whereabouts), keys }, whereabouts);
	const now = Date.now();
	const isShort =
		keys.until !== undefined && keys.until - now < expectedTotal(typicalTimes(request.decisions.recipe));
	const handedKeys = handedText(keys.until);
	const detail = `${handed}: ${handedKeys}`;
	return isShort && !request.areShortKeysTaken
		? {
				...check,
				status: 'missing',
				detail: `${detail}, which is before the build probably ends. Nobody renews them`,
				remedies: [
					{ id: 'short-keys', label: 'Build all the same', details: ['as far as the keys last'] },
					...others,
				],
			}
		: { ...check, status: 'ok', detail, keys: handedKeys };
};
