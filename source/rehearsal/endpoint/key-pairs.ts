import { type ActionTable, here, tagSet, timeText } from './call.ts';
import { filtered } from './filters.ts';
import { flag, tagsFor, value, values, word } from './parameters.ts';
import { Refusal } from './protocol.ts';
import type { Collection, KeyPair } from './state.ts';
import { put, without, withRegion } from './world.ts';

const unknownPair = (name: string): Refusal =>
	new Refusal('InvalidKeyPair.NotFound', `The key pair '${name}' does not exist`);

/** The key pair of a name. @throws Refusal if there is none. */
export const findKeyPair = (pairs: Collection<KeyPair>, name: string): KeyPair => {
	const pair = [...pairs.values()].find(candidate => candidate.name === name);
	if (!pair) {
		throw unknownPair(name);
	}

	return pair;
};

/** What SSH calls the types, before a public key. */
const publicTypes = { rsa: 'ssh-rsa', ed25519: 'ssh-ed25519' } as const;

export const keyPairActions: ActionTable = {
	CreateKeyPair: (world, call) => {
		const { keyPairs } = here(world, call);
		const name = value(call.parameters, 'KeyName');
		if (name === undefined) {
			throw new Refusal('MissingParameter', 'The request must contain the parameter KeyName');
		}

		if ([...keyPairs.values()].some(pair => pair.name === name)) {
			throw new Refusal('InvalidKeyPair.Duplicate', `The keypair '${name}' already exists.`);
		}

		const type = word(call.parameters, 'KeyType', ['rsa', 'ed25519']) ?? 'rsa';
		// PuTTY's form is another of EC2's, which nothing here needs.
		word(call.parameters, 'KeyFormat', ['pem']);
		const { privateKey, publicKey, fingerprint } = call.tools.newKeyPair(type);
		const tags = tagsFor(call.parameters, 'key-pair');
		const pair: KeyPair = {
			id: call.tools.newId('key'),
			name,
			type,
			fingerprint,
			publicKey,
			created: call.now,
			tags,
		};
		return {
			world: withRegion(world, call.region, { keyPairs: put(keyPairs, pair) }),
			body: {
				keyPairId: pair.id,
				keyName: name,
				keyFingerprint: fingerprint,
				keyMaterial: privateKey,
				tagSet: tagSet(tags),
			},
		};
	},

	DescribeKeyPairs: (world, call) => {
		const { keyPairs } = here(world, call);
		const names = values(call.parameters, 'KeyName');
		for (const name of names) {
			findKeyPair(keyPairs, name);
		}

		const ids = values(call.parameters, 'KeyPairId');
		const unknown = ids.find(id => !keyPairs.has(id));
		if (unknown !== undefined) {
			throw new Refusal('InvalidKeyPair.NotFound', `The key pair ID '${unknown}' does not exist`);
		}

		const isWhole = flag(call.parameters, 'IncludePublicKey');

		const found = filtered([...keyPairs.values()], call.parameters, {
			'key-name': pair => pair.name,
			'key-pair-id': pair => pair.id,
			fingerprint: pair => pair.fingerprint,
		});
		return {
			body: {
				keySet: found
					.filter(pair => names.length === 0 || names.includes(pair.name))
					.filter(pair => ids.length === 0 || ids.includes(pair.id))
					.map(pair => ({
						keyPairId: pair.id,
						keyName: pair.name,
						keyType: pair.type,
						keyFingerprint: pair.fingerprint,
						publicKey: isWhole ? `${publicTypes[pair.type]} ${pair.publicKey}` : undefined,
						createTime: timeText(pair.created),
						tagSet: tagSet(pair.tags),
					})),
			},
		};
	},

	// EC2 says yes to a name that does not exist, too.
	DeleteKeyPair: (world, call) => {
		const { keyPairs } = here(world, call);
		const name = value(call.parameters, 'KeyName');
		const id = value(call.parameters, 'KeyPairId');
		const pair = [...keyPairs.values()].find(candidate => candidate.name === name || candidate.id === id);
		return {
			world: pair ? withRegion(world, call.region, { keyPairs: without(keyPairs, pair.id) }) : world,
			body: { return: true, keyPairId: pair?.id },
		};
	},
};
