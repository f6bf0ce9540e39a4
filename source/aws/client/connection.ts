import { readFileSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent } from 'node:https';
import type { HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { typedPath, type Whereabouts } from '../../base/paths.ts';
import { exitCodes, Problem } from '../../base/problem.ts';
import { proxyFor } from '../../base/proxy.ts';
import { NotAws } from './refused.ts';

/** How AWS is reached. */
export type Connection = {
	/** The agent for addresses with TLS: by the proxy and with the certificates that Packer takes. */
	readonly secure: Agent;
	readonly plain: HttpAgent;
	readonly patience: Patience;
};

/** How long AWS is waited for. */
export type Patience = {
	/** Of a call; the SDK waits longer after each. */
	readonly attempts: number;
	/** Of a call that gets keys. */
	readonly signInAttempts: number;
	/** Milliseconds until a connection stands. */
	readonly connection: number;
	/** Milliseconds until something is heard on it. */
	readonly answer: number;
};

/** As long as what a build made or left is worth. */
const ofBuilds: Patience = { attempts: 6, signInAttempts: 3, connection: 10_000, answer: 60_000 };

/** The certificates of `AWS_CA_BUNDLE`, which Packer's SDK trusts. */
const certificates = (whereabouts: Whereabouts): { readonly ca?: Buffer } => {
	const file = whereabouts.environment['AWS_CA_BUNDLE'];
	if (!file) {
		return {};
	}

	try {
		return { ca: readFileSync(typedPath(file, whereabouts)) };
	} catch (error) {
		throw new Problem(`AWS_CA_BUNDLE names ${file}, which cannot be read.`, {
			exitCode: exitCodes.missing,
			cause: error,
		});
	}
};

/**
 * How an address of AWS is reached from here: by the proxy that the environment names, as Packer would.
 * @throws Problem if what the environment names cannot be used.
 */
export const connectionTo = (
	address: URL,
	whereabouts: Whereabouts,
	patience: Patience = ofBuilds,
): Connection => {
	const proxy = proxyFor(address, whereabouts.environment);
	const options = { keepAlive: true, ...certificates(whereabouts) };
	return {
		secure: proxy
			? new HttpsProxyAgent(proxy.address, {
					...options,
					...(proxy.authorization !== undefined && {
						headers: { 'Proxy-Authorization': proxy.authorization },
					}),
				})
			: new Agent(options),
		plain: new HttpAgent({ keepAlive: true }),
		patience,
	};
};

/** All bytes of an answer. */
const wholeBody = async (body: AsyncIterable<Uint8Array>): Promise<Buffer> => {
	const parts: Uint8Array[] = [];
	for await (const part of body) {
		parts.push(part);
	}

	return Buffer.concat(parts);
};

/**
 * Takes no answer of a call by the query protocol, as EC2, IAM and STS have it, that is not the answer of that very call. The
 * SDK reads any other one, `<html>` or nothing at all, as one in which every list is empty.
 */
class AwsHandler extends NodeHttpHandler {
	override async handle(request: HttpRequest, options?: Parameters<NodeHttpHandler['handle']>[1]) {
		const answer = await super.handle(request, options);
		const sent: unknown = request.body;
		const [, action] = (typeof sent === 'string' && /^(?:.*&)?Action=(\w+)/.exec(sent)) || [];
		if (action !== undefined && answer.response.statusCode < 300) {
			const body = await wholeBody(answer.response.body);
			if (
				!new RegExp(`^\\s*(<\\?[^>]*>\\s*)?<${action}Response[\\s/>]`).test(body.toString('utf8', 0, 1000))
			) {
				throw new NotAws();
			}

			answer.response.body = body;
		}

		return answer;
	}
}

/** What asks for a client of the SDK. */
export const requestHandler = ({ secure, plain, patience }: Connection): NodeHttpHandler =>
	new AwsHandler({
		connectionTimeout: patience.connection,
		requestTimeout: patience.answer,
		throwOnRequestTimeout: true,
		httpsAgent: secure,
		httpAgent: plain,
	});
