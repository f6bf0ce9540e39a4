import ssh2, { type Client, type ConnectConfig } from 'ssh2';
import { onTestFinished } from 'vitest';
import type { Rehearsal } from '../../source/rehearsal/rehearsal.ts';
import { ask, elements } from './helpers.ts';

/** Launches a machine as Packer does and gives its key. */
export const launch = async (
	rehearsal: Rehearsal,
	type: 'rsa' | 'ed25519' = 'ed25519',
): Promise<{ readonly instance: string; readonly key: string }> => {
	const image = await ask(rehearsal, {
		Action: 'DescribeImages',
		'Filter.1.Name': 'name',
		'Filter.1.Value.1': '*noble-24.04-amd64*20260427',
	});
	const pair = await ask(rehearsal, { Action: 'CreateKeyPair', KeyName: 'key', KeyType: type });
	const run = await ask(rehearsal, {
		Action: 'RunInstances',
		ImageId: elements(image.xml, 'imageId')[0] ?? '',
		InstanceType: 't3.micro',
		KeyName: 'key',
	});
	return {
		instance: elements(run.xml, 'instanceId')[0] ?? '',
		key: (elements(pair.xml, 'keyMaterial')[0] ?? '').replaceAll('&#10;', '\n'),
	};
};

/** A client that has logged in; it ends with the test. @throws Error if it is not let in. */
export const connect = async (
	rehearsal: Rehearsal,
	privateKey: string,
	username = 'ubuntu',
	algorithms: ConnectConfig['algorithms'] = {},
): Promise<Client> => {
	const client = new ssh2.Client();
	client.on('error', () => {});
	onTestFinished(() => {
		client.end();
	});
	await new Promise<void>((resolve, reject) => {
		client.once('ready', resolve);
		client.once('error', reject);
		client.connect({ host: rehearsal.sshHost, port: rehearsal.sshPort, username, privateKey, algorithms });
	});
	return client;
};

export type Executed = {
	readonly code: number | undefined;
	readonly stdout: Buffer;
	readonly stderr: string;
};

/** Runs a command line on the machine. */
export const execute = (client: Client, command: string, input: string | Buffer = ''): Promise<Executed> =>
	new Promise((resolve, reject) => {
		client.exec(command, (error, channel) => {
			if (error) {
				reject(error);
				return;
			}

			const stdout: Buffer[] = [];
			const stderr: Buffer[] = [];
			channel.on('data', (part: Buffer) => stdout.push(part));
			channel.stderr.on('data', (part: Buffer) => stderr.push(part));
			channel.on('close', (code: number | undefined) => {
				resolve({ code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') });
			});
			channel.end(input);
		});
	});
