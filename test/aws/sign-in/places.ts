import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { end, makeNamespace, runInside } from '../../helpers/namespace.ts';

/** A request to AWS, or one that asks for a sign-in. */
export type Call = {
	readonly setUp: string;
	readonly host: string;
	readonly action: string;
	readonly signer?: string;
	/** Its headers, and what it sends. */
	readonly text: string;
};

/** A place with its own network: a home, or an instance with its metadata service. */
export type Place = {
	readonly enter: readonly string[];
	readonly calls: readonly Call[];
	readonly leave: () => Promise<void>;
};

const isCall = (data: unknown): data is Call =>
	typeof data === 'object' && data !== null && 'setUp' in data && 'host' in data;

/** A certificate for all names of AWS that the set-ups ask. */
export const makeCertificate = (folder: string): { readonly certificate: string; readonly key: string } => {
	const certificate = path.join(folder, 'certificate.pem');
	const key = path.join(folder, 'key.pem');
	const names = ['*', '*.us-east-1', 'portal.sso.us-east-1'].map(name => `DNS:${name}.amazonaws.com`);
	const made = spawnSync('openssl', [
		...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
		...['-subj', '/CN=stand-in', '-addext', `subjectAltName=${names.join(',')}`],
		...['-keyout', key, '-out', certificate],
	]);
	if (made.status !== 0) {
		throw new Error(`openssl made no certificate: ${made.stderr}`);
	}

	return { certificate, key };
};

/** A network of its own with the stand-ins in it, and these addresses. Needs root. */
export const makePlace = async (
	files: ReturnType<typeof makeCertificate>,
	addresses: readonly string[],
): Promise<Place> => {
	const namespace = await makeNamespace();
	for (const address of addresses) {
		runInside(namespace, 'ip', 'address', 'add', `${address}/32`, 'dev', 'lo');
	}

	const [file = '', ...args] = [
		...namespace.enter,
		process.execPath,
		path.join(import.meta.dirname, 'stand-ins.ts'),
	];
	const server = spawn(file, [...args, files.certificate, files.key], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const calls: Call[] = [];
	const lines = createInterface(server.stdout);
	lines.on('line', line => {
		const call: unknown = line.startsWith('{') ? JSON.parse(line) : undefined;
		if (isCall(call)) {
			calls.push(call);
		}
	});
	await once(lines, 'line');
	return {
		enter: namespace.enter,
		calls,
		leave: async () => {
			await end(server);
			await namespace.leave();
		},
	};
};
