import { type Actions, here, tagSet } from './call.ts';
import { filtered } from './filters.ts';
import { tagsFor, value, values } from './parameters.ts';
import { Refusal } from './protocol.ts';
import { type Collection, type KeyPair, put, without, withRegion } from './state.ts';

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

export const keyPairActions: Actions = {
	CreateKeyPair: (world, call) => {
		const { keyPairs } = here(world, call);
		const name = value(call.parameters, 'KeyName');
		if (name === undefined) {
			throw new Refusal('MissingParameter', 'The request must contain the parameter KeyName');
		}

		if ([...keyPairs.values()].some(pair => pair.name === name)) {
			throw new Refusal('InvalidKeyPair.Duplicate', `The keypair '${name}' already exists.`);
		}

		const type = value(call.parameters, 'KeyType') === 'ed25519' ? 'ed25519' : 'rsa';
		const { privateKey, publicKey, fingerprint } = call.tools.newKeyPair(type);
		const tags = tagsFor(call.parameters, 'key-pair');
		const pair: KeyPair = { id: call.tools.newId('key'), name, type, fingerprint, publicKey, tags };
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

		const found = filtered([...keyPairs.values()], call.parameters, {
			'key-name': pair => pair.name,
			'key-pair-id': pair => pair.id,
			fingerprint: pair => pair.fingerprint,
		});
		return {
			body: {
				keySet: found
					.filter(pair => names.length === 0 || names.includes(pair.name))
					.map(pair => ({
						keyPairId: pair.id,
						keyName: pair.name,
						keyType: pair.type,
						keyFingerprint: pair.fingerprint,
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
