import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Person } from './program.ts';

/** A registry of container images on the loopback (Debian's docker-registry), gone with the test. */
export type Registry = {
	/** `127.0.0.1:40123`. */
	readonly host: string;
	/** What Podman needs in its environment to speak to it without TLS; Docker does so with the loopback. */
	readonly environment: Readonly<Record<string, string>>;
};

const freePort = (): Promise<number> =>
	new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});

/** bcrypt of `secret`, as htpasswd of Apache 2.4 makes it. */
const accounts = 'ann:$2y$05$HBn3tDCiWbTJlgncdp8dP.ahyu2L1Evd4CVOjjuefPjrGItQvPzka\n';

/**
 * Starts a registry.
 * @param closed whether it wants a log-in: `ann` with the password `secret`.
 */
export const startRegistry = async (
	person: Person,
	{ closed = false }: { readonly closed?: boolean } = {},
): Promise<Registry> => {
	const folder = path.join(person.home, 'registry');
	await mkdir(folder, { recursive: true });
	const port = await freePort();
	const host = `127.0.0.1:${port}`;
	const settings = path.join(folder, 'settings.yml');
	const lines = [
		'version: 0.1',
		'storage:',
		'  filesystem:',
		`    rootdirectory: ${folder}/images`,
		'http:',
		`  addr: ${host}`,
		...(closed ? ['auth:', '  htpasswd:', '    realm: test', `    path: ${folder}/accounts`] : []),
	];
	await writeFile(settings, `${lines.join('\n')}\n`);
	await writeFile(path.join(folder, 'accounts'), accounts);
	const registries = path.join(folder, 'registries.conf');
	await writeFile(registries, `[[registry]]\nlocation = "${host}"\ninsecure = true\n`);
	const child = spawn('docker-registry', ['serve', settings], { stdio: 'ignore' });
	const ended = new Promise<void>(resolve => child.once('close', () => resolve()));
	onTestFinished(async () => {
		child.kill('SIGTERM');
		await ended;
	});
	for (const deadline = Date.now() + 20_000; Date.now() < deadline; ) {
		const answer = await fetch(`http://${host}/v2/`).catch(() => undefined);
		if (answer) {
			return { host, environment: { CONTAINERS_REGISTRIES_CONF: registries } };
		}

		await new Promise(resolve => setTimeout(resolve, 50));
	}

	throw new Error('the registry does not answer');
};
