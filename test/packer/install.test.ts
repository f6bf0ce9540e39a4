import { createHash, randomBytes } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import type { Environment } from '../../source/base/paths.ts';
import { exitCodes, Problem } from '../../source/base/problem.ts';
import { installPacker, pinnedRelease } from '../../source/packer/install.ts';
import { platformName, releaseAddress } from '../../source/packer/release.ts';
import { needs } from '../helpers/needs.ts';
import { serve } from '../helpers/serve.ts';
import { at, findPacker } from '../helpers/whereabouts.ts';
import { answersVersion, temporaryFolder } from './programs.ts';
import { makeZip, type ZipFile } from './zip.ts';

const platform = 'linux_amd64';
const program: ZipFile = {
	name: 'packer',
	content: Buffer.from(['#!/bin/sh', ...answersVersion('9.8.7'), ''].join('\n')),
};
const licence: ZipFile = {
	name: 'LICENSE.txt',
	content: Buffer.from('Business Source License\n'),
	stored: true,
};

const person = (server: string): Environment & { readonly XDG_CACHE_HOME: string } => {
	const home = temporaryFolder();
	return { HOME: home, XDG_CACHE_HOME: path.join(home, 'cache'), PACKER_WIZARD_RELEASES_URL: server };
};

const releaseOf = (archive: Buffer) => ({
	version: '9.8.7',
	sha256: { [platform]: createHash('sha256').update(archive).digest('hex') },
});

const install = (
	environment: Environment,
	archive: Buffer,
	more: Partial<Parameters<typeof installPacker>[0]> = {},
) => installPacker({ whereabouts: at(environment), release: releaseOf(archive), platform, ...more });

/** Everything below the cache folder. */
const left = (environment: { readonly XDG_CACHE_HOME: string }): readonly string[] =>
	existsSync(environment.XDG_CACHE_HOME)
		? readdirSync(environment.XDG_CACHE_HOME, { recursive: true, withFileTypes: true })
				.filter(entry => entry.isFile())
				.map(entry => entry.name)
		: [];

const problemOf = async (work: Promise<unknown>): Promise<Problem> => {
	const error = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof Problem)) {
		throw new Error('no Problem', { cause: error });
	}

	return error;
};

describe('the pinned release', () => {
	test('is known where its SHA-256 is', () => {
		expect(pinnedRelease('linux_amd64')?.sha256).toMatch(/^[0-9a-f]{64}$/);
		expect(pinnedRelease('linux_arm64')?.sha256).toMatch(/^[0-9a-f]{64}$/);
		expect(pinnedRelease('darwin_arm64')?.sha256).toMatch(/^[0-9a-f]{64}$/);
		expect(pinnedRelease('darwin_amd64')).toBeUndefined();
		expect(platformName('linux', 'x64')).toBe('linux_amd64');
		expect(platformName('darwin', 'arm64')).toBe('darwin_arm64');
	});

	test('comes from releases.hashicorp.com, or from where the environment says', () => {
		const release = { version: '1.16.1', sha256: {} };
		expect(releaseAddress({}, release, platform).href).toBe(
			'https://releases.hashicorp.com/packer/1.16.1/packer_1.16.1_linux_amd64.zip',
		);
		expect(releaseAddress({ PACKER_WIZARD_RELEASES_URL: 'http://mirror/hc/' }, release, platform).href).toBe(
			'http://mirror/hc/packer/1.16.1/packer_1.16.1_linux_amd64.zip',
		);
		expect(() => releaseAddress({ PACKER_WIZARD_RELEASES_URL: 'mirror' }, release, platform)).toThrow(
			Problem,
		);
	});
});

describe('getting it', () => {
	test('downloaded, checked, unpacked, tried, and found from then on', async () => {
		const archive = makeZip([licence, program, { name: 'README', content: Buffer.from('x') }], 'a comment');
		const asked: (string | undefined)[] = [];
		const server = await serve((request, response) => {
			asked.push(request.url);
			response.setHeader('content-length', archive.length);
			response.write(archive.subarray(0, 10));
			response.end(archive.subarray(10));
		});
		const environment = person(server);
		const said: string[] = [];
		const got = await install(environment, archive, {
			say: line => said.push(line),
		});
		expect(asked).toEqual(['/packer/9.8.7/packer_9.8.7_linux_amd64.zip']);
		expect(got).toEqual({
			path: path.join(environment.XDG_CACHE_HOME, 'packer-wizard', 'packer', '9.8.7', 'packer'),
			version: [9, 8, 7],
			versionText: '9.8.7',
			origin: 'cache',
		});
		expect(readFileSync(got.path)).toEqual(program.content);
		expect(statSync(got.path).mode & 0o777).toBe(0o755);
		expect(readFileSync(path.join(path.dirname(got.path), 'LICENSE.txt'))).toEqual(licence.content);
		expect(left(environment)).toEqual(expect.arrayContaining(['packer', 'LICENSE.txt']));
		expect(left(environment)).toHaveLength(2);
		expect(said).toContain('Packer 9.8.7: 100 % of 1 MB');
		expect(said.at(-1)).toContain('9.8.7');
		expect(await findPacker(environment)).toEqual(got);
	});

	test('a second time over the first', async () => {
		const archive = makeZip([program]);
		const environment = person(await serve((_, response) => response.end(archive)));
		await install(environment, archive);
		expect(await install(environment, archive)).toMatchObject({ versionText: '9.8.7' });
		expect(left(environment)).toEqual(['packer']);
	});

	test('what a program left that was killed goes when it is old', async () => {
		const archive = makeZip([program]);
		const environment = person(await serve((_, response) => response.end(archive)));
		const folder = path.join(environment.XDG_CACHE_HOME, 'packer-wizard', 'packer');
		const [old, fresh] = [path.join(folder, '.new-0a'), path.join(folder, '.new-0b')];
		for (const work of [old, fresh]) {
			mkdirSync(work, { recursive: true });
			writeFileSync(path.join(work, 'packer.zip'), '');
		}

		const twoDaysAgo = Date.now() / 1000 - 2 * 24 * 60 * 60;
		utimesSync(old, twoDaysAgo, twoDaysAgo);
		await install(environment, archive);
		expect(readdirSync(folder).sort()).toEqual(['.new-0b', '9.8.7']);
	});

	test('from a mirror that wants to know who asks, whose password is not shown', async () => {
		const archive = makeZip([program]);
		const server = await serve((request, response) => {
			const isMe = request.headers.authorization === `Basic ${Buffer.from('me:s@cret').toString('base64')}`;
			response.writeHead(isMe && request.url?.startsWith('/hc/') ? 200 : 404).end(archive);
		});
		const mirror = server.replace('http://', 'http://me:s%40cret@');
		const said: string[] = [];
		const say = (line: string): void => {
			said.push(line);
		};
		await install(person(`${mirror}/hc`), archive, { say });
		const problem = await problemOf(install(person(mirror), archive, { say }));
		expect(`${said} ${problem.message} ${problem.reason}`).not.toMatch(/s(@|%40)cret/);
	});

	test('by way of another address', async () => {
		const archive = makeZip([program]);
		const environment = person(
			await serve((request, response) => {
				if (request.url === '/elsewhere') {
					response.end(archive);
				} else {
					response.writeHead(302, { location: '/elsewhere' }).end();
				}
			}),
		);
		expect(await install(environment, archive)).toMatchObject({ origin: 'cache' });
	});
});

describe('what goes wrong leaves nothing behind', () => {
	const good = makeZip([program]);

	const failing = async (environment: ReturnType<typeof person>, archive: Buffer): Promise<Problem> => {
		const problem = await problemOf(install(environment, archive));
		expect(left(environment)).toEqual([]);
		expect(problem.exitCode).toBe(exitCodes.missing);
		expect(problem.next.length).toBeGreaterThan(0);
		return problem;
	};

	test('no network', async () => {
		const problem = await failing(person('http://127.0.0.1:1'), good);
		expect(problem.message).toBe('Packer could not be downloaded from 127.0.0.1:1.');
		expect(problem.reason).toMatch(/ECONNREFUSED/);
		const unknown = await failing(person('http://releases.invalid'), good);
		expect(unknown.message).toBe('Packer could not be downloaded from releases.invalid.');
	});

	test('not there', async () => {
		const problem = await failing(person(await serve((_, response) => response.writeHead(404).end())), good);
		expect(problem.message).toMatch(/^127\.0\.0\.1:\d+ does not give Packer away: it answers 404\.$/);
		expect(problem.reason).toBe('There is no /packer/9.8.7/packer_9.8.7_linux_amd64.zip.');
	});

	test('another SHA-256', async () => {
		const server = await serve((_, response) => response.end(makeZip([{ ...program, name: 'other' }])));
		const problem = await failing(person(server), good);
		expect(problem.message).toBe(
			'What was downloaded is not the Packer that was expected, and was thrown away.',
		);
		expect(problem.reason).toContain(releaseOf(good).sha256[platform]);
	});

	test('a download that breaks', async () => {
		const server = await serve((_, response) => {
			response.setHeader('content-length', good.length);
			response.write(good.subarray(0, 20), () => response.destroy());
		});
		expect((await failing(person(server), good)).message).toMatch(/^Packer could not be downloaded/);
	});

	test('a server that says no more', async () => {
		const environment = person(await serve((_, response) => response.write(good.subarray(0, 20))));
		const problem = await problemOf(install(environment, good, { patience: 1000 }));
		expect(problem.reason).toBe('Nothing was received for 1 s.');
		expect(left(environment)).toEqual([]);
	});

	test.each([
		['no archive at all', Buffer.from('<html>Sign in</html>'), 'That is no ZIP archive.'],
		['an archive without Packer', makeZip([licence]), 'It holds no packer.'],
		[
			'names that lead out of the folder',
			makeZip([
				{ name: '../packer', content: program.content },
				{ name: '/tmp/packer', content: program.content },
			]),
			'It holds no packer.',
		],
		['a damaged archive', Buffer.concat([good.subarray(0, 60), good.subarray(80)]), expect.any(String)],
	])('%s', async (_, archive, reason) => {
		const problem = await failing(person(await serve((__, response) => response.end(archive))), archive);
		expect(problem.message).toBe('The archive with Packer cannot be unpacked.');
		expect(problem.reason).toEqual(reason);
	});

	test('a Packer that does not run here', async () => {
		const archive = makeZip([{ name: 'packer', content: Buffer.from('#!/bin/sh\nexit 1\n') }]);
		const problem = await failing(person(await serve((_, response) => response.end(archive))), archive);
		expect(problem.message).toBe('The downloaded Packer does not run on this machine.');
	});

	test('a file where the cache folder should be', async () => {
		const environment = person(await serve((_, response) => response.end(good)));
		mkdirSync(environment.XDG_CACHE_HOME);
		writeFileSync(path.join(environment.XDG_CACHE_HOME, 'packer-wizard'), '');
		const problem = await problemOf(install(environment, good));
		expect(problem).toMatchObject({
			exitCode: exitCodes.missing,
			reason: 'A file is in the way where a folder is needed.',
		});
	});

	test.for([
		['for the archive', makeZip([program, { name: 'more', content: randomBytes(400_000) }])],
		['for what is in it', makeZip([{ name: 'packer', content: Buffer.alloc(400_000, 'packer') }])],
	] as const)('a disk that is full %s', async ([, archive], context) => {
		needs(context, 'namespaces');
		const environment = person(await serve((_, response) => response.end(archive)));
		mkdirSync(environment.XDG_CACHE_HOME);
		const code = `
			const { installPacker } = await import(${JSON.stringify(import.meta.resolve('../../source/packer/install.ts'))});
			await installPacker(${JSON.stringify({ whereabouts: at(environment), platform, release: releaseOf(archive) })}).catch(
				({ name, reason, exitCode }) => console.log(JSON.stringify({ name, reason, exitCode })),
			);
		`;
		const disk = `mount -t tmpfs -o size=200k none '${environment.XDG_CACHE_HOME}'`;
		const { stdout } = await execa('unshare', [
			'--mount',
			'sh',
			'-c',
			`${disk} && exec "$0" --input-type=module -e "$1"`,
			process.execPath,
			code,
		]);
		expect(JSON.parse(stdout)).toEqual({
			name: 'Problem',
			reason: 'The disk is full.',
			exitCode: exitCodes.missing,
		});
	});

	test('a machine whose SHA-256 is not known', async () => {
		const problem = await problemOf(
			installPacker({ whereabouts: at(person('http://127.0.0.1:1')), platform: 'darwin_amd64' }),
		);
		expect(problem.message).toBe('No Packer is known for this machine (darwin_amd64).');
	});

	test('broken off: the transfer ends, and the reason is told to who broke it off', async () => {
		const stop = new AbortController();
		const { promise: closed, resolve } = Promise.withResolvers<void>();
		const environment = person(
			await serve((_, response) => {
				response.on('close', resolve);
				response.write(good.subarray(0, 20), () => stop.abort(reason));
			}),
		);
		const reason = new Error('enough');
		await expect(install(environment, good, { signal: stop.signal })).rejects.toBe(reason);
		await closed;
		expect(left(environment)).toEqual([]);
	});

	test('broken off while what came is tried', async () => {
		const stop = new AbortController();
		const reason = new Error('enough');
		const slow = makeZip([{ name: 'packer', content: Buffer.from('#!/bin/sh\nsleep 60\n') }]);
		const environment = person(await serve((_, response) => response.end(slow)));
		const say = (line: string): void => {
			if (line.includes('Unpacking')) {
				setTimeout(() => stop.abort(reason), 100);
			}
		};
		await expect(install(environment, slow, { say, signal: stop.signal })).rejects.toBe(reason);
		expect(left(environment)).toEqual([]);
	});
});
