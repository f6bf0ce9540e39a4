import { generateKeyPairSync, randomBytes } from 'node:crypto';

const number = (value: number): Buffer => {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
};

const string = (value: string | Buffer): Buffer => {
	const bytes = Buffer.from(value);
	return Buffer.concat([number(bytes.length), bytes]);
};

const edge = (which: 'BEGIN' | 'END'): string => `-----${which} OPENSSH PRIVATE KEY-----`;

const blockSize = 8;
const lineLength = 70;

/**
 * A new Ed25519 private key in OpenSSH's form (PROTOCOL.key of OpenSSH). That of ssh2 is not used: it cuts zeros off
 * the front of the public key, and every 256th key is broken.
 */
export const newEd25519Key = (): string => {
	const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
	const publicBytes = Buffer.from(x, 'base64url');
	const type = string('ssh-ed25519');
	const check = randomBytes(4);
	const secret = Buffer.concat([
		check,
		check,
		type,
		string(publicBytes),
		string(Buffer.concat([Buffer.from(d, 'base64url'), publicBytes])),
		string(''),
	]);
	const missing = (blockSize - (secret.length % blockSize)) % blockSize;
	const padding = Buffer.from(Array.from({ length: missing }, (_, index) => index + 1));
	const body = Buffer.concat([
		Buffer.from('openssh-key-v1\0'),
		string('none'),
		string('none'),
		string(''),
		number(1),
		string(Buffer.concat([type, string(publicBytes)])),
		string(Buffer.concat([secret, padding])),
	]).toString('base64');
	const lines = body.match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? [];
	return [edge('BEGIN'), ...lines, edge('END'), ''].join('\n');
};
