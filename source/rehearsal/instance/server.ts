import { createServer, type Socket } from 'node:net';
import ssh2, {
	type Algorithms,
	type AuthContext,
	type Connection,
	type PublicKeyAuthContext,
	type ServerChannel,
} from 'ssh2';
import { steadyNow } from '../../base/clock.ts';
import { newEd25519Key } from '../ed25519.ts';
import type { Instance } from '../endpoint/state.ts';
import { LogInEnded, type Sandbox } from './sandbox.ts';
import { receiveByScp, sendByScp } from './scp.ts';

/** How often it is looked at whether a machine has booted that restarts, in milliseconds. */
const glance = 250;

/** All that ssh2 has, but for the cipher of which the built program lacks a part (`bundle/plugins.ts`). */
const algorithms: Algorithms = {
	cipher: { append: [], prepend: [], remove: ['chacha20-poly1305@openssh.com'] },
};

/** The longest that a connection waits for a machine that still boots, in milliseconds. */
const longestHold = 20_000;

export type SshOptions = {
	/** The machine that a user with a public key (SSH's wire form, base64) may enter; undefined for all others. */
	readonly admit: (username: string, publicKey: string) => Instance | undefined;
	/** How long until the first machine answers, in milliseconds; undefined if none will. */
	readonly answersIn: () => number | undefined;
	readonly sandboxOf: (instance: string) => Promise<Sandbox>;
};

export type SshServer = {
	readonly port: number;
	/** Breaks all connections to a machine. */
	readonly cut: (instance: string) => void;
	readonly stop: () => Promise<void>;
};

const isUpload = /^\s*scp\s(.*\s)?-\w*t/;
const isDownload = /^\s*scp\s(.*\s)?-\w*f/;

const serve = async (sandbox: Sandbox, command: string, channel: ServerChannel): Promise<number> => {
	if (isUpload.test(command)) {
		return receiveByScp(sandbox, command, channel, channel);
	}

	if (isDownload.test(command)) {
		return sendByScp(sandbox, command, channel, channel);
	}

	const hangUp = new AbortController();
	channel.once('close', () => hangUp.abort());
	const streams = { stdin: channel, stdout: channel, stderr: channel.stderr };
	return sandbox.execute(command, streams, hangUp.signal);
};

const run = async (sandbox: Promise<Sandbox>, command: string, channel: ServerChannel): Promise<void> => {
	// What a client leaves half-way is no error of ours.
	channel.on('error', () => {});
	let code: number;
	try {
		code = await serve(await sandbox, command, channel);
	} catch (error) {
		if (error instanceof LogInEnded) {
			channel.write(error.said);
			channel.stderr.write(error.complained);
			code = error.code;
		} else {
			channel.stderr.write(`rehearsal: ${error instanceof Error ? error.message : String(error)}\n`);
			code = 255;
		}
	}

	channel.exit(code);
	channel.end();
};

const namedAlgorithm = ({ key, hashAlgo }: PublicKeyAuthContext): string =>
	key.algo === 'ssh-rsa' && hashAlgo !== undefined ? hashAlgo.replace('sha', 'rsa-sha2-') : key.algo;

const authenticate = (context: AuthContext, options: SshOptions): Instance | undefined => {
	if (context.method !== 'publickey') {
		context.reject(['publickey']);
		return undefined;
	}

	const instance = options.admit(context.username, context.key.data.toString('base64'));
	if (!instance) {
		context.reject(['publickey']);
		return undefined;
	}

	// Without a signature the client only asks whether the key would do. Older Packers want to hear the very
	// algorithm that they named, and ssh2 calls them all ssh-rsa.
	if (context.signature === undefined || context.blob === undefined) {
		context.key.algo = namedAlgorithm(context);
		context.accept();
		return undefined;
	}

	const key = ssh2.utils.parseKey(`${context.key.algo} ${context.key.data.toString('base64')}`);
	if (key instanceof Error || key.verify(context.blob, context.signature, context.hashAlgo) !== true) {
		context.reject(['publickey']);
		return undefined;
	}

	context.accept();
	return instance;
};

const admitClient = (client: Connection, options: SshOptions, clients: Map<Connection, string>): void => {
	let instance: Instance | undefined;
	client.on('error', () => {});
	client.once('close', () => clients.delete(client));
	client.on('authentication', context => {
		instance = authenticate(context, options) ?? instance;
		if (instance) {
			clients.set(client, instance.id);
		}
	});
	client.on('session', acceptSession => {
		const session = acceptSession();
		session.on('pty', accept => accept?.());
		session.on('env', accept => accept?.());
		session.on('sftp', (_accept, reject) => reject?.());
		session.on('exec', (accept, reject, { command }) => {
			if (instance) {
				void run(options.sandboxOf(instance.id), command, accept());
			} else {
				reject?.();
			}
		});
	});
};

/**
 * An SSH server on the loopback that stands for all machines of the endpoint. A connection that comes while the
 * machine boots waits until it is up: Packer would try again five seconds later only.
 */
export const startSsh = async (options: SshOptions): Promise<SshServer> => {
	const clients = new Map<Connection, string>();
	const ssh = new ssh2.Server({ hostKeys: [newEd25519Key()], ident: 'rehearsal', algorithms }, client => {
		admitClient(client, options, clients);
	});
	const sockets = new Set<Socket>();

	// A timer can be early by part of a millisecond, so the machine is looked at again each time.
	const admit = (socket: Socket, deadline: number): void => {
		const wait = options.answersIn();
		if (wait === 0) {
			ssh.injectSocket(socket);
		} else if (wait === undefined || steadyNow() >= deadline) {
			socket.destroy();
		} else {
			const left = Math.min(wait, deadline - steadyNow(), glance);
			const timer = setTimeout(() => {
				socket.off('close', forget);
				admit(socket, deadline);
			}, Math.ceil(left));
			const forget = (): void => clearTimeout(timer);
			socket.once('close', forget);
		}
	};

	// An answer is several small messages: without this each waits until the client has confirmed the one before, 40 ms.
	const server = createServer({ noDelay: true }, socket => {
		sockets.add(socket);
		socket.on('error', () => {});
		socket.once('close', () => sockets.delete(socket));
		admit(socket, steadyNow() + longestHold);
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, '127.0.0.1', resolve);
	});
	const address = server.address();
	return {
		port: typeof address === 'object' && address !== null ? address.port : 0,
		cut: instance => {
			for (const [client, id] of clients) {
				if (id === instance) {
					client.end();
				}
			}
		},
		stop: () =>
			new Promise(resolve => {
				server.close(() => resolve());
				for (const socket of sockets) {
					socket.destroy();
				}
			}),
	};
};
