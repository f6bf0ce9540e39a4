import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Caller } from '../../../aws/client/clients.ts';
import { signerName } from '../../../aws/signer.ts';
import type { Environment } from '../../../base/paths.ts';
import { architectures } from '../../../catalog/base-images.ts';
import { currencies } from '../../../catalog/rates.ts';
import { keepAccountFacts, readAccountFacts } from '../../../store/account-facts.ts';
import { type DatedTopics, internetWays } from '../questions/facts.ts';

/** The version of the form in which facts are kept. */
const version = 1;

const text = z.string();
const architecture = z.enum(architectures);

const maybe = z.exactOptional(text);
const yes = z.exactOptional(z.literal(true));

/** Of an account with more images they are asked each time: what is kept is read at once or not at all. */
const mostAmis = 4000;

const dated = <Value extends z.ZodType>(value: Value) => z.exactOptional(z.object({ value, at: z.number() }));

const keptSchema = z.object({
	version: z.literal(version),
	topics: z.object({
		identity: dated(z.object({ account: text, arn: text })),
		alias: dated(text),
		regions: dated(z.array(z.object({ id: text, isEnabled: z.boolean() }))),
		images: dated(
			z.array(
				z.object({
					base: text,
					architecture,
					newest: z.exactOptional(z.object({ ami: text, name: text, created: text })),
				}),
			),
		),
		amis: dated(
			z.array(
				z.object({
					id: text,
					name: text,
					owner: text,
					created: text,
					architecture: maybe,
					alias: maybe,
					description: maybe,
					rootDevice: maybe,
					sizeGib: z.exactOptional(z.number()),
					bootMode: maybe,
					state: maybe,
					deprecated: maybe,
					isPublic: yes,
					isSold: yes,
					isWindows: yes,
					isInstanceStore: yes,
					hasNoEna: yes,
				}),
			),
		),
		types: dated(
			z.array(
				z.object({
					id: text,
					vcpu: z.number(),
					memoryMib: z.number(),
					network: z.exactOptional(text),
					architectures: z.array(architecture),
					zones: z.array(text),
				}),
			),
		),
		prices: dated(
			z.array(z.object({ name: text, amount: z.number(), currency: z.enum(currencies), at: z.number() })),
		),
		profiles: dated(z.array(z.object({ name: text, role: maybe }))),
		keys: dated(z.array(z.object({ id: text, alias: maybe, isOfAws: yes }))),
		subnets: dated(
			z.array(
				z.object({
					id: text,
					zone: text,
					cidr: text,
					vpc: text,
					name: z.exactOptional(text),
					isDefault: z.boolean(),
					internet: z.enum(internetWays),
					givesPublicAddress: z.boolean(),
					freeAddresses: z.number(),
				}),
			),
		),
	}),
});

/**
 * Under which name it is kept what a caller was told of a region: another key, role, profile or endpoint is another account
 * as far as anybody knows. The hash holds no secret: of keys the id alone, of an endpoint no password.
 */
export const factsName = ({ signer, endpoint }: Caller, region: string): string => {
	const address = endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
	const place = address && [address.protocol, address.host, address.pathname];
	return createHash('sha256')
		.update(JSON.stringify([signerName(signer), place, region]))
		.digest('hex')
		.slice(0, 32);
};

/** What is kept under a name; nothing if there is none, or something that is not ours. Throws nothing. */
export const readTopics = async (name: string, environment: Environment): Promise<DatedTopics> => {
	const read = keptSchema.safeParse(await readAccountFacts(name, environment));
	return read.success ? read.data.topics : {};
};

/** Adds what was just told to what is kept, by another process too, unless that is of another account. Throws nothing. */
export const keepTopics = async (
	name: string,
	told: DatedTopics,
	environment: Environment,
	now: number,
): Promise<void> => {
	const there = await readTopics(name, environment);
	const { amis, ...topics } = isAnotherAccount(there, told) ? told : { ...there, ...told };
	const few = amis && amis.value.length <= mostAmis ? { amis } : {};
	await keepAccountFacts(name, { version, topics: { ...topics, ...few } }, environment, now);
};

/** Whether facts are of two accounts, as far as both tell. */
export const isAnotherAccount = (before: DatedTopics, now: DatedTopics): boolean =>
	before.identity !== undefined &&
	now.identity !== undefined &&
	before.identity.value.account !== now.identity.value.account;
