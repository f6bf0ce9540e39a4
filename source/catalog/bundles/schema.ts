import * as z from 'zod';
import { packageManagers } from '../base-images.ts';

/**
 * `removed` and `deprecated` ones are gone for good, of `archived` ones the code is still there, `unsupported` and `stale`
 * ones are public and nobody mends them.
 */
const states = ['active', 'archived', 'unsupported', 'stale', 'deprecated', 'removed'] as const;

/** How a bundle is installed: the rows of `template/ways`. */
const ways = ['script', 'module', 'binary', 'service', 'clone', 'archive'] as const;

const moments = ['install', 'boot'] as const;

const manager = z.enum(packageManagers);
const perManager = z.partialRecord(manager, z.array(z.string()));
/** Where it counts, if not everywhere. */
const managers = z.array(manager);

/** Holds if a parameter of the bundle has that value; any but an empty one if none is named. */
const whenSchema = z.strictObject({
	parameter: z.string(),
	is: z.string().optional(),
	/** The moment of that parameter, if it is another than that of what has the condition. */
	moment: z.enum(moments).optional(),
});

const parameterSchema = z.strictObject({
	/** As the module, or our own settings, call it; of one moment each has a name of its own. */
	name: z.string(),
	title: z.string(),
	/** One sentence for somebody who has never heard of it. */
	text: z.string(),
	/**
	 * `words`: one value with spaces; `number`: digits; `list`: repeatable; `yes-no`: `yes` or `no`; `file`: a path of the
	 * person's, whose file goes to the machine; `secret`: the name of the variable that holds it.
	 */
	kind: z.enum(['text', 'words', 'number', 'yes-no', 'choice', 'list', 'file', 'secret']),
	/** `{name}` stands for the Recipe's name, `{half-memory}` for half of its machine's memory. */
	default: z.union([z.string(), z.array(z.string())]),
	/** Whether it is baked into the image or given to the boot script. */
	moment: z.enum(moments),
	/** Nothing works without a value. */
	required: z.literal(true).optional(),
	/** The default is right for nearly everybody, so nobody is asked. */
	rare: z.literal(true).optional(),
	choices: z.array(z.strictObject({ value: z.string(), text: z.string() })).optional(),
	pattern: z.string().optional(),
	/** What to say if the pattern does not match. */
	complaint: z.string().optional(),
	/** Of the parameters with the same mark at least one must have a value. */
	oneOf: z.string().optional(),
	/** Counts for nothing unless this holds. */
	when: whenSchema.optional(),
	/** Counts for nothing on a system with another package manager. */
	on: managers.optional(),
	/** It is memory for one program, `512m` or `2g`: more than half of the machine's leaves too little for the rest. */
	memory: z.literal(true).optional(),
	/** Bash Commons puts the value into a file with sed, which mangles some signs. */
	autoFill: z.literal(true).optional(),
	/** A `yes` is handed over as the name alone, a `no` not at all. */
	bare: z.literal(true).optional(),
	/** It is no argument of the installation: it stands in the bundle's files, or counts in what is done afterwards. */
	ours: z.literal(true).optional(),
});

const commandSchema = z.strictObject({
	/** `{ssh_service}` stands for the name of the SSH server's unit. */
	command: z.array(z.string()),
	when: whenSchema.optional(),
	/** Whether it gets the person's own flags; the first command does if none is marked. */
	more: z.literal(true).optional(),
	flags: z.array(
		z.strictObject({
			/** None: the value stands alone. In one with `{value}` the value stands there. */
			flag: z.string().optional(),
			/** The parameter whose value follows; a list repeats the flag, no value leaves it out. */
			parameter: z.string().optional(),
			/** A value that is no decision; `{region}` stands for the server's region, `{aws}` for the end of AWS's addresses there. */
			value: z.string().optional(),
			/** Stands in front of the value. */
			prefix: z.string().optional(),
			/** Turns `KEY=value` into `<__KEY__>=value`. */
			wrapKey: z.literal(true).optional(),
			/** An empty value is an empty word, since its place counts. */
			keepEmpty: z.literal(true).optional(),
			when: whenSchema.optional(),
		}),
	),
});

/**
 * What shows that it is there: a file, or a program on the PATH or by its path, that is not empty; or a call that works,
 * which of an empty program it does.
 */
const proofSchema = z.union([
	z.strictObject({ file: z.string(), on: managers.optional() }),
	z.strictObject({ program: z.string(), on: managers.optional() }),
	z.strictObject({ run: z.array(z.string()).min(1), on: managers.optional() }),
]);

/** What its servers have to be allowed. */
const permissionSchema = z.strictObject({
	actions: z.array(z.string()).min(1),
	/**
	 * ARNs or `*`. `{x}` stands for the boot parameter x (one ARN for each value of a list), or for `partition` or
	 * `instance-profile`; `{queue:x}` for the end of an ARN, as the address of a queue of SQS names it. `{key:x}` alone is
	 * the key of KMS that x names by an id, an ARN or an alias.
	 */
	resources: z.array(z.string()).min(1),
	/** Of IAM: `StringEquals`, the key, its value, with the same placeholders. */
	condition: z.strictObject({ operator: z.string(), key: z.string(), value: z.string() }).optional(),
	/** One sentence. */
	why: z.string(),
	/** Of the boot parameters, all of them if several; always if missing. */
	when: z.union([whenSchema, z.array(whenSchema)]).optional(),
	/** Only while the server boots; afterwards it may be without. */
	atBoot: z.literal(true).optional(),
});

const bundleSchema = z.strictObject({
	id: z.string(),
	title: z.string(),
	/** A few words for a list. */
	summary: z.string(),
	/** What it is for, sentences. */
	details: z.array(z.string()),
	/** What people who need it search by: `bastion`, `logs`, `vpn`. */
	words: z.array(z.string()),
	state: z.enum(states),
	/** Since when it is in that state, `2023-03`; missing if active. */
	since: z.string().optional(),
	/** What that state means here, one sentence; missing if active. */
	why: z.string().optional(),
	/** The id of the bundle that took its place. */
	successor: z.string().optional(),
	/** Why it cannot be chosen, one sentence. */
	obstacle: z.string().optional(),
	/** Why it cannot be in a container image, one sentence; what does something at boot cannot anyway. */
	noContainer: z.string().optional(),
	/** What no public source confirms: the end of "not confirmed: …". */
	unconfirmed: z.array(z.string()).optional(),
	/** What is doubtful about it on a machine of that kind, one sentence. */
	doubtful: z.strictObject({ arm64: z.string().optional() }).optional(),
	/** Who made it, if not Gruntwork. */
	maker: z.string().optional(),
	way: z.enum(ways),
	/** What the way takes: the module, the binary's name, or the script's path in the repository. */
	name: z.string(),
	repository: z.string(),
	/** The tag that is installed unless the Recipe names another. */
	version: z.string(),
	/** Whether the repository is private, so that GITHUB_OAUTH_TOKEN must be set. */
	needsToken: z.boolean(),
	/** Ids of bundles that must come before it. */
	requires: z.array(z.string()),
	/** Ids of the base images on which Gruntwork supports it. */
	systems: z.array(z.string()),
	/** System packages to install first, per package manager; dnf takes those of yum if it has none of its own. */
	packages: perManager.optional(),
	/** Commands to run first, per package manager, alike. */
	prepare: perManager.optional(),
	/** Files that the installation reads: written beside the scripts, uploaded, and put where it looks for them. */
	files: z
		.array(
			z.strictObject({
				name: z.string(),
				/** On the machine. */
				path: z.string(),
				/** `{x}` stands for the install parameter x. */
				lines: z.array(z.string()),
			}),
		)
		.optional(),
	/**
	 * Arguments of the installation that are no decision; `{region}` and `{version}` stand for those of the build. One
	 * without a value is a flag that is only named.
	 */
	arguments: z.array(z.strictObject({ name: z.string(), value: z.string().optional() })).optional(),
	parameters: z.array(parameterSchema),
	/** Commands to run when it is installed. */
	afterwards: z.array(z.string()).optional(),
	/** How each installation shows that what it installed is there and whole. */
	proof: z.array(proofSchema),
	/** What its servers need of IAM. */
	iam: z.array(permissionSchema).optional(),
	/** What must be there before its servers work, and no image brings along: sentences; `{x}` is the boot parameter x. */
	needs: z
		.array(
			z.strictObject({
				what: z.string(),
				when: whenSchema.optional(),
				/** The id of a bundle that brings it along. */
				unless: z.string().optional(),
			}),
		)
		.optional(),
	/** At the end of the boot it takes the role from all that runs on the server. */
	endsRole: z.literal(true).optional(),
	/** Bundles, by id, that it installs and starts itself, if all conditions hold; those named twice if either does. */
	brings: z.array(z.strictObject({ bundle: z.string(), when: z.array(whenSchema).optional() })).optional(),
	/** Tags by which its servers are found; `{x}` is the boot parameter x. */
	tags: z
		.array(
			z.strictObject({
				key: z.string(),
				value: z.string(),
				/** What the person puts in the place of the value, since each server has one of its own: ends a sentence. */
				standsFor: z.string().optional(),
				when: whenSchema.optional(),
			}),
		)
		.optional(),
	/** Its place among those that do something at boot: smaller ones come first, 0 if missing. */
	bootRank: z.int().optional(),
	/** What the boot script runs, in order. */
	boot: z.array(commandSchema),
});

/** One file of the catalogue. */
export const familySchema = z.strictObject({
	family: z.string(),
	/** Stands above its bundles in a list. */
	title: z.string(),
	/** The day on which somebody looked, `2026-11-28`. */
	date: z.string(),
	bundles: z.array(bundleSchema),
});

export type BundleParameter = z.infer<typeof parameterSchema>;
export type BundleCondition = z.infer<typeof whenSchema>;
export type BundleMoment = (typeof moments)[number];
export type BootCommand = z.infer<typeof commandSchema>;
export type Way = (typeof ways)[number];
/** An entry of the Gruntwork catalogue. */
export type Bundle = z.infer<typeof bundleSchema>;
/** The bundles of one purpose. */
export type Family = z.infer<typeof familySchema>;
