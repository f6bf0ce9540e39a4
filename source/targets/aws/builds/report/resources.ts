import type { RemainKind } from '../../../../aws/client/remains/remain.ts';
import type { AwsThing } from '../../../../builds/journal/journal.ts';
import { lostPlugin } from '../../../../builds/report/failures/plugin.ts';
import { type LogLine, partFor, type Timeline } from '../../../../builds/timeline/timeline.ts';

/** Something that Packer said it makes in AWS. */
export type Resource = {
	readonly kind: RemainKind;
	/** Its id or name; empty if Packer was just making it and had not said that. */
	readonly id: string;
	/** Whether what Packer said proves that it is gone again, or never came to be. */
	readonly gone: boolean;
};

/** How kinds are called in a sentence. */
export const kindNames: Readonly<Record<RemainKind, string>> = {
	'spot-request': 'spot request',
	instance: 'machine',
	image: 'image',
	snapshot: 'snapshot',
	volume: 'disk',
	'security-group': 'firewall',
	'key-pair': 'key',
	'launch-template': 'launch template',
	'instance-profile': 'instance profile',
	role: 'role',
};

/** How a kind is called in a sentence; by its own name if only a later version knows it. */
const kindName = (kind: string): string => {
	const names: Readonly<Record<string, string | undefined>> = kindNames;
	return names[kind] ?? kind;
};

/** `the machine i-0f3a91c2d4e5f6a7b`; `a machine that it had begun to make`. */
export const resourceText = ({ kind, id }: Pick<AwsThing, 'kind' | 'id'>): string =>
	id === ''
		? `${kind === 'image' || kind === 'instance-profile' ? 'an' : 'a'} ${kindName(kind)} that it had begun to make`
		: `the ${kindName(kind)} ${id}`;

type Saying = { readonly kind: RemainKind; readonly pattern: RegExp };

/** What the amazon-ebs builder says when it makes something: Packer 1.6.6 to 1.16, amazon plugin to 1.8. */
const making: readonly Saying[] = [
	{ kind: 'key-pair', pattern: /^Creating temporary keypair: (.+)$/ },
	{ kind: 'security-group', pattern: /^Creating temporary security group for this instance: (.+)$/ },
	{ kind: 'instance-profile', pattern: /^Creating temporary instance profile for this instance: (.+)$/ },
	{ kind: 'role', pattern: /^Creating temporary role for this instance: (.+)$/ },
	{ kind: 'launch-template', pattern: /^Creat(?:ing|ed) Spot Fleet launch template(?:\.\.\.|: (lt-\w+))$/ },
	{ kind: 'instance', pattern: /^Launching a (?:source|spot) AWS instance\.\.\.$/ },
	{ kind: 'instance', pattern: /^(?:Instance ID: |Waiting for instance \()(i-[0-9a-f]+)/ },
	{ kind: 'image', pattern: /^Creating AMI .+ from instance i-[0-9a-f]+$/ },
	{ kind: 'image', pattern: /^AMI: (ami-\w+)$/ },
];

/** What it says when it deletes all that it made of a kind. The launch template goes with the machine, without a word. */
const deleting: readonly (Saying & { readonly also?: RemainKind })[] = [
	{ kind: 'instance', also: 'launch-template', pattern: /^Terminating the source AWS instance\.\.\.$/ },
	{ kind: 'security-group', pattern: /^Deleting temporary security group\.\.\.$/ },
	{ kind: 'key-pair', pattern: /^Deleting temporary keypair\.\.\.$/ },
	{ kind: 'instance-profile', pattern: /^Deleting temporary instance profile\.\.\.$/ },
	{ kind: 'role', pattern: /^Deleting temporary role\.\.\.$/ },
	// The one that was only there to be encrypted.
	{ kind: 'image', pattern: /^Deregistering the AMI and deleting unencrypted temporary AMIs/ },
];

/** Packer's own last word on a build: what it had not begun to delete by then never came to be. */
const over = /^Build '.+' (?:finished|errored) after [^:]+(?:: (.+))?$/;
/** Kinds whose id is told only when they are there. */
const toldWhenMade: readonly RemainKind[] = ['instance', 'image'];
const skipping = /^aborted: skipping cleanup of step /;

type Open = {
	readonly made: Map<RemainKind, Set<string>>;
	/** Kinds that are being deleted: proved by what Packer says next, unless that is an error. */
	pending: readonly RemainKind[];
	readonly gone: Set<RemainKind>;
	readonly deregistered: Set<string>;
	readonly failed: Set<RemainKind>;
	isOver: boolean;
	/** Whether the process that deletes was lost. */
	isBroken: boolean;
	skips: boolean;
};

const take = (open: Open, { source, text }: LogLine): void => {
	// How it ended is told as an error, too.
	const last = over.exec(text);
	const isBroken = lostPlugin.test(last?.[1] ?? '');
	open.isBroken ||= isBroken;
	open.isOver ||= last !== null && !isBroken;
	if (source === 'error' && !open.isOver) {
		for (const kind of open.pending) {
			open.failed.add(kind);
		}

		return;
	}

	for (const kind of open.pending) {
		open.gone.add(kind);
	}

	open.pending = [];
	const deleted = deleting.find(({ pattern }) => pattern.test(text));
	if (deleted) {
		open.pending = [deleted.kind, ...(deleted.also ? [deleted.also] : [])];
		return;
	}

	const image = /^Deregistered AMI id: (ami-\w+)$/.exec(text)?.[1];
	if (image !== undefined) {
		open.deregistered.add(image);
	}

	for (const { kind, pattern } of making) {
		const match = pattern.exec(text);
		if (match) {
			const ids = open.made.get(kind) ?? new Set();
			open.made.set(kind, match[1] === undefined ? ids : ids.add(match[1]));
		}
	}
};

/**
 * What Packer said that it makes in AWS, in the order in which it did, and whether it is gone again by what Packer said
 * behind that. What scripts print does not count. Pure.
 */
export const resourcesIn = ({ log, artifacts }: Timeline): readonly Resource[] => {
	const open: Open = {
		made: new Map(),
		pending: [],
		gone: new Set(),
		deregistered: new Set(),
		failed: new Set(),
		isOver: false,
		isBroken: false,
		skips: false,
	};
	for (const line of log) {
		// A script that prints it has it looked for in vain.
		open.skips ||= skipping.test(line.text);
		if (line.step === undefined && (line.source === 'packer' || line.source === 'error')) {
			take(open, line);
		}
	}

	const neverMade = open.isOver && !open.isBroken && !open.skips;
	const isGone = (kind: RemainKind, id: string): boolean =>
		open.deregistered.has(id) ||
		(!open.failed.has(kind) &&
			(open.gone.has(kind) || (neverMade && (!toldWhenMade.includes(kind) || id === ''))));
	return [...open.made].flatMap(([kind, ids]) =>
		(ids.size === 0 ? [''] : [...ids])
			.filter(id => !artifacts.some(({ ami }) => ami === id))
			.map(id => ({ kind, id, gone: isGone(kind, id) })),
	);
};

/**
 * What a real build may have left: what a clean-up that could look everywhere left of it, else by what Packer said, without
 * what clean-ups deleted. Nothing while it runs.
 */
export const leftIn = (timeline: Timeline): readonly Pick<AwsThing, 'kind' | 'id'>[] => {
	const { header, result, cleaned } = timeline;
	if (header.mode !== 'aws' || result === undefined) {
		return [];
	}

	if (cleaned?.isWhole) {
		return cleaned.left;
	}

	const isRemoved = ({ kind, id }: Resource): boolean =>
		cleaned?.removed.some(thing => thing.kind === kind && (thing.id === id || thing.name === id)) === true;
	return resourcesIn(partFor(timeline, 'aws'))
		.filter(resource => !resource.gone && !isRemoved(resource))
		.map(({ kind, id }) => ({ kind, id }));
};
