import { dayText } from '../../../base/durations.ts';
import type { Architecture } from '../../../catalog/base-images.ts';
import type { Currency } from '../../../catalog/rates.ts';

/** What AWS told, and when, in milliseconds since 1970. */
type Dated<Value> = { readonly value: Value; readonly at: number };

/** In whose name an account is asked. */
export type AwsIdentity = {
	/** Twelve digits. */
	readonly account: string;
	/** `arn:aws:iam::111122223333:user/ann`. */
	readonly arn: string;
};

/** Who an ARN means: `user ann`, `role builder`, `the root user`. */
export const whoText = ({ arn }: AwsIdentity): string => {
	const [kind = '', ...names] = (arn.split(':')[5] ?? '').split('/');
	switch (kind) {
		case 'user':
			return `user ${names.at(-1)}`;
		case 'assumed-role':
			return `role ${names[0]}`;
		case 'root':
			return 'the root user';
		default:
			return arn;
	}
};

export type AwsRegion = {
	readonly id: string;
	/** Whether the account may use it. */
	readonly isEnabled: boolean;
};

/** A base image of the catalogue as it is there now. */
export type AwsBaseImage = {
	/** The id of the base image in the catalogue. */
	readonly base: string;
	readonly architecture: Architecture;
	/** The AMI that a build would take; missing if there is none. `created` as EC2 says it, `2026-11-27T03:12:45.000Z`. */
	readonly newest?: { readonly ami: string; readonly name: string; readonly created: string };
};

/** An image as EC2 tells it. What does not hold for it is missing. */
export type AwsImage = {
	readonly id: string;
	readonly name: string;
	/** The number of the account that owns it, and what EC2 calls that one: `amazon`, `aws-marketplace`. */
	readonly owner: string;
	readonly alias?: string;
	readonly description?: string;
	/** `2026-11-27T03:12:45.000Z`. */
	readonly created: string;
	/** `x86_64`, `arm64`, or one that nobody builds for here: `i386`. */
	readonly architecture?: string;
	readonly rootDevice?: string;
	/** Of the root device. */
	readonly sizeGib?: number;
	/** `uefi`, `legacy-bios`. */
	readonly bootMode?: string;
	/** If it is not available: `pending`, `disabled`. */
	readonly state?: string;
	/** When it was, or will be, deprecated. */
	readonly deprecated?: string;
	readonly isPublic?: true;
	/** It costs extra, or has to be subscribed to. */
	readonly isSold?: true;
	readonly isWindows?: true;
	/** Its root device is no volume of EBS. */
	readonly isInstanceStore?: true;
	/** Newer types of machines need what it lacks. */
	readonly hasNoEna?: true;
	/** What was typed that names it, if that is neither its name nor its id. */
	readonly foundBy?: string;
};

/** Images that were sought by what was typed, besides those of the account. */
export type SoughtImages = {
	readonly region: string;
	/** What was typed. */
	readonly query: string;
	readonly images: readonly AwsImage[];
	/** Whether more of them may come. */
	readonly isAsking: boolean;
	/** Whether there are more of them than anybody is told. */
	readonly isCut: boolean;
	/** Why they could not be sought, or what was named is not there: a sentence. */
	readonly refused?: string;
	/** The id that AWS says is of no image that this account sees. */
	readonly gone?: string;
};

export type AwsInstanceType = {
	readonly id: string;
	readonly vcpu: number;
	readonly memoryMib: number;
	/** As AWS says it, `Up to 5 Gigabit`. */
	readonly network?: string;
	readonly architectures: readonly Architecture[];
	/** The zones of the region in which it is offered, `eu-west-1a`. */
	readonly zones: readonly string[];
};

/** By what a machine reaches the internet: `gateway` if it has a public address, `nat` in any case. */
export const internetWays = ['gateway', 'nat', 'none', 'unknown'] as const;

export type AwsSubnet = {
	readonly id: string;
	/** `eu-west-1a`. */
	readonly zone: string;
	/** `172.31.0.0/20`; empty for one of IPv6 alone. */
	readonly cidr: string;
	readonly vpc: string;
	readonly name?: string;
	/** Whether machines come there of which nobody says where. Without any such subnet one has to be named. */
	readonly isDefault: boolean;
	readonly internet: (typeof internetWays)[number];
	/** Whether machines get a public address there if nobody says otherwise. */
	readonly givesPublicAddress: boolean;
	readonly freeAddresses: number;
};

/** An instance profile; without a role no machine starts with it. */
type AwsProfile = { readonly name: string; readonly role?: string };

/** A KMS key, by its alias where it has one; `isOfAws` of the one that AWS makes for disks. */
type AwsKey = { readonly id: string; readonly alias?: string; readonly isOfAws?: true };

/** What something costs, by the name of the price (`rateName`), and when AWS said it. */
export type AwsRate = {
	readonly name: string;
	readonly amount: number;
	readonly currency: Currency;
	readonly at: number;
};

/** What an account can be asked. */
type AwsTold = {
	readonly identity: AwsIdentity;
	/** How the account is called; empty if it has no name. */
	readonly alias: string;
	/** All of the partition. */
	readonly regions: readonly AwsRegion[];
	/** All of the catalogue but those whose owner is not known in the region. */
	readonly images: readonly AwsBaseImage[];
	/** Those that the account owns, and those that others share with it. */
	readonly amis: readonly AwsImage[];
	/** All that the region offers with an architecture of ours, by their names. */
	readonly types: readonly AwsInstanceType[];
	/** Those of the default network first. */
	readonly subnets: readonly AwsSubnet[];
	readonly profiles: readonly AwsProfile[];
	/** Those of the region that may encrypt an image, as far as nobody looked at each. */
	readonly keys: readonly AwsKey[];
	/** Those that were asked for so far. */
	readonly prices: readonly AwsRate[];
};

export type AwsTopic = keyof AwsTold;

/** Topics as they were told. One that is missing was not asked yet. */
export type DatedTopics = { readonly [Topic in AwsTopic]?: Dated<AwsTold[Topic]> };

/** Why a sign-in that is meant is of no use, a sentence; and what helps, a command or a sentence each. */
export type AwsTrouble = { readonly reason: string; readonly next: readonly string[] };

/** What is known of an account, and of one region of it. */
export type AwsFacts = DatedTopics & {
	readonly region: string;
	/** Nothing else is told then. */
	readonly trouble?: AwsTrouble;
	/** When the sign-in ends, milliseconds since 1970; missing if it does not, or nobody knows. */
	readonly until?: number;
	/** Why a topic, or a part of it, could not be asked: a sentence with what that means for the person. */
	readonly refused: Readonly<Partial<Record<AwsTopic, string>>>;
};

/** `user ann of account 111122223333 (acme), signed in until 15:40 on 29 Nov`; undefined if AWS did not say who. */
export const identityText = (facts: AwsFacts | undefined): string | undefined => {
	const who = facts?.identity?.value;
	if (!who) {
		return undefined;
	}

	const { alias, until } = facts;
	return [
		`${whoText(who)} of account ${who.account}`,
		...(alias?.value ? [` (${alias.value})`] : []),
		...(until === undefined
			? []
			: [`, signed in until ${new Date(until).toTimeString().slice(0, 5)} on ${dayText(until)}`]),
	].join('');
};

const minute = 60_000;
const hour = 60 * minute;

/** Milliseconds in which nobody needs to ask again. */
const freshFor: Readonly<Record<AwsTopic, number>> = {
	identity: 5 * minute,
	alias: 24 * hour,
	subnets: 5 * minute,
	amis: 5 * minute,
	profiles: 5 * minute,
	keys: 5 * minute,
	regions: hour,
	images: hour,
	types: 24 * hour,
	prices: 24 * hour,
};

/** Of what the day brings the price is asked for again soon. */
const spotFreshFor = 10 * minute;

/** What is known of prices and as good as asked now. `now` in milliseconds since 1970. */
export const freshRates = ({ prices }: DatedTopics, now: number): readonly AwsRate[] =>
	prices?.value.filter(({ name, at }) => {
		const age = now - at;
		return age >= 0 && age < (name.startsWith('spot ') ? spotFreshFor : freshFor.prices);
	}) ?? [];

/** Whether what is known of a topic is as good as asked now. `now` in milliseconds since 1970. */
export const isFresh = (facts: DatedTopics, topic: AwsTopic, now: number): boolean => {
	const age = now - (facts[topic]?.at ?? Number.NEGATIVE_INFINITY);
	return age >= 0 && age < freshFor[topic];
};
