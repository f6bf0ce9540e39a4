import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type Certificate, certify } from './authority.ts';
import { answerGit } from './git.ts';
import { zip } from './zip.ts';

/** The names that are asked for what Gruntwork's scripts, and AWS's command line, are made of. */
const hosts = [
	'github.com',
	'api.github.com',
	'codeload.github.com',
	'raw.githubusercontent.com',
	'release-assets.githubusercontent.com',
	'awscli.amazonaws.com',
] as const;

/** A repository: everything is there at each of its tags. */
export type Repository = {
	readonly isPrivate: boolean;
	readonly tags: readonly string[];
	/** Its files, by path. */
	readonly files: ReadonlyMap<string, string>;
	/** What hangs on its releases, by name. */
	readonly assets: ReadonlyMap<string, string | Buffer>;
};

/** What is asked for, by the part that it plays for gruntwork-install, its bootstrap and fetch. */
type Asked =
	/** The page that everybody sees whose repository is public. */
	| 'page'
	/** A file of the repository alone: the bootstrap, and gruntwork-install. */
	| 'raw'
	/** A program by its plain address: fetch. */
	| 'download'
	| 'tags'
	| 'zipball'
	| 'release'
	| 'asset'
	/** Something of somebody else. */
	| 'other';

/** What happens instead: a status with its body, a connection that is cut in the middle, a release without assets. */
type Mishap = { readonly status: number; readonly message: string } | 'cut' | 'lost';

/** What a token may: `read` everything, sees `nothing` private, or is not `authorised` for the organisation. */
type TokenPower = 'read' | 'nothing' | 'not-authorised';

export type GitHub = {
	/** Lines of `/etc/hosts` that lead to it, but for names by which nobody shall be reached, or that nobody shall know. */
	readonly hosts: (unreachable?: readonly string[], unknown?: readonly string[]) => string;
	/** The certificate of its authority, which who asks has to trust. */
	readonly authority: string;
	/** What was asked, in order: `api.github.com /repos/…`. */
	readonly requests: string[];
	/** What goes wrong from now on. */
	readonly mishaps: Map<Asked, Mishap>;
};

type GitHubOptions = {
	/** By `owner/name`. */
	readonly repositories: ReadonlyMap<string, Repository>;
	readonly tokens?: ReadonlyMap<string, TokenPower>;
	/** By path of `awscli.amazonaws.com`. */
	readonly others?: ReadonlyMap<string, Buffer>;
};

type Reply = {
	readonly status: number;
	readonly body?: string | Buffer;
	readonly headers?: Readonly<Record<string, string>>;
};

type Found = { readonly asked: Asked; readonly answer: (mishap: Mishap | undefined) => Reply };

const notFound: Reply = { status: 404, body: '{"message":"Not Found","status":"404"}' };
const json = (value: unknown): Reply => ({ status: 200, body: JSON.stringify(value) });
const moved = (location: string): Reply => ({ status: 302, headers: { location } });
const refused = (status: number, message: string): Reply => ({
	status,
	body: JSON.stringify({ message, status: String(status) }),
});

/** Whether who asks may see a repository; what is answered if not. */
const refusal = (
	repository: Repository | undefined,
	token: string | undefined,
	tokens: ReadonlyMap<string, TokenPower>,
): Reply | undefined => {
	const power = token === undefined ? undefined : tokens.get(token);
	// A token that is not known is refused even where none is needed.
	if (token !== undefined && power === undefined) {
		return refused(401, 'Bad credentials');
	}

	if (repository === undefined || (repository.isPrivate && (power ?? 'nothing') === 'nothing')) {
		return notFound;
	}

	return repository.isPrivate && power === 'not-authorised'
		? refused(
				403,
				'Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization.',
			)
		: undefined;
};

const idOf = (repository: Repository, name: string): number =>
	[...repository.assets.keys()].indexOf(name) + 1;

/** What the API answers of a repository. */
const ofApi = (
	repository: Repository,
	name: string,
	rest: string,
	accept: string | undefined,
): Found | undefined => {
	const [, kind = '', detail = ''] =
		/^(tags|zipball|releases\/tags|releases\/assets)\/?(.*)$/.exec(rest) ?? [];
	const isThere = repository.tags.includes(decodeURIComponent(detail));
	switch (kind) {
		case 'tags':
			return { asked: 'tags', answer: () => json(repository.tags.map(tag => ({ name: tag }))) };
		case 'zipball':
			return {
				asked: 'zipball',
				answer: () =>
					isThere ? moved(`https://codeload.github.com/${name}/legacy.zip/refs/tags/${detail}`) : notFound,
			};
		case 'releases/tags':
			return {
				asked: 'release',
				answer: mishap =>
					isThere
						? json({
								tag_name: detail,
								assets:
									mishap === 'lost'
										? []
										: [...repository.assets.keys()].map(asset => ({
												id: idOf(repository, asset),
												name: asset,
											})),
							})
						: notFound,
			};
		case 'releases/assets':
			return {
				asked: 'asset',
				// Without the header it is a description of the asset.
				answer: () =>
					accept === 'application/octet-stream'
						? moved(`https://release-assets.githubusercontent.com/${name}/${detail}`)
						: json({ id: Number(detail) }),
			};
		default:
			return undefined;
	}
};

const find = (
	{ repositories, tokens = new Map(), others = new Map() }: GitHubOptions,
	host: string,
	url: string,
	headers: IncomingMessage['headers'],
): Found | undefined => {
	const token = /^(?:token|Bearer) (.+)$/.exec(headers.authorization ?? '')?.[1];
	const [, name = '', rest = ''] = /^\/(?:repos\/)?([^/]+\/[^/?]+)\/?([^?]*)/.exec(url) ?? [];
	const repository = repositories.get(name);
	if (host === 'awscli.amazonaws.com') {
		const body = others.get(url);
		return body && { asked: 'other', answer: () => ({ status: 200, body }) };
	}

	if (host === 'api.github.com') {
		const refusing = refusal(repository, token, tokens);
		const found = repository && ofApi(repository, name, rest, headers.accept);
		return refusing ? { asked: found?.asked ?? 'tags', answer: () => refusing } : found;
	}

	// The other hosts know no token: what leads to them is signed.
	if (!repository || token !== undefined) {
		return undefined;
	}

	const tag = repository.tags.find(known => rest.split('/').includes(known));
	switch (host) {
		case 'github.com': {
			const download = /^releases\/download\/[^/]+\/(.+)$/.exec(rest)?.[1];
			if (rest === '') {
				return {
					asked: 'page',
					answer: () => (repository.isPrivate ? notFound : { status: 200, body: 'page' }),
				};
			}

			return download && !repository.isPrivate && repository.assets.has(download) && tag
				? {
						asked: 'other',
						answer: () =>
							moved(
								`https://release-assets.githubusercontent.com/${name}/${idOf(repository, download)}?download=${tag}`,
							),
					}
				: undefined;
		}

		case 'raw.githubusercontent.com': {
			const body =
				tag && !repository.isPrivate ? repository.files.get(rest.slice(tag.length + 1)) : undefined;
			return body === undefined ? undefined : { asked: 'raw', answer: () => ({ status: 200, body }) };
		}

		case 'codeload.github.com': {
			const folder = `${name.replace('/', '-')}-0a1b2c3`;
			const files = new Map([...repository.files].map(([file, text]) => [`${folder}/${file}`, text]));
			return {
				asked: 'zipball',
				answer: () => ({ status: 200, body: zip(files), headers: { 'content-type': 'application/zip' } }),
			};
		}

		default: {
			const asset = [...repository.assets.values()][Number(rest) - 1];
			const release = /\?download=(.+)$/.exec(url)?.[1];
			const body = typeof asset === 'string' ? asset.replaceAll('{version}', release ?? '') : asset;
			return body === undefined
				? undefined
				: { asked: release ? 'download' : 'asset', answer: () => ({ status: 200, body }) };
		}
	}
};

const send = (response: ServerResponse, { status, body = '', headers }: Reply, isCut: boolean): void => {
	const bytes = Buffer.from(body);
	response.writeHead(status, { 'content-length': bytes.length, ...headers });
	if (isCut && status === 200) {
		response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
	} else {
		response.end(bytes);
	}
};

let certificate: Certificate | undefined;

/**
 * Starts what answers in GitHub's place, for one test. It listens where HTTPS is expected, on an address of the loopback
 * that is its own, so it needs root; names lead to it for those alone who are given its lines of `/etc/hosts`.
 */
export const startGitHub = async (options: GitHubOptions): Promise<GitHub> => {
	certificate ??= certify(hosts);
	const requests: string[] = [];
	const mishaps = new Map<Asked, Mishap>();
	const clones = await mkdtemp(path.join(tmpdir(), 'clones-'));
	const server = createServer(certificate, (request, response) => {
		const { url = '/' } = request;
		const { host = '' } = request.headers;
		requests.push(`${host} ${url}`);
		if (host === 'github.com' && answerGit(request, response, options.repositories, clones)) {
			return;
		}

		const found = find(options, host, url, request.headers);
		const mishap = found && mishaps.get(found.asked);
		send(
			response,
			typeof mishap === 'object'
				? refused(mishap.status, mishap.message)
				: (found?.answer(mishap) ?? notFound),
			mishap === 'cut',
		);
	});
	const numbers = Array.from({ length: 3 }, () => 2 + Math.floor(Math.random() * 250));
	const address = ['127', ...numbers].join('.');
	onTestFinished(async () => {
		server.closeAllConnections();
		server.close();
		await rm(clones, { recursive: true });
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(443, address, resolve);
	});
	return {
		// Nobody listens on the first address of the same network.
		hosts: (unreachable = [], unknown = []) =>
			hosts
				.filter(host => !unknown.includes(host))
				.map(host => `${unreachable.includes(host) ? '127.1.1.1' : address}\t${host}\n`)
				.join(''),
		authority: certificate.authority,
		requests,
		mishaps,
	};
};
