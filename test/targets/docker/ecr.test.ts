import { mkdir, writeFile } from 'node:fs/promises';
import { createServer as createProxy, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { connect, type Server } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { certify } from '../../helpers/github/authority.ts';
import { needs } from '../../helpers/needs.ts';
import { makePerson, runProgram } from '../../helpers/program.ts';
import { containerImage } from '../../setup/places.ts';
import { runToEnd } from '../../template/packer.ts';

const registry = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
const api = 'api.ecr.eu-west-1.amazonaws.com';

/** What a log-in by that token is: ECR's user has always this name. */
const basic = `Basic ${Buffer.from('AWS:of-the-token').toString('base64')}`;

const listening = (server: Server): Promise<number> =>
	new Promise(resolve => {
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			resolve(typeof address === 'object' && address ? address.port : 0);
		});
	});

/** ECR, as far as a push asks it, behind a proxy: it gives its token to who signs, and has all layers already. */
const startEcr = async (folder: string) => {
	const { key, cert, authority } = certify([api, registry]);
	const file = path.join(folder, 'authority.pem');
	await writeFile(file, authority);
	const asked: string[] = [];
	const answer: RequestListener = (request, response) => {
		const { host = '', authorization = '' } = request.headers;
		const { method = '', url = '' } = request;
		const target = request.headers['x-amz-target'];
		request.resume();
		if (host === api) {
			const signer = /Credential=(\w+)\/\d+\/eu-west-1\/ecr\//.exec(authorization)?.[1];
			asked.push(`${target} by ${signer}`);
			const authorizationToken = basic.replace('Basic ', '');
			response.end(
				JSON.stringify({ authorizationData: [{ authorizationToken, proxyEndpoint: `https://${registry}` }] }),
			);
		} else if (host !== registry || authorization !== basic) {
			response.writeHead(401, { 'www-authenticate': 'Basic realm="ecr"' }).end();
		} else {
			asked.push(`${method} ${url.replace(/sha256:[0-9a-f]+/, '…')}`);
			response
				.writeHead(method === 'PUT' ? 201 : 200, { 'content-length': method === 'HEAD' ? '1' : '0' })
				.end();
		}
	};
	const server = createServer({ key, cert }, answer);
	const port = await listening(server);
	const proxy = createProxy();
	proxy.on('connect', (_request, client) => {
		const there = connect(port, '127.0.0.1', () => client.write('HTTP/1.1 200 OK\r\n\r\n'));
		there.on('error', () => client.destroy()).pipe(client);
		client.on('error', () => there.destroy()).pipe(there);
	});
	onTestFinished(() => {
		server.close();
		server.closeAllConnections();
		proxy.close();
	});
	return {
		asked,
		environment: {
			HTTPS_PROXY: `http://127.0.0.1:${await listening(proxy)}`,
			SSL_CERT_FILE: file,
			AWS_CA_BUNDLE: file,
		},
	};
};

test('a push to ECR: its log-in is asked for in the name of who signs, used for the push, and not kept', async context => {
	needs(context, 'packer', 'containers');
	const person = await makePerson();
	const { asked, environment } = await startEcr(person.home);
	const podman = (...args: readonly string[]) => runToEnd('podman', args, { env: person.environment });
	const name = `${registry}/web:latest`;
	onTestFinished(async () => {
		await podman('rmi', '--force', name);
	});
	await mkdir(path.join(person.home, '.aws'));
	await writeFile(
		path.join(person.home, '.aws', 'credentials'),
		'[images]\naws_access_key_id = AKIAIMAGES\naws_secret_access_key = of-images\n',
	);
	const built = await runProgram(
		person,
		[
			...['new', '--target', 'docker', '--name', 'web', '--base', 'debian-12', '--yes', '--push', 'yes'],
			...['--container-image', containerImage, '--repository', `${registry}/web`],
		],
		{ env: { ...environment, AWS_PROFILE: 'images' } },
	);
	expect(built.code, built.stdout + built.stderr).toBe(0);
	expect(built.stdout).toContain(`  Pushed      ${name}\n`);
	expect(asked[0]).toBe('AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken by AKIAIMAGES');
	expect(asked.at(-1)).toBe('PUT /v2/web/manifests/latest');
	expect(built.stdout).not.toContain('of-the-token');
	expect(await podman('login', '--get-login', registry)).not.toMatchObject({ code: 0 });
}, 120_000);
