import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import type { Repository } from './github.ts';

/** What git asks for, behind the name of a repository. */
const asked = /^\/([^/]+\/[^/?]+?)(?:\.git)?\/(info\/refs|git-upload-pack)(?:\?(.*))?$/;

/** A history of one commit, which all tags name, as `git fast-import` reads it. */
const history = ({ files, tags }: Repository): string => {
	const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
	return [
		'commit refs/heads/main\ncommitter tests <tests@invalid> 0 +0000\n',
		data('everything'),
		...[...files].map(([file, text]) => `M 100755 inline ${file}\n${data(text)}`),
		...tags.map(tag => `reset refs/tags/${tag}\nfrom refs/heads/main\n`),
	].join('');
};

const git = (folder: string, args: readonly string[], input?: string): void => {
	const { status, stderr } = spawnSync('git', ['-C', folder, ...args], { input, encoding: 'utf8' });
	if (status !== 0) {
		throw new Error(`git ${args[0]}: ${stderr}`);
	}
};

/**
 * Answers git itself, for the real git of a machine, if it is git that asks.
 * @param folder in which it keeps what is cloned.
 * @returns whether it was.
 */
export const answerGit = (
	request: IncomingMessage,
	response: ServerResponse,
	repositories: ReadonlyMap<string, Repository>,
	folder: string,
): boolean => {
	const [, name = '', service = '', query = ''] = asked.exec(request.url ?? '') ?? [];
	const repository = repositories.get(name);
	if (repository === undefined || repository.isPrivate) {
		return false;
	}

	const place = path.join(folder, name);
	if (mkdirSync(place, { recursive: true }) !== undefined) {
		git(place, ['init', '--quiet', '--bare']);
		git(place, ['fast-import', '--quiet'], history(repository));
	}

	const backend = spawn('git', ['http-backend'], {
		stdio: ['pipe', 'pipe', 'inherit'],
		env: {
			...process.env,
			GIT_PROJECT_ROOT: folder,
			GIT_HTTP_EXPORT_ALL: '1',
			GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
			HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
			REQUEST_METHOD: request.method,
			PATH_INFO: `/${name}/${service}`,
			QUERY_STRING: query,
			CONTENT_TYPE: request.headers['content-type'] ?? '',
		},
	});
	request.pipe(backend.stdin);
	const chunks: Buffer[] = [];
	backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
	backend.once('close', () => {
		const answer = Buffer.concat(chunks);
		const end = answer.indexOf('\r\n\r\n');
		const headers = answer.subarray(0, end).toString().split('\r\n');
		const status = headers.find(line => line.startsWith('Status: '))?.slice(8, 11) ?? '200';
		for (const line of headers.filter(line => !line.startsWith('Status: '))) {
			const [header = '', value = ''] = line.split(': ');
			response.setHeader(header, value);
		}

		response.writeHead(Number(status)).end(answer.subarray(end + 4));
	});
	return true;
};
