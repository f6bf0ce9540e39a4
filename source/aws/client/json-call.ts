import { setTimeout } from 'node:timers/promises';
import { HttpRequest } from '@smithy/core/protocols';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import { parsedJson } from '../../base/json.ts';
import type { clientOptions } from './clients.ts';
import { NotAws } from './refused.ts';

/** A service that takes JSON, of which one call does not pay for a client of its own. */
export type JsonService = {
	/** Where it is, if the options name nothing else. */
	readonly address: URL;
	/** As what it is signed for: `pricing`. */
	readonly signedAs: string;
	/** `AWSPriceListService`. */
	readonly target: string;
};

/** The members of an answer by their names. */
export type JsonAnswer = Readonly<Record<string, unknown>>;

/** The most bytes of an answer. */
const largest = 16 * 1024 * 1024;

const textOf = async (body: AsyncIterable<Buffer>): Promise<string> => {
	const parts: Buffer[] = [];
	let size = 0;
	for await (const part of body) {
		parts.push(part);
		size += part.length;
		if (size > largest) {
			throw new Error('the answer is larger than any that AWS gives');
		}
	}

	return Buffer.concat(parts).toString();
};

/** Names it as the SDK's own clients do: by its code, without what stands before or behind it. */
const refusal = (status: number, answer: unknown): Error => {
	const { __type = '', message, Message = message } = Object(answer);
	if (answer === undefined || status < 300) {
		return new NotAws();
	}

	const error = new Error(String(Message ?? `status ${status}`));
	error.name = String(__type).replace(/^.*#|:.*$/g, '') || 'UnknownError';
	return error;
};

/** Whether the same may be answered a little later. */
const isPassing = (status: number, { name }: Error): boolean =>
	status >= 500 || status === 429 || name === 'ThrottlingException';

/**
 * One call of a service by AWS' JSON protocol 1.1, again a few times where it is throttled or breaks.
 * @param member what the answer has to have to be one.
 * @returns the answer, that member in it.
 * @throws Error whose name is AWS' code, as the clients of the SDK do.
 */
export const jsonCall = async (
	{ address, signedAs, target }: JsonService,
	{ credentials, endpoint, region, maxAttempts, requestHandler }: Awaited<ReturnType<typeof clientOptions>>,
	operation: string,
	input: unknown,
	member: string,
	abortSignal: AbortSignal,
): Promise<JsonAnswer> => {
	const { protocol, hostname, port, pathname, host } = endpoint === undefined ? address : new URL(endpoint);
	const signer = new SignatureV4({
		credentials,
		region,
		service: signedAs,
		sha256: Hash.bind(null, 'sha256'),
	});
	for (let attempt = 1; ; attempt++) {
		const request = new HttpRequest({
			protocol,
			hostname,
			...(port !== '' && { port: Number(port) }),
			path: pathname,
			method: 'POST',
			headers: {
				host,
				'content-type': 'application/x-amz-json-1.1',
				'x-amz-target': `${target}.${operation}`,
			},
			body: JSON.stringify(input),
		});
		const signed = new HttpRequest(await signer.sign(request));
		const { response } = await requestHandler.handle(signed, { abortSignal });
		const text = await textOf(response.body);
		const answer = parsedJson(text);
		const told: JsonAnswer = Object(answer);
		if (response.statusCode === 200 && told[member] !== undefined) {
			return told;
		}

		const error = refusal(response.statusCode, answer);
		if (!isPassing(response.statusCode, error) || attempt >= maxAttempts) {
			throw error;
		}

		await setTimeout(200 * 2 ** attempt, undefined, { signal: abortSignal });
	}
};
