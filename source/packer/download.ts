import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { Environment } from '../base/paths.ts';

/** How far a download is, in bytes; the total is not always known. */
export type Progress = (received: number, total: number | undefined) => void;

/** A server answered, but not with the file. */
export class HttpStatusError extends Error {
	readonly status: number;

	constructor(status: number, address: string) {
		super(`${address} answers ${status}.`);
		this.status = status;
	}
}

const mostRedirects = 5;
/** Milliseconds without a byte after which a download is given up. */
const silence = 30_000;

/** What agents of Node 22.21 know beyond the types of older ones. */
type ProxyOptions = http.AgentOptions & { readonly proxyEnv: NodeJS.ProcessEnv };

/** Requests one address. The proxy of the environment is used where Node can (22.21, 24.5 and newer). */
const request = (
	address: URL,
	environment: Environment,
	signal: AbortSignal | undefined,
): Promise<http.IncomingMessage> =>
	new Promise((resolve, reject) => {
		const isPlain = address.protocol === 'http:';
		const options: ProxyOptions = { proxyEnv: { ...environment } };
		const asked = (isPlain ? http : https).get(
			address,
			{
				agent: isPlain ? new http.Agent(options) : new https.Agent(options),
				timeout: silence,
				...(signal === undefined ? {} : { signal }),
			},
			resolve,
		);
		asked.on('timeout', () => asked.destroy(new Error('Nothing was received for 30 seconds.')));
		asked.on('error', reject);
	});

const follow = async (
	address: URL,
	environment: Environment,
	signal: AbortSignal | undefined,
	redirects = 0,
): Promise<http.IncomingMessage> => {
	const response = await request(address, environment, signal);
	const status = response.statusCode ?? 0;
	const { location } = response.headers;
	if (status >= 300 && status < 400 && location !== undefined && redirects < mostRedirects) {
		response.resume();
		return follow(new URL(location, address), environment, signal, redirects + 1);
	}

	if (status !== 200) {
		response.resume();
		throw new HttpStatusError(status, address.href);
	}

	return response;
};

/**
 * Downloads an address into a new file and gives the SHA-256 of what came, in hexadecimal.
 * @throws HttpStatusError, or the system's error.
 */
export const download = async (
	address: URL,
	to: string,
	{
		environment,
		onProgress,
		signal,
	}: {
		readonly environment: Environment;
		readonly onProgress?: Progress | undefined;
		readonly signal?: AbortSignal | undefined;
	},
): Promise<string> => {
	const response = await follow(address, environment, signal);
	const length = response.headers['content-length'];
	const total = length === undefined ? undefined : Number(length);
	const hash = createHash('sha256');
	let received = 0;
	const file = await open(to, 'wx', 0o600);
	try {
		// No pipeline of streams: with a Transform in it Node 26 never ends one whose disk is full.
		for await (const chunk of response as AsyncIterable<Buffer>) {
			hash.update(chunk);
			await file.writeFile(chunk);
			received += chunk.length;
			onProgress?.(received, total);
		}
	} finally {
		await file.close();
		response.destroy();
	}

	return hash.digest('hex');
};
