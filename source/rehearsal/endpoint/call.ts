import type { Delays } from '../delays.ts';
import type { Faults } from '../faults.ts';
import type { Parameters, Tags } from './parameters.ts';
import type { Service, Xml } from './protocol.ts';
import type { RegionState, World } from './state.ts';

/** A key pair as it is handed out. */
export type NewKeyPair = {
	/** PEM. */
	readonly privateKey: string;
	/** In SSH's wire form, base64. */
	readonly publicKey: string;
	readonly fingerprint: string;
};

/** What an action needs from outside: chance, delays, and what was asked to go wrong. */
export type EndpointTools = {
	/** A new id: `newId('sg')` gives `sg-0…`. */
	readonly newId: (prefix: string) => string;
	readonly newKeyPair: (type: 'rsa' | 'ed25519') => NewKeyPair;
	readonly delays: Delays;
	/** What was asked to go wrong. */
	readonly faults: Faults;
};

/** One call of the API. */
export type Call = {
	readonly service: Service;
	readonly action: string;
	readonly region: string;
	readonly parameters: Parameters;
	/** Milliseconds since 1970. */
	readonly now: number;
	readonly tools: EndpointTools;
};

export type ActionResult = {
	readonly body: Xml;
	/** The world after the call; as before if missing. */
	readonly world?: World;
	/** When the thing that was asked about changes: the answer is held until then, see `answer` in server.ts. */
	readonly due?: number | undefined;
};

/** An action of the API: a pure function. Throws Refusal where AWS refuses. */
export type Action = (world: World, call: Call) => ActionResult;
export type ActionTable = Readonly<Record<string, Action>>;

const nothing: RegionState = {
	keys: [],
	keyPairs: new Map(),
	securityGroups: new Map(),
	vpcs: new Map(),
	subnets: new Map(),
	instances: new Map(),
	volumes: new Map(),
	images: new Map(),
	snapshots: new Map(),
	launchTemplates: new Map(),
};

/** What the region of the call holds. */
export const here = (world: World, call: Call): RegionState => world.regions.get(call.region) ?? nothing;

/** Tags in EC2's form. */
export const tagSet = (tags: Tags): Xml => [...tags].map(([key, value]) => ({ key, value }));

/** A time in AWS's form. */
export const timeText = (milliseconds: number): string => new Date(milliseconds).toISOString();

export const done: Xml = { return: true };
