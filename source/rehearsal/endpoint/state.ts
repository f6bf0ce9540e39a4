import type { Architecture } from '../../catalog/base-images.ts';
import type { InstanceType } from '../../catalog/instance-types.ts';
import type { Tags } from './parameters.ts';

/** The account that a rehearsal plays. AWS uses this number in its own examples: it belongs to nobody. */
export const accountId = '123456789012';

type Resource = { readonly id: string; readonly tags: Tags };

export type KeyPair = Resource & {
	readonly name: string;
	readonly type: 'rsa' | 'ed25519';
	readonly fingerprint: string;
	/** In SSH's wire form, base64. */
	readonly publicKey: string;
	readonly created: number;
};

/** What may go in or out by a security group: from or to one source. */
export type Rule = Resource & {
	readonly isEgress: boolean;
	/** `tcp`, `udp`, `icmp`, `icmpv6`, a number, or `-1` for all. */
	readonly protocol: string;
	/** Ports, or types of ICMP; undefined where the protocol has none. */
	readonly from: number | undefined;
	readonly to: number | undefined;
	/** A range of addresses, or the id of a group. */
	readonly source: { readonly kind: 'ipv4' | 'ipv6' | 'group'; readonly text: string };
	readonly description: string | undefined;
};

export type SecurityGroup = Resource & {
	readonly name: string;
	readonly description: string;
	readonly vpc: string;
	readonly rules: readonly Rule[];
};

export type Subnet = Resource & {
	readonly vpc: string;
	readonly zone: string;
	readonly cidr: string;
	readonly isDefault: boolean;
};

type Vpc = Resource & { readonly cidr: string; readonly isDefault: boolean };

/** How a machine may ask the metadata service. */
export type Metadata = {
	readonly tokens: 'optional' | 'required';
	readonly hops: number;
	readonly isOn: boolean;
	readonly hasTags: boolean;
};

/** A machine. Times are milliseconds since 1970; what it is doing follows from them, see `instanceState`. */
export type Instance = Resource & {
	/** The id that all machines of one launch share, and the place of this one among them. */
	readonly reservation: string;
	readonly index: number;
	/** What a client calls its launch, so that asking once more launches nothing; and what it asked for. */
	readonly asked: { readonly token: string; readonly request: string } | undefined;
	readonly image: string;
	readonly type: string;
	readonly architecture: Architecture;
	readonly username: string;
	readonly keyName: string | undefined;
	/**
	 * What its user is let in with, in SSH's wire form, base64: the key that the pair held at the launch. A later pair of
	 * the same name opens nothing.
	 */
	readonly publicKey: string | undefined;
	readonly subnet: string;
	readonly vpc: string;
	readonly zone: string;
	readonly groups: readonly string[];
	readonly privateAddress: string;
	readonly publicAddress: string | undefined;
	readonly rootDevice: string;
	readonly devices: readonly {
		readonly device: string;
		readonly volume: string;
		readonly deleteOnTermination: boolean;
	}[];
	readonly profile: string | undefined;
	readonly metadata: Metadata;
	readonly bootMode: string;
	/** Whether it cannot be terminated. */
	readonly isProtected: boolean;
	/** What becomes of it when it shuts itself down. */
	readonly shutdownBehavior: 'stop' | 'terminate';
	/** As it was given: base64. */
	readonly userData: string | undefined;
	/** Why it never runs, although EC2 took the call. */
	readonly failure: Failure | undefined;
	readonly spotRequest: string | undefined;
	readonly launched: number;
	/** When it runs. */
	readonly running: number;
	/** When SSH answers. */
	readonly booted: number;
	/** When it shuts itself down. */
	readonly ownEnd?: number | undefined;
	/** When it stands still, once it was told to stop. */
	readonly stopped?: number;
	/** When it is gone, once it was told to end. */
	readonly terminated?: number;
};

/** Why something that EC2 began came to nothing, in EC2's words. */
export type Failure = { readonly code: string; readonly message: string };

export type Volume = Resource & {
	readonly size: number;
	readonly type: string;
	readonly iops: number | undefined;
	/** In MiB a second. */
	readonly throughput: number | undefined;
	readonly encrypted: boolean;
	/** The key it is encrypted with; EC2's own if undefined. */
	readonly key: string | undefined;
	readonly zone: string;
	readonly snapshot: string | undefined;
	readonly created: number;
	readonly attachment: { readonly instance: string; readonly device: string } | undefined;
};

export type ImageDevice = {
	readonly device: string;
	/** What the disk holds at first; undefined for an empty one. */
	readonly snapshot: string | undefined;
	readonly size: number;
	readonly type: string;
	readonly iops?: number | undefined;
	readonly throughput?: number | undefined;
	readonly encrypted: boolean;
	readonly key?: string | undefined;
	readonly deleteOnTermination: boolean;
};

export type Image = Resource & {
	readonly name: string;
	readonly description: string;
	readonly owner: string;
	readonly architecture: Architecture;
	readonly rootDevice: string;
	/** Who logs in to a machine made of it. */
	readonly username: string;
	readonly devices: readonly ImageDevice[];
	readonly created: number;
	/** When it can be used. */
	readonly available: number;
	/** Why it never can be used. */
	readonly failed: Failure | undefined;
	/** Who may launch it: accounts, or `all`. */
	readonly shared: readonly string[];
	readonly bootMode: string;
	/** What it was made of. */
	readonly source?: { readonly instance: string } | { readonly image: string; readonly region: string };
	/** Whether it cannot be deregistered, and whether that goes on for a day after it was switched off. */
	readonly protection?: 'enabled' | 'enabled-with-cooldown' | 'disabled';
	readonly imds: string | undefined;
	readonly deprecated: string | undefined;
};

export type Snapshot = Resource & {
	/** Accounts that may make volumes of it, or `all`. */
	readonly shared: readonly string[];
	readonly size: number;
	readonly encrypted: boolean;
	readonly key: string | undefined;
	readonly volume: string | undefined;
	readonly description: string;
	readonly started: number;
	readonly completed: number;
};

export type LaunchTemplate = Resource & {
	readonly name: string;
	/** What an instance is launched with, as the call gave it. */
	readonly data: ReadonlyMap<string, string>;
	readonly created: number;
};

/** By id: a map, so that no property of an object is taken for an id. */
export type Collection<Item> = ReadonlyMap<string, Item>;

/** What a region holds, by id. */
export type RegionState = {
	/** The keys of the account, as the Recipe names them; each region has one of EBS besides. */
	readonly keys: readonly string[];
	readonly keyPairs: Collection<KeyPair>;
	readonly securityGroups: Collection<SecurityGroup>;
	readonly vpcs: Collection<Vpc>;
	readonly subnets: Collection<Subnet>;
	readonly instances: Collection<Instance>;
	readonly volumes: Collection<Volume>;
	readonly images: Collection<Image>;
	readonly snapshots: Collection<Snapshot>;
	readonly launchTemplates: Collection<LaunchTemplate>;
};

/** An instance profile and the role in it. */
export type InstanceProfile = Resource & { readonly role: string | undefined };
export type Role = Resource & { readonly policies: readonly string[] };

/** Everything the endpoint knows: plain data, changed by the actions. */
export type World = {
	readonly regions: Collection<RegionState>;
	/** The instance types that the Recipe names, whether the catalogue knows them or not: each region offers them. */
	readonly namedTypes: readonly InstanceType[];
	/** By name: IAM is the same in all regions. */
	readonly profiles: Collection<InstanceProfile>;
	readonly roles: Collection<Role>;
};
