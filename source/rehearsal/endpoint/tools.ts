import { createHash, generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';
import ssh2 from 'ssh2';
import type { Delays } from '../delays.ts';
import { newEd25519Key } from '../ed25519.ts';
import type { Faults } from '../faults.ts';
import type { EndpointTools, NewKeyPair } from './call.ts';
import type { Credentials } from './signature.ts';

// An AMI's id begins with zeros, so that one can see that it is none of AWS.
const invented: Readonly<Record<string, number>> = { ami: 8 };

const newId = (prefix: string): string => {
	const zeros = invented[prefix] ?? 1;
	return `${prefix}-${'0'.repeat(zeros)}${randomBytes(9)
		.toString('hex')
		.slice(0, 17 - zeros)}`;
};

// EC2 gives RSA keys in the older PEM form and Ed25519 keys in OpenSSH's.
const privateKeyText = (type: 'rsa' | 'ed25519'): string =>
	type === 'rsa'
		? generateKeyPairSync('rsa', { modulusLength: 2048 })
				.privateKey.export({ type: 'pkcs1', format: 'pem' })
				.toString()
		: newEd25519Key();

/** A fresh key pair, as CreateKeyPair hands it out. */
const newKeyPair = (type: 'rsa' | 'ed25519'): NewKeyPair => {
	const privateKey = privateKeyText(type);
	const parsed = ssh2.utils.parseKey(privateKey);
	if (parsed instanceof Error) {
		throw parsed;
	}

	const publicKey = parsed.getPublicSSH();
	return {
		privateKey,
		publicKey: publicKey.toString('base64'),
		fingerprint: createHash('sha256').update(publicKey).digest('base64'),
	};
};

/** Chance and delays for the actions. */
export const newEndpointTools = (delays: Delays, faults: Faults): EndpointTools => ({
	newId,
	newKeyPair,
	delays,
	faults,
});

/** What every invented access key begins with, and no real one does: real ones have no such word. */
const inventedPrefix = 'AKIAREHEARSAL';

const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An access key in AWS's form that no account has, new for each rehearsal. */
export const newCredentials = (): Credentials => ({
	accessKeyId: `${inventedPrefix}${Array.from({ length: 7 }, () => capitals[randomInt(capitals.length)]).join('')}`,
	secretAccessKey: randomBytes(30).toString('base64').replaceAll(/[+/]/g, 'x'),
});
