import type { EC2Client } from '@aws-sdk/client-ec2';
import { abortAfter } from '../../../base/timers.ts';
import { findRegion, partitionOf } from '../../../catalog/regions.ts';
import { type Caller, createEc2, firstRegions, serviceAddress } from '../clients.ts';
import { type Connection, connectionTo, type Patience } from '../connection.ts';
import { credentialsOf } from '../credentials.ts';
import { AwsRefusal, Silence } from '../refused.ts';
import { called } from '../remains/calls.ts';

/** An account that is asked while somebody answers questions. */
export type LiveSession = {
	readonly region: string;
	/** In whose name: with keys that are got once for all calls. */
	readonly caller: () => Promise<Caller>;
	/** The client of EC2, of the session's region unless another is named. */
	readonly ec2: (region?: string) => Promise<EC2Client>;
	/**
	 * One call, its attempts included, of which nobody hears more when its time is up.
	 * @throws AwsRefusal, or the reason of the signal.
	 */
	readonly ask: <Answer>(
		service: string,
		operation: string,
		call: (options: { readonly abortSignal: AbortSignal }) => Promise<Answer>,
	) => Promise<Answer>;
	/** Ends what still goes on. */
	readonly close: () => void;
};

/** Nobody waits for what is asked beside the questions, but it ends. */
const patience: Patience = { attempts: 4, signInAttempts: 1, connection: 4000, answer: 8000 };

/** Milliseconds for a call with all its attempts, and for getting keys. */
const limit = 10_000;

/** What is asked, as long as anybody waits for it: what goes on behind may heed no signal. */
const untilAborted = <Answer>(answer: Promise<Answer>, signal: AbortSignal): Promise<Answer> =>
	new Promise((resolve, reject) => {
		const refuse = (): void => reject(signal.reason);
		signal.addEventListener('abort', refuse, { once: true });
		if (signal.aborted) {
			refuse();
		}

		answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', refuse));
	});

/** Begins to ask in the name of a caller; the keys are got when they are needed first. */
export const openLive = (
	caller: Caller,
	region: string,
	signal: AbortSignal,
	/** What a person read off the device that a role asks for. */
	code?: string,
): LiveSession => {
	const over = new AbortController();
	const connections: Connection[] = [];
	const connect = (address: URL): Connection => {
		const connection = connectionTo(address, caller.whereabouts, patience);
		connections.push(connection);
		return connection;
	};

	/** A signal for one thing that is asked: nobody waits any more, or it took too long. */
	const limited = (who: string): AbortSignal => {
		const late = new AbortController();
		abortAfter(limit).addEventListener('abort', () => late.abort(new Silence(who, limit)), { once: true });
		return AbortSignal.any([signal, over.signal, late.signal]);
	};

	const signIn = async (): Promise<Caller> => {
		if (caller.credentials) {
			return { ...caller, connect };
		}

		const { whereabouts, sdk, signer, endpoint } = caller;
		const ends = limited('The AWS sign-in');
		const credentials = await credentialsOf(signer, {
			whereabouts,
			sdk,
			region,
			connection: connect(serviceAddress('sts', region, endpoint)),
			signal: ends,
			code,
		});
		if (typeof credentials !== 'function') {
			return { ...caller, connect, credentials };
		}

		const got = untilAborted(credentials(), ends);
		// Each call that needs them tells what went wrong.
		got.catch(() => undefined);
		return { ...caller, connect, credentials: () => got };
	};

	let signedIn: Promise<Caller> | undefined;
	const whoAsks = (): Promise<Caller> => {
		signedIn ??= signIn();
		return signedIn;
	};
	const clients = new Map<string, Promise<EC2Client>>();
	return {
		region,
		caller: whoAsks,
		ec2: (where = region) => {
			const client = clients.get(where) ?? whoAsks().then(asking => createEc2(asking, where));
			clients.set(where, client);
			return client;
		},
		ask: (service, operation, call) =>
			called(service, operation, signal, () => {
				const ends = limited('AWS');
				return untilAborted(call({ abortSignal: ends }), ends);
			}),
		close: () => {
			over.abort();
			for (const agent of connections.flatMap(({ secure, plain }) => [secure, plain])) {
				agent.destroy();
			}
		},
	};
};

/**
 * Asks what is of the account and of no region: in the region, and where that may be switched off, in the first one of its
 * partition if need be.
 * @throws what the region itself answered.
 */
export const ofAccount = async <Answer>(
	region: string,
	ask: (region: string) => Promise<Answer>,
): Promise<Answer> => {
	try {
		return await ask(region);
	} catch (error) {
		const first = firstRegions[partitionOf(region)];
		if (!(error instanceof AwsRefusal) || region === first || findRegion(region)?.optIn === false) {
			throw error;
		}

		return ask(first).catch(() => {
			throw error;
		});
	}
};

/** How many pages a list may have. */
const mostPages = 2000;

/** A list page by page, each asked for when the one before is done with. @throws what the page throws. */
export async function* pagesOf<Page extends { readonly NextToken?: string | undefined }>(
	page: (token: string | undefined) => Promise<Page>,
): AsyncGenerator<Page> {
	let token: string | undefined;
	for (let count = 0; count < mostPages; count++) {
		const got = await page(token);
		yield got;
		if (!got.NextToken || got.NextToken === token) {
			return;
		}

		token = got.NextToken;
	}
}
