import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Environment } from '../../source/base/paths.ts';
import { Problem } from '../../source/base/problem.ts';
import { proxyFor } from '../../source/base/proxy.ts';
import { installPacker } from '../../source/packer/install.ts';
import { needs } from '../helpers/needs.ts';
import { at } from '../helpers/whereabouts.ts';
import { answersVersion, temporaryFolder } from './programs.ts';
import { makeZip } from './zip.ts';

describe('the proxy for an address is the one that Packer would take', () => {
	const proxy = 'http://proxy.test:3128';

	test.each<[address: string, environment: Environment, host: string | undefined]>([
		['https://releases.test/', {}, undefined],
		['https://releases.test/', { HTTPS_PROXY: proxy }, 'proxy.test:3128'],
		['https://releases.test/', { https_proxy: proxy }, 'proxy.test:3128'],
		['https://releases.test/', { HTTPS_PROXY: '', https_proxy: proxy }, 'proxy.test:3128'],
		['https://releases.test/', { HTTPS_PROXY: proxy, https_proxy: 'http://other.test' }, 'proxy.test:3128'],
		['https://releases.test/', { HTTP_PROXY: proxy }, undefined],
		['http://releases.test/', { HTTP_PROXY: proxy }, 'proxy.test:3128'],
		['http://releases.test/', { http_proxy: proxy }, 'proxy.test:3128'],
		['https://releases.test/', { HTTPS_PROXY: 'proxy.test:3128' }, 'proxy.test:3128'],
		['https://releases.test/', { HTTPS_PROXY: proxy, NO_PROXY: '*' }, undefined],
		['https://releases.test/', { HTTPS_PROXY: proxy, no_proxy: 'a.test, Releases.test' }, undefined],
		['https://releases.test/', { HTTPS_PROXY: proxy, NO_PROXY: 'test' }, undefined],
		['https://releases.test/', { HTTPS_PROXY: proxy, NO_PROXY: '.releases.test' }, 'proxy.test:3128'],
		['https://eu.releases.test/', { HTTPS_PROXY: proxy, NO_PROXY: '.releases.test' }, undefined],
		['https://eu.releases.test/', { HTTPS_PROXY: proxy, NO_PROXY: '*.releases.test' }, undefined],
		['https://myreleases.test/', { HTTPS_PROXY: proxy, NO_PROXY: 'releases.test' }, 'proxy.test:3128'],
		['https://releases.test/', { HTTPS_PROXY: proxy, NO_PROXY: 'releases.test:8443' }, 'proxy.test:3128'],
		['https://releases.test/', { HTTPS_PROXY: proxy, NO_PROXY: 'releases.test:443' }, undefined],
		['https://10.1.2.3/', { HTTPS_PROXY: proxy, NO_PROXY: '10.0.0.0/8' }, undefined],
		['https://10.1.2.3/', { HTTPS_PROXY: proxy, NO_PROXY: '10.1.2.3:443' }, undefined],
		['https://11.1.2.3/', { HTTPS_PROXY: proxy, NO_PROXY: '10.0.0.0/8,fd00::/8' }, 'proxy.test:3128'],
		['https://[fd00::1]/', { HTTPS_PROXY: proxy, NO_PROXY: 'fd00::/8' }, undefined],
		['https://[fd00::1]:8443/', { HTTPS_PROXY: proxy, NO_PROXY: '[fd00::1]:8443' }, undefined],
		['https://localhost:1/', { HTTPS_PROXY: proxy }, undefined],
		['https://127.8.8.8/', { HTTPS_PROXY: proxy }, undefined],
		['https://[::1]/', { HTTPS_PROXY: proxy }, undefined],
	])('%s, %o: %s', (address, environment, host) => {
		expect(proxyFor(new URL(address), environment)?.address.host).toBe(host);
	});

	test.each([
		['ftp://me:secret@proxy.test', 'It begins with ftp://: only http:// and https:// are known here.'],
		['http://me:secret@:3128', 'It is no address.'],
		['http://me:secret@proxy.test:port', 'It is no address.'],
	])('%s is none', (value, reason) => {
		try {
			proxyFor(new URL('https://releases.test'), { HTTPS_PROXY: value });
			expect.fail();
		} catch (error) {
			expect(error).toMatchObject({ message: 'HTTPS_PROXY names no proxy that can be used.', reason });
			expect(JSON.stringify(error)).not.toContain('secret');
		}
	});
});

describe('a download by way of a real proxy', () => {
	const archive = makeZip([
		{
			name: 'packer',
			content: Buffer.from(['#!/bin/sh', ...answersVersion('9.8.7'), ''].join('\n')),
		},
	]);
	const platform = 'linux_amd64';
	const release = {
		version: '9.8.7',
		sha256: { [platform]: createHash('sha256').update(archive).digest('hex') },
	};
	/** A certificate for the server of releases, which this process trusts for one test. */
	const makeCertificate = (): { readonly key: Buffer; readonly cert: Buffer } => {
		const folder = temporaryFolder();
		const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
		spawnSync('openssl', [
			...[
				'req',
				'-x509',
				'-newkey',
				'ec',
				'-pkeyopt',
				'ec_paramgen_curve:prime256v1',
				'-nodes',
				'-days',
				'2',
			],
			...['-subj', '/CN=releases.invalid', '-addext', 'subjectAltName=DNS:releases.invalid'],
			...['-keyout', key, '-out', cert],
		]);
		const trusted = tls.getCACertificates('default');
		tls.setDefaultCACertificates([...trusted, readFileSync(cert, 'utf8')]);
		onTestFinished(() => tls.setDefaultCACertificates(trusted));
		return { key: readFileSync(key), cert: readFileSync(cert) };
	};

	const listen = async (server: http.Server | https.Server): Promise<number> => {
		const sockets = new Set<Duplex>();
		server.on('connection', socket => sockets.add(socket));
		onTestFinished(() => {
			for (const socket of sockets) {
				socket.destroy();
			}

			server.close();
		});
		await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
		return (server.address() as AddressInfo).port;
	};

	/** What a proxy does with who asks for a way through: `undefined` for the way, a status, or nothing at all. */
	type Manner = 'lets through' | 'says nothing' | 407 | 502;

	/** A proxy, and behind it the only way to `releases.invalid`; what it was asked for, and by whom. */
	const makeProxy = async (manner: Manner) => {
		const releases = await listen(
			https.createServer(makeCertificate(), (_, response) => response.end(archive)),
		);
		const asked: string[] = [];
		const who: (string | undefined)[] = [];
		const { promise: closed, resolve: close } = Promise.withResolvers<void>();
		const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
		const server = http.createServer((request, response) => {
			asked.push(request.url ?? '');
			who.push(request.headers['proxy-authorization']);
			response.writeHead(manner === 407 ? 407 : 200).end(archive);
		});
		server.on('connect', ({ url, headers }: http.IncomingMessage, socket: Duplex) => {
			asked.push(url ?? '');
			who.push(headers['proxy-authorization']);
			socket.on('error', () => undefined).on('end', close);
			reach();
			if (typeof manner === 'number') {
				socket.end(`HTTP/1.1 ${manner} No\r\nContent-Length: 2\r\n\r\nno`);
			} else if (manner === 'lets through') {
				const behind = connect(releases, '127.0.0.1', () => {
					socket.write('HTTP/1.1 200 OK\r\n\r\n');
					behind.pipe(socket).pipe(behind);
				});
			} else {
				socket.resume();
			}
		});
		return { port: await listen(server), asked, who, closed, reached };
	};

	/** Whoever names the proxy says who they are. */
	const naming = (port: number): string => `http://me:s%40cret@127.0.0.1:${port}`;

	const home = (more: Environment, server = 'https://releases.invalid'): Environment => {
		const folder = temporaryFolder();
		return {
			HOME: folder,
			XDG_CACHE_HOME: path.join(folder, 'cache'),
			PACKER_WIZARD_RELEASES_URL: server,
			...more,
		};
	};

	const install = async (
		environment: Environment,
		more: Partial<Parameters<typeof installPacker>[0]> = {},
	) => {
		const said: string[] = [];
		const say = (line: string): void => {
			said.push(line);
		};
		const got: unknown = await installPacker({
			whereabouts: at(environment),
			release,
			platform,
			say,
			...more,
		}).catch((error: unknown) => error);
		const told = JSON.stringify([said, got, got instanceof Error ? got.message : '']);
		expect(told).not.toMatch(/s(@|%40)cret/);
		expect(told).not.toContain(Buffer.from('me:s@cret').toString('base64'));
		return got;
	};

	const file = '/packer/9.8.7/packer_9.8.7_linux_amd64.zip';

	beforeEach(context => needs(context, 'openssl'));

	test('it tells the proxy who asks, and TLS is between us and the server', async () => {
		const { port, asked, who } = await makeProxy('lets through');
		expect(await install(home({ https_proxy: naming(port) }))).toMatchObject({ versionText: '9.8.7' });
		expect(asked).toEqual(['releases.invalid:443']);
		expect(who).toEqual([`Basic ${Buffer.from('me:s@cret').toString('base64')}`]);
	});

	test('a server without TLS is asked for through the proxy itself', async () => {
		const { port, asked, who } = await makeProxy('lets through');
		const environment = home({ HTTP_PROXY: naming(port) }, 'http://releases.invalid');
		expect(await install(environment)).toMatchObject({ versionText: '9.8.7' });
		expect(asked).toEqual([`http://releases.invalid${file}`]);
		expect(who).toEqual([`Basic ${Buffer.from('me:s@cret').toString('base64')}`]);
	});

	test('NO_PROXY keeps it out', async () => {
		const { port, asked } = await makeProxy('lets through');
		expect(await install(home({ HTTPS_PROXY: naming(port), NO_PROXY: 'invalid' }))).toMatchObject({
			reason: expect.stringMatching(/^It cannot be found: /),
		});
		expect(asked).toEqual([]);
	});

	test.each([
		[407, 'https', 'wants another name and password, or any (407).'],
		[407, 'http', 'wants another name and password, or any (407).'],
		[502, 'https', 'does not let it through: it answers 502.'],
	] as const)('a proxy that answers %i for %s is told of by its address', async (manner, scheme, reason) => {
		const { port } = await makeProxy(manner);
		const variable = `${scheme.toUpperCase()}_PROXY`;
		const problem = await install(home({ [variable]: naming(port) }, `${scheme}://releases.invalid`));
		expect(problem).toMatchObject({
			message: 'Packer could not be downloaded from releases.invalid.',
			reason: `The proxy 127.0.0.1:${port} (${variable}) ${reason}`,
		});
		expect(problem instanceof Problem && problem.next[0]).toContain(variable);
	});

	test('a proxy that puts in a certificate of its own', async () => {
		const { port } = await makeProxy('lets through');
		tls.setDefaultCACertificates([]);
		const problem = await install(home({ HTTPS_PROXY: naming(port) }));
		expect(problem).toMatchObject({ reason: 'It shows a certificate that is not trusted here.' });
		expect(problem instanceof Problem && problem.next[0]).toContain('NODE_EXTRA_CA_CERTS=<file>');
	});

	test('a proxy that is not there', async () => {
		expect(await install(home({ HTTPS_PROXY: 'http://me:s%40cret@127.0.0.1:1' }))).toMatchObject({
			reason: 'The proxy 127.0.0.1:1 (HTTPS_PROXY) does not accept connections (ECONNREFUSED).',
		});
	});

	test('a proxy that does not answer is given up after a while', async () => {
		const { port, closed } = await makeProxy('says nothing');
		expect(await install(home({ HTTPS_PROXY: naming(port) }), { patience: 1000 })).toMatchObject({
			reason: `The proxy 127.0.0.1:${port} (HTTPS_PROXY): Nothing was received for 1 s.`,
		});
		await closed;
	});

	test('a proxy that does not answer keeps nobody who leaves', async () => {
		const { port, reached, closed } = await makeProxy('says nothing');
		const stop = new AbortController();
		const reason = new Error('enough');
		const installing = install(home({ HTTPS_PROXY: naming(port) }), { signal: stop.signal });
		await reached;
		stop.abort(reason);
		expect(await installing).toBe(reason);
		await closed;
	});
});
