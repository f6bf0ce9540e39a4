import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { containerImage, testEnvironment } from '../../setup/places.ts';
import type { GitHub } from './github.ts';
import { type Call, makeRecords, readCalls } from './person.ts';

type Ran = { readonly code: number; readonly output: string };

/** A machine with the suite's system in a container, for scripts that are run without Packer. */
export type Machine = {
	/** Runs a script of bash as the log-in user, or as root. */
	readonly run: (
		script: string,
		options?: {
			readonly user?: string;
			readonly environment?: Readonly<Record<string, string>>;
			/** Names that lead to where nobody listens. */
			readonly unreachable?: readonly string[];
			/** Names that nobody knows. */
			readonly unknown?: readonly string[];
		},
	) => Promise<Ran>;
	/** What modules and programs of the stand-in were called with so far. */
	readonly calls: () => Promise<readonly Call[]>;
	/** The folder that is `/records` on the machine. */
	readonly records: string;
};

const environment = { ...process.env, ...testEnvironment() };

// Where user data writes on a server, and what starts services there. Names are those of its own list: there is no server to ask.
const prepareScript = `echo nameserver 127.1.1.1 >/etc/resolv.conf
[ -e /dev/console ] || ln -s /dev/null /dev/console
for name in systemctl logger; do
	printf '#!/bin/bash\\n{ printf "%%s\\\\0" %s "$#" "$@"; env -0; printf "\\\\n\\\\0"; } >>/records/calls\\n' $name >/usr/local/sbin/$name
	chmod 755 /usr/local/sbin/$name
done
printf '#!/bin/sh\\nexec cat >/dev/null\\n' >/usr/local/sbin/logger
cp /records/programs/* /usr/local/sbin/ 2>/dev/null
touch /ready
exec sleep infinity
`;

/**
 * Starts a machine for one test, which meets the stand-in where GitHub is.
 * @param programs that play those of a system, by name.
 */
export const startMachine = async (
	github: GitHub,
	programs: readonly (readonly [name: string, text: string])[] = [],
): Promise<Machine> => {
	const folder = await mkdtemp(path.join(tmpdir(), 'machine-'));
	const records = await makeRecords(folder);
	await mkdir(path.join(records, 'programs'));
	for (const [name, text] of programs) {
		await writeFile(path.join(records, 'programs', name), text, { mode: 0o755 });
	}

	const authority = path.join(folder, 'authority.pem');
	await writeFile(authority, github.authority);
	const { status, stdout, stderr } = spawnSync(
		'podman',
		[
			...['run', '--detach', '--rm', '--network=host', `--volume=${records}:/records`],
			...[`--volume=${authority}:/etc/ssl/certs/ca-certificates.crt:ro`, '--no-hosts'],
			// So that it may lay machines over itself.
			...['--cap-add=SYS_ADMIN', '--security-opt=seccomp=unconfined', '--security-opt=apparmor=unconfined'],
			...[containerImage, 'bash', '-c', prepareScript],
		],
		{ encoding: 'utf8', env: environment },
	);
	if (status !== 0) {
		throw new Error(`The machine did not start: ${stderr}`);
	}

	const id = stdout.trim();
	onTestFinished(async () => {
		spawnSync('podman', ['rm', '--force', '--time', '0', id], { env: environment });
		await rm(folder, { recursive: true });
	});
	return {
		records,
		calls: () => readCalls(path.join(records, 'calls')),
		run: async (
			script,
			{ user = 'ubuntu', environment: variables = {}, unreachable = [], unknown = [] } = {},
		) => {
			// What a script holds shows in no list of processes, nor does a token.
			await writeFile(path.join(records, 'script'), script);
			await writeFile(
				path.join(records, 'hosts'),
				`127.0.0.1\tlocalhost\n${github.hosts(unreachable, unknown)}`,
			);
			const names = Object.keys(variables).flatMap(name => ['--env', name]);
			const enter =
				'until [ -e /ready ]; do sleep 0.02; done; cat /records/hosts >/etc/hosts; echo 127.0.0.1 $HOSTNAME >>/etc/hosts; exec setpriv --reuid "$0" --regid "$0" --init-groups "$@"';
			const home = user === 'root' ? '/root' : `/home/${user}`;
			const child = spawn(
				'podman',
				[
					...['exec', '--user', '0', '--workdir', '/tmp', '--env', `HOME=${home}`, ...names, id],
					...['bash', '-c', enter, user, 'bash', '/records/script'],
				],
				{ env: { ...environment, ...variables }, stdio: ['ignore', 'pipe', 'pipe'] },
			);
			let output = '';
			for (const stream of [child.stdout, child.stderr]) {
				stream.setEncoding('utf8').on('data', chunk => {
					output += chunk;
				});
			}

			return new Promise((resolve, reject) => {
				child.once('error', reject);
				child.once('close', code => resolve({ code: code ?? -1, output }));
			});
		},
	};
};
