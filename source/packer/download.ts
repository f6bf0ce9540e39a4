import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { sentenceDuration } from '../base/durations.ts';
import type { Environment } from '../base/paths.ts';
import { proxyFor, userOf, type WebProxy, withoutUser } from '../base/proxy.ts';

/** How far a download is, in bytes; the total is not always known. */
export type DownloadProgress = (received: number, total: number | undefined) => void;

/** A server answered, but not with the file. */
export class HttpStatusError extends Error {
	readonly status: number;

	constructor(status: number, address: string) {
		super(`${address} answers ${status}.`);
		this.status = status;
	}
}

/** The proxy that the environment names let nothing through. */
export class ProxyError extends Error {
	readonly proxy: WebProxy;
	/** What it answered; undefined if it did not, for a cause. */
	readonly status: number | undefined;

	constructor(proxy: WebProxy, { status, cause }: { readonly status?: number; readonly cause?: unknown }) {
		super(`${proxy.address.host} lets nothing through.`, { cause });
		this.proxy = proxy;
		this.status = status;
	}
}

const mostRedirects = 5;

type DownloadOptions = {
	readonly environment: Environment;
	readonly onProgress?: DownloadProgress | undefined;
	readonly signal?: AbortSignal | undefined;
	/** Milliseconds without a byte after which it is given up. */
	readonly patience?: number | undefined;
};

type Patience = Pick<DownloadOptions, 'environment' | 'signal'> & {
	readonly patience: number;
	/** What a proxy that reads along is never told: it gets requests by http only, and those have none. */
	readonly headers?: http.OutgoingHttpHeaders;
};

const nothingCame = (patience: number): Error =>
	new Error(`Nothing was received for ${sentenceDuration(patience)}.`);

const proxyHeaders = ({ authorization }: WebProxy): http.OutgoingHttpHeaders =>
	authorization === undefined ? {} : { 'Proxy-Authorization': authorization };

/** An agent whose connections go through a proxy, and end with the signal before they are anybody's. */
const tunnel = async (proxy: WebProxy, signal: AbortSignal): Promise<http.Agent> => {
	const { HttpsProxyAgent } = await import('https-proxy-agent');
	return new HttpsProxyAgent(proxy.address, { headers: proxyHeaders(proxy), signal });
};

/** Asks a proxy for what is not secret: it reads what is asked, and passes it on. */
const askProxy = (address: URL, proxy: WebProxy, signal: AbortSignal): http.ClientRequest => {
	const { protocol, hostname, port } = proxy.address;
	return (protocol === 'http:' ? http : https).get({
		agent: false,
		hostname: hostname.replace(/^\[|\]$/g, ''),
		port,
		path: withoutUser(address).href,
		auth: userOf(address),
		headers: { Host: address.host, ...proxyHeaders(proxy) },
		signal,
	});
};

/**
 * Requests one address, by way of the proxy that the environment names.
 * @throws ProxyError, the system's error, or that of the signal.
 */
export const request = async (
	address: URL,
	{ environment, signal, patience, headers = {} }: Patience,
): Promise<http.IncomingMessage> => {
	const proxy = proxyFor(address, environment);
	const silent = new AbortController();
	const timer = setTimeout(() => silent.abort(nothingCame(patience)), patience);
	const until = signal ? AbortSignal.any([signal, silent.signal]) : silent.signal;
	const isPlain = address.protocol === 'http:';
	try {
		const agent = proxy && !isPlain ? await tunnel(proxy, until) : false;
		return await new Promise((resolve, reject) => {
			const asked =
				proxy && isPlain
					? askProxy(address, proxy, until)
					: (isPlain ? http : https).get(address, { agent, headers, signal: until });
			let isThrough = false;
			const refuse = (why: ConstructorParameters<typeof ProxyError>[1]): void => {
				asked.destroy();
				reject(proxy && !isThrough ? new ProxyError(proxy, why) : why.cause);
			};
			asked.on('proxyConnect', ({ statusCode: status }: { readonly statusCode: number }) => {
				isThrough = status === 200;
				if (!isThrough) {
					refuse({ status });
				}
			});
			asked.on('response', response => {
				if (proxy && isPlain && response.statusCode === 407) {
					refuse({ status: 407 });
				} else {
					resolve(response);
				}
			});
			asked.on('error', cause => refuse({ cause: silent.signal.aborted ? silent.signal.reason : cause }));
		});
	} finally {
		clearTimeout(timer);
	}
};

const follow = async (address: URL, how: Patience, redirects = 0): Promise<http.IncomingMessage> => {
	const response = await request(address, how);
	const status = response.statusCode ?? 0;
	const { location } = response.headers;
	if (status >= 300 && status < 400 && location !== undefined && redirects < mostRedirects) {
		response.destroy();
		return follow(new URL(location, address), how, redirects + 1);
	}

	if (status !== 200) {
		response.destroy();
		throw new HttpStatusError(status, withoutUser(address).href);
	}

	return response;
};

/**
 * Downloads an address into a new file and gives the SHA-256 of what came, in hexadecimal.
 * @throws HttpStatusError, ProxyError, the system's error, or that of the signal; Problem (exit 2) if the environment names
 * a proxy that is none.
 */
export const download = async (
	address: URL,
	to: string,
	{ environment, onProgress, signal, patience = 30_000 }: DownloadOptions,
): Promise<string> => {
	const response = await follow(address, { environment, signal, patience });
	response.setTimeout(patience, () => response.destroy(nothingCame(patience)));
	const length = response.headers['content-length'];
	const total = length === undefined ? undefined : Number(length);
	const hash = createHash('sha256');
	let received = 0;
	try {
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
		}
	} finally {
		response.destroy();
	}

	return hash.digest('hex');
};
