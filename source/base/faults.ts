import { nearest } from './nearest.ts';
import { nameText } from './printable.ts';
import { exitCodes, Problem } from './problem.ts';

/** An answer of the Recipe that a fault hits. */
export type FaultTarget =
	| 'type'
	| 'region'
	| 'opt-in'
	| 'copy'
	| 'name'
	| 'disk'
	| 'spot'
	| 'base'
	| 'processor'
	| 'key'
	| 'address'
	| 'folder';

type FaultRow = {
	/** What goes wrong, one sentence. */
	readonly text: string;
	/** The answer that it hits; with another one it does not happen. */
	readonly hits?: FaultTarget;
	/** Whether it is there again in the next build, until something is changed. What hits an answer is. */
	readonly lasts?: true;
};

const rows = {
	'no-default-vpc': {
		text: 'The account has no default network; a subnet that is named is there.',
		lasts: true,
	},
	'no-capacity': { text: 'The first zone of the region has no machine of this type free.', hits: 'type' },
	quota: { text: 'The quota of this region allows machines of one processor only.', hits: 'region' },
	'free-tier': {
		text: 'The account is on the free plan, which refuses types that are not in the free tier.',
		lasts: true,
	},
	'name-taken': { text: 'Every name that this image could get is taken.', hits: 'name' },
	'tags-demanded': {
		text: 'A policy refuses machines and disks that are launched without a tag CostCenter.',
		lasts: true,
	},
	'imdsv1-refused': {
		text: 'The account refuses machines whose metadata service answers without a token.',
		lasts: true,
	},
	'image-not-shared': { text: 'The account may not use the base image.', hits: 'base' },
	'other-processor': {
		text: 'The base image that is named by its id is for another processor.',
		hits: 'processor',
	},
	'spot-role-missing': {
		text: 'The account has no role for spot instances, and may not make it.',
		hits: 'spot',
	},
	'auth-failure': { text: 'AWS does not accept the keys.' },
	'region-disabled': { text: 'The region is not enabled in the account.', hits: 'opt-in' },
	'copy-region-disabled': {
		text: 'The first region for a copy is not enabled in the account.',
		hits: 'copy',
	},
	throttling: { text: 'EC2 takes no launch for the moment, because there were too many calls.' },
	'throttled-once': { text: 'EC2 refuses the first launch and the first image; Packer tries again.' },
	'launch-dies': {
		text: 'The machine ends while it starts, as it does if its disk cannot be encrypted.',
		hits: 'key',
	},
	'ssh-timeout': { text: 'The machine never answers on port 22.' },
	'private-unreachable': {
		text: 'This computer has no way to the private address of the machine.',
		hits: 'address',
	},
	'port-revoked': {
		text: 'Something in the account closes port 22 where it is open to the world.',
		lasts: true,
	},
	'boot-never-ends': { text: 'The machine is never done with setting itself up.' },
	'script-fails': { text: 'The first script ends with an error.' },
	noexec: { text: 'The base image runs nothing in the folder that scripts are copied to.', hits: 'folder' },
	'disk-full': { text: 'A disk of this size is full when the first script runs.', hits: 'disk' },
	'ssh-breaks': { text: 'The connection breaks while the first script runs.' },
	'machine-restarts': { text: 'The machine restarts while the first script runs.' },
	'container-dies': { text: 'The container ends while the first script runs.' },
	'engine-broken': { text: 'Docker or Podman answers, but cannot run a container.' },
	'credentials-expire': { text: 'The keys end while the scripts run.' },
	'endpoint-vanishes': { text: 'EC2 cannot be reached any more once the scripts ran.' },
	'ami-fails': { text: 'EC2 gives the image up while it makes it.' },
	'copy-fails': { text: 'EC2 gives the first copy up.', hits: 'copy' },
} as const satisfies Readonly<Record<string, FaultRow>>;

/** What can be asked to go wrong in a rehearsal. */
export type FaultName = keyof typeof rows;

const isFault = (name: string): name is FaultName => Object.hasOwn(rows, name);

/** The faults, each with a sentence, in the order in which a build could meet them. */
export const faultTable: ReadonlyMap<FaultName, FaultRow> = new Map(
	Object.entries(rows).flatMap(([name, row]): [FaultName, FaultRow][] =>
		isFault(name) ? [[name, row]] : [],
	),
);

/** A fault that was asked for, and the answer that it hits; every one if undefined. */
export type Fault = { readonly name: FaultName; readonly value: string | undefined };

/**
 * Reads a fault as it is written: `no-capacity`, or `no-capacity:t3.micro` if it hits one answer only.
 * @throws Problem (exit 2) that names the nearest fault.
 */
export const readFault = (text: string): Fault => {
	const [, name = '', value] = /^([^:]*)(?::(.+))?$/s.exec(text) ?? [];
	if (!isFault(name) || (value !== undefined && faultTable.get(name)?.hits === undefined)) {
		const near = name === text ? nearest(name, Object.keys(rows)) : undefined;
		throw new Problem(`There is no fault ${nameText(text)}.`, {
			next: [near === undefined ? 'See them all: packer-wizard run --fault list' : `Did you mean ${near}?`],
			exitCode: exitCodes.usage,
		});
	}

	return { name, value };
};

/** A fault as it is written. */
export const faultText = ({ name, value }: Fault): string =>
	value === undefined ? name : `${name}:${value}`;
