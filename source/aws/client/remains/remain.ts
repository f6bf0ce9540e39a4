/** What a build can leave, in the order in which it is deleted. */
export const remainKinds = [
	'spot-request',
	'instance',
	'image',
	'snapshot',
	'volume',
	'security-group',
	'key-pair',
	'launch-template',
	'instance-profile',
	'role',
] as const;
export type RemainKind = (typeof remainKinds)[number];

/** Something in an account that a build made and that is no image which it was for. */
export type Remain = {
	readonly kind: RemainKind;
	/** What AWS calls it: an id, or the name of a key pair, a profile, a role. */
	readonly id: string;
	/** What Packer calls it, if that is not its id. */
	readonly name?: string;
	readonly region: string;
	/** The build that made it, by its tag or its journal. */
	readonly build: string;
	/** When it was made, milliseconds since 1970, if AWS or its name tells. */
	readonly created?: number;
	/** Of a machine, for what it costs. */
	readonly instanceType?: string;
	/** What it is, in a few words: `t3.micro, running`; may be empty. */
	readonly detail: string;
	/** Why it is not deleted, one sentence; missing if nothing speaks against it. */
	readonly kept?: string;
};

/** What one build made, as far as its journal tells, and what tells its things from others. */
export type Traces = {
	/** Its id, which is the value of its tag. */
	readonly build: string;
	/** From when to when it ran, milliseconds since 1970; missing if its journal is elsewhere. */
	readonly ran?: { readonly from: number; readonly to: number };
	/** The region that it was built in first; missing if its journal is elsewhere. */
	readonly home?: string;
	/** What Packer said that it made, by kind. */
	readonly named: Readonly<Partial<Record<RemainKind, readonly string[]>>>;
	/** The names of the images that it made. */
	readonly imageNames: readonly string[];
	/** Whether it made its image; `unsure` if nobody can tell. */
	readonly outcome: 'image' | 'no-image' | 'unsure';
	/** Whether it asked for spot instances. */
	readonly spot: boolean;
};
