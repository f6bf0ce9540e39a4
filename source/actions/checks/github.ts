import type { IncomingMessage } from 'node:http';
import type { Environment } from '../../base/paths.ts';
import { githubVariable } from '../../base/variables.ts';
import { request } from '../../packer/download.ts';

/** What GitHub says to a token that asks for a tag of a repository. */
export type Access =
	| { readonly kind: 'can-read' | 'invalid' | 'not-authorised' | 'unreadable' | 'no-contents' | 'no-version' }
	/** Milliseconds since 1970 at which it answers again, if it says so. */
	| { readonly kind: 'limited'; readonly until: number | undefined }
	/** Why, in a few words. */
	| { readonly kind: 'not-asked'; readonly why: string };

/** What asks, and how long it is waited for. */
export type GithubAsker = {
	readonly token: string;
	readonly environment: Environment;
	readonly signal: AbortSignal | undefined;
	/** Milliseconds. */
	readonly patience?: number;
};

const githubApi = 'https://api.github.com';
const mostRedirects = 3;
/** An answer is a few words; what is longer is not read. */
const mostCharacters = 20_000;

/** The API that is asked; undefined if the token could be read on the way there. */
const apiAddress = (environment: Environment): URL | undefined => {
	const text = environment[githubVariable] || githubApi;
	const address = URL.canParse(text) ? new URL(text) : undefined;
	const isHere = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(address?.hostname ?? '');
	const isSafe = address?.protocol === 'https:' || (address?.protocol === 'http:' && isHere);
	return isSafe && address?.username === '' ? address : undefined;
};

type Answer = Pick<IncomingMessage, 'headers'> & { readonly status: number; readonly text: string };

const textOf = async (response: IncomingMessage): Promise<string> => {
	let text = '';
	for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) {
		text += chunk;
		if (text.length > mostCharacters) {
			response.destroy();
			break;
		}
	}

	return text;
};

/** Asks one address; a repository that was renamed answers with another, and only that of the same server gets the token. */
const ask = async (address: URL, asker: GithubAsker, redirects = 0): Promise<Answer> => {
	const { token, environment, signal, patience = 10_000 } = asker;
	const response = await request(address, {
		environment,
		signal,
		patience,
		headers: {
			Authorization: `Bearer ${token}`,
			Accept: 'application/vnd.github+json',
			'User-Agent': 'packer-wizard',
		},
	});
	response.setTimeout(patience, () => response.destroy(new Error('the answer does not come to its end')));
	const { statusCode: status = 0, headers } = response;
	const next = headers.location === undefined ? undefined : new URL(headers.location, address);
	if (status >= 300 && status < 400 && next?.origin === address.origin && redirects < mostRedirects) {
		response.destroy();
		return ask(next, asker, redirects + 1);
	}

	return { status, headers, text: await textOf(response) };
};

/** What an answer means that is none; undefined if it is one, or says that there is nothing. */
const refusal = ({ status, headers, text }: Answer): Access | undefined => {
	if (status === 401) {
		return { kind: 'invalid' };
	}

	if (status === 403 || status === 429) {
		if (String(headers['x-github-sso'] ?? '').startsWith('required') || /SAML enforcement/i.test(text)) {
			return { kind: 'not-authorised' };
		}

		if (status === 429 || headers['x-ratelimit-remaining'] === '0' || /rate limit/i.test(text)) {
			const after = Number(headers['x-ratelimit-reset']);
			return { kind: 'limited', until: after > 0 ? after * 1000 : undefined };
		}

		return undefined;
	}

	return status === 200 || status === 404 ? undefined : { kind: 'not-asked', why: `it answers ${status}` };
};

/** In a few words; never what was sent. */
const whyNot = (error: unknown): string =>
	error instanceof Error && 'code' in error && typeof error.code === 'string'
		? error.code
		: error instanceof Error
			? error.message.replace(/\.$/, '')
			: 'it cannot be reached';

/**
 * Whether a token may read a repository of GitHub, its contents among it, and the tag is there. The token goes to the API and
 * nowhere else.
 * @param repository `gruntwork-io/terraform-aws-security`.
 */
export const accessTo = async (repository: string, tag: string, asker: GithubAsker): Promise<Access> => {
	const api = apiAddress(asker.environment);
	if (api === undefined) {
		return {
			kind: 'not-asked',
			why: `${githubVariable} is no https address, and the token goes to no other`,
		};
	}

	// What no header can hold is no token.
	if (!/^[\x21-\x7e]+$/.test(asker.token)) {
		return { kind: 'invalid' };
	}

	const base = `${api.href.replace(/\/+$/, '')}/repos/${repository}`;
	try {
		const seen = await ask(new URL(base), asker);
		const refused = refusal(seen);
		if (refused || seen.status !== 200) {
			return refused ?? { kind: 'unreadable' };
		}

		// To see a repository is less than to read it; the second needs the permission for contents.
		const found = await ask(new URL(`${base}/git/ref/tags/${encodeURIComponent(tag)}`), asker);
		return (
			refusal(found) ?? {
				kind: found.status === 200 ? 'can-read' : found.status === 404 ? 'no-version' : 'no-contents',
			}
		);
	} catch (error) {
		asker.signal?.throwIfAborted();
		return { kind: 'not-asked', why: whyNot(error) };
	}
};
