import { connect as connectSocket } from 'node:net';
import ssh2 from 'ssh2';
import { expect, onTestFinished, test } from 'vitest';
import { makePerson } from '../helpers/program.ts';
import { ask, elements, rehearse } from './helpers.ts';
import { connect, execute, launch } from './ssh-client.ts';

const { utils } = ssh2;

test.for(['rsa', 'ed25519'] as const)('the %s key that was handed out opens the door', async type => {
	const person = await makePerson();
	const rehearsal = await rehearse(person);
	const { key } = await launch(rehearsal, type);
	expect(key.split('\n')[0]).toContain(type === 'rsa' ? ' RSA PRIVATE KEY' : ' OPENSSH PRIVATE KEY');
	const client = await connect(rehearsal, key);
	expect(await execute(client, 'uptime')).toMatchObject({ code: 0, stderr: '' });
});

test("a stranger's key does not, nor another user", async () => {
	const person = await makePerson();
	const rehearsal = await rehearse(person);
	const { key } = await launch(rehearsal);
	await expect(connect(rehearsal, utils.generateKeyPairSync('ed25519').private)).rejects.toThrow(
		/authentication/,
	);
	await expect(connect(rehearsal, key, 'root')).rejects.toThrow(/authentication/);
	await expect(connect(rehearsal, key, 'admin')).rejects.toThrow(/authentication/);
});

test('a later key pair of the same name opens nothing, and the first one still opens the door', async () => {
	const person = await makePerson();
	const rehearsal = await rehearse(person);
	const { key } = await launch(rehearsal);
	await ask(rehearsal, { Action: 'DeleteKeyPair', KeyName: 'key' });
	const { xml } = await ask(rehearsal, { Action: 'CreateKeyPair', KeyName: 'key', KeyType: 'ed25519' });
	const later = (elements(xml, 'keyMaterial')[0] ?? '').replaceAll('&#10;', '\n');
	expect(later).toContain('PRIVATE KEY');
	await expect(connect(rehearsal, later)).rejects.toThrow(/authentication/);
	expect(await execute(await connect(rehearsal, key), 'uptime')).toMatchObject({ code: 0 });
});

test('the cipher of which the built program lacks a part is not offered, and the others are', async () => {
	const person = await makePerson();
	const rehearsal = await rehearse(person);
	const { key } = await launch(rehearsal);
	const lacking = connect(rehearsal, key, 'ubuntu', { cipher: ['chacha20-poly1305@openssh.com'] });
	await expect(lacking).rejects.toThrow(/no matching .*cipher/);
	for (const cipher of ['aes128-gcm@openssh.com', 'aes256-ctr'] as const) {
		const client = await connect(rehearsal, key, 'ubuntu', { cipher: [cipher] });
		expect(await execute(client, 'uptime')).toMatchObject({ code: 0 });
	}
});

test('a key is of no use after its machine ended', async () => {
	const person = await makePerson();
	const rehearsal = await rehearse(person);
	const { key, instance } = await launch(rehearsal);
	await ask(rehearsal, { Action: 'TerminateInstances', 'InstanceId.1': instance });
	await expect(connect(rehearsal, key)).rejects.toThrow();
});

test('a machine of which nothing was launched does not answer', async () => {
	const person = await makePerson();
	const rehearsal = await rehearse(person);
	const socket = connectSocket(rehearsal.sshPort, rehearsal.sshHost);
	const heard = await new Promise(resolve => {
		socket.once('data', () => resolve('a greeting'));
		socket.once('close', () => resolve('nothing'));
		socket.once('error', () => {});
	});
	expect(heard).toBe('nothing');
});

test('SFTP is refused', async () => {
	const person = await makePerson();
	const rehearsal = await rehearse(person);
	const { key } = await launch(rehearsal);
	const client = await connect(rehearsal, key);
	await expect(
		new Promise((resolve, reject) => {
			client.sftp((error, sftp) => (error ? reject(error) : resolve(sftp)));
		}),
	).rejects.toThrow();
	expect((await execute(client, 'true')).code).toBe(0);
});

test.for(['endpoint', 'ssh'] as const)('%s listens on the loopback address only', async server => {
	const person = await makePerson();
	const rehearsal = await rehearse(person);
	const port = server === 'ssh' ? rehearsal.sshPort : Number(new URL(rehearsal.endpoint).port);
	const reaches = (host: string) =>
		new Promise(resolve => {
			const socket = connectSocket({ host, port, timeout: 5000 });
			socket.once('connect', () => resolve(true));
			socket.once('error', () => resolve(false));
			socket.once('timeout', () => resolve(false));
			onTestFinished(() => {
				socket.destroy();
			});
		});
	expect(await reaches('127.0.0.1')).toBe(true);
	// A server on all addresses would answer here, too.
	expect(await reaches('127.0.0.2')).toBe(false);
});
