import { addressEnd } from '../../../catalog/regions.ts';
import { clientOptions, endpointBeside } from '../clients.ts';
import { type JsonAnswer, jsonCall } from '../json-call.ts';
import { AwsRefusal } from '../refused.ts';
import { type LiveSession, pagesOf } from './session.ts';

const kmsIn = async ({ caller }: LiveSession, region: string) => {
	const asking = await caller();
	const service = {
		address: new URL(`https://kms.${region}.${addressEnd(region)}`),
		signedAs: 'kms',
		target: 'TrentService',
	};
	return {
		service,
		options: await clientOptions(asking, 'kms', region, await endpointBeside(asking, 'kms')),
	};
};

/**
 * What a key of KMS is in a region: its state, `Enabled`, what it is for, `ENCRYPT_DECRYPT`, and whether AWS made it, whose
 * keys are of one account alone.
 * @returns undefined if there is none.
 * @throws as `askIdentity`.
 */
export const askKey = async (session: LiveSession, region: string, key: string) => {
	const { service, options } = await kmsIn(session, region);
	try {
		const { KeyMetadata } = await session.ask('KMS', 'DescribeKey', ({ abortSignal }) =>
			jsonCall(service, options, 'DescribeKey', { KeyId: key }, 'KeyMetadata', abortSignal),
		);
		const { KeyState = 'unknown', KeyUsage = 'unknown', KeyManager } = Object(KeyMetadata);
		return { state: String(KeyState), usage: String(KeyUsage), isOfAws: KeyManager === 'AWS' };
	} catch (error) {
		if (error instanceof AwsRefusal && error.code === 'NotFoundException') {
			return undefined;
		}

		throw error;
	}
};

/** The objects of a list that comes in pages as KMS has them. */
const allOf = async (list: string, page: (marker: string | undefined) => Promise<JsonAnswer>) => {
	const items: Readonly<Record<string, unknown>>[] = [];
	const pages = pagesOf(async marker => {
		const { [list]: some, NextMarker } = await page(marker);
		return { some, NextToken: NextMarker === undefined ? undefined : String(NextMarker) };
	});
	for await (const { some } of pages) {
		items.push(...(Array.isArray(some) ? some : []).map(Object));
	}

	return items;
};

/** The key that AWS makes for volumes and snapshots; of those for other services none is for images. */
const awsKey = 'alias/aws/ebs';

/**
 * The keys of the session's region that may encrypt an image, and why those without an alias are not known, if they are not:
 * the person's own by their aliases, those without one, the one of AWS. @throws as `askIdentity`.
 */
export const askKeys = async (session: LiveSession) => {
	const { service, options } = await kmsIn(session, session.region);
	const { ask } = session;
	let refusal: AwsRefusal | undefined;
	const [aliases, keys] = await Promise.all([
		allOf('Aliases', Marker =>
			ask('KMS', 'ListAliases', ({ abortSignal }) =>
				jsonCall(service, options, 'ListAliases', { Limit: 100, Marker }, 'Aliases', abortSignal),
			),
		),
		allOf('Keys', Marker =>
			ask('KMS', 'ListKeys', ({ abortSignal }) =>
				jsonCall(service, options, 'ListKeys', { Limit: 1000, Marker }, 'Keys', abortSignal),
			),
		).catch((error: unknown) => {
			if (!(error instanceof AwsRefusal)) {
				throw error;
			}

			refusal = error;
			return [];
		}),
	]);
	const named = aliases.map(({ AliasName, TargetKeyId = '' }) => ({
		alias: String(AliasName),
		id: String(TargetKeyId),
	}));
	const ids = keys.map(({ KeyId }) => String(KeyId));
	return {
		refusal,
		keys: [
			// AWS has aliases for keys that it has not made yet.
			...named.filter(({ alias, id }) => !alias.startsWith('alias/aws/') && id !== ''),
			...ids.filter(id => !named.some(each => each.id === id)).map(id => ({ id })),
			...named.filter(({ alias }) => alias === awsKey).map(key => ({ ...key, isOfAws: true as const })),
		],
	};
};
