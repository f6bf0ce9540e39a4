import * as z from 'zod';
import { buildModes, sandboxKinds } from '../../base/build-mode.ts';
import { isObject, parsedJson } from '../../base/json.ts';
import { anyRecipe } from '../../recipe/earlier-form.ts';
import { presetOrigins, targetIds } from '../../recipe/schema.ts';
import { failureRemedyIds } from './diagnosis.ts';
import {
	buildResults,
	cancelReasons,
	contentsStates,
	copyStates,
	imageChanges,
	type JournalEntry,
	type JournalHeader,
	type JournalLine,
	journalVersion,
	type RecordEntry,
	testStates,
	unaskedReasons,
	writtenHow,
} from './journal.ts';

const base = { seq: z.number(), time: z.number() };
const processIdentity = z.looseObject({ pid: z.number(), started: z.string() });
/** A way out that only a later version knows is none here. */
const diagnosis = z.looseObject({
	id: z.string(),
	why: z.string().optional(),
	next: z.string().optional(),
	remedy: z.enum(failureRemedyIds).optional().catch(undefined),
});
const things = z.array(
	z.looseObject({ region: z.string(), kind: z.string(), id: z.string(), name: z.string().optional() }),
);
const artifacts = z.array(z.looseObject({ region: z.string(), ami: z.string() }));

/** The form of each kind of entry. What a later version adds to one stays in it. */
const entrySchemas: {
	readonly [Kind in JournalEntry['kind']]: z.ZodType<Extract<JournalEntry, { readonly kind: Kind }>>;
} = {
	record: z.looseObject({
		...base,
		kind: z.literal('record'),
		offset: z.number(),
		target: z.string(),
		type: z.string(),
		data: z.array(z.string()),
	}),
	packer: z.looseObject({ ...base, kind: z.literal('packer'), process: processIdentity }),
	'own-end': z.looseObject({
		...base,
		kind: z.literal('own-end'),
		behavior: z.enum(['terminate', 'stop']),
		seconds: z.number(),
	}),
	rehearsal: z.looseObject({
		...base,
		kind: z.literal('rehearsal'),
		sandbox: z.enum(['container', 'trace']),
		detail: z.string(),
	}),
	'not-run': z.looseObject({ ...base, kind: z.literal('not-run'), script: z.string() }),
	layer: z.looseObject({
		...base,
		kind: z.literal('layer'),
		script: z.string(),
		layer: z.string(),
		from: z.number().optional(),
	}),
	notice: z.looseObject({ ...base, kind: z.literal('notice'), message: z.string() }),
	cancel: z.looseObject({
		...base,
		kind: z.literal('cancel'),
		reason: z.enum(cancelReasons),
	}),
	files: z.looseObject({
		...base,
		kind: z.literal('files'),
		files: z.array(
			z.looseObject({
				path: z.string(),
				how: z.enum(writtenHow),
				at: z.string().optional(),
				why: z.string().optional(),
			}),
		),
		more: z.number().optional(),
	}),
	copy: z.looseObject({
		...base,
		kind: z.literal('copy'),
		region: z.string(),
		state: z.enum(copyStates),
		ami: z.string().optional(),
		said: z.string().optional(),
	}),
	progress: z.looseObject({ ...base, kind: z.literal('progress'), region: z.string(), percent: z.number() }),
	contents: z.looseObject({
		...base,
		kind: z.literal('contents'),
		target: z.string(),
		state: z.enum(contentsStates),
		why: z.enum(unaskedReasons).optional(),
	}),
	'container-image': z.looseObject({
		...base,
		kind: z.literal('container-image'),
		image: z.looseObject({
			id: z.string(),
			tags: z.array(z.string()),
			size: z.number(),
			architecture: z.string().optional(),
			layerCount: z.number(),
			layers: z.array(z.looseObject({ size: z.number(), by: z.string(), isOurs: z.boolean().optional() })),
		}),
	}),
	cleanup: z.looseObject({
		...base,
		kind: z.literal('cleanup'),
		removed: things,
		left: things,
		isWhole: z.boolean(),
		engine: z.string().optional(),
	}),
	image: z.looseObject({
		...base,
		kind: z.literal('image'),
		region: z.string(),
		ami: z.string(),
		did: z.enum(imageChanges),
		with: z.array(z.string()).optional(),
		on: z.string().optional(),
	}),
	test: z.looseObject({
		...base,
		kind: z.literal('test'),
		state: z.enum(testStates),
		region: z.string(),
		ami: z.string(),
		type: z.string(),
		things,
		user: z.string().optional(),
		address: z.string().optional(),
	}),
	end: z.looseObject({
		...base,
		kind: z.literal('end'),
		result: z.enum(buildResults),
		exitCode: z.number().nullable(),
		artifacts,
		notRun: z.array(z.string()).optional(),
		left: things.optional(),
		kept: z.looseObject({ user: z.string(), key: z.string().optional() }).optional(),
		clock: z.number().optional(),
		uncopied: z.array(z.string()).optional(),
		message: z.string().optional(),
		cause: z.string().optional(),
		diagnosis: diagnosis.optional(),
	}),
};

const headerSchema: z.ZodType<JournalHeader> = z.looseObject({
	kind: z.literal('header'),
	version: z.literal(journalVersion),
	id: z.string(),
	time: z.number(),
	mode: z.enum(buildModes),
	recipe: anyRecipe,
	folder: z.string().optional(),
	preset: z.string().optional(),
	presetFrom: z.looseObject({ origin: z.enum(presetOrigins), file: z.string().optional() }).optional(),
	isChanged: z.boolean().optional(),
	packer: z.looseObject({ path: z.string(), version: z.string(), plugin: z.string().optional() }),
	supervisor: processIdentity,
	job: z.array(processIdentity).optional(),
	secrets: z.array(z.string()),
	timeout: z.union([z.number(), z.literal('off')]).optional(),
	account: z.string().optional(),
	signedBy: z
		.looseObject({
			label: z.string(),
			account: z.string().optional(),
			endpoint: z.string().optional(),
			handed: z.looseObject({ until: z.number().optional() }).optional(),
		})
		.optional(),
	engine: z.string().optional(),
	onError: z.literal('keep').optional(),
	rehearsal: z
		.looseObject({
			speed: z.number().optional(),
			faults: z.array(z.string()).optional(),
			sandbox: z.enum(sandboxKinds).optional(),
		})
		.optional(),
	estimate: z
		.looseObject({
			times: z
				.looseObject({
					from: z.enum(['builds', 'typical']),
					phases: z.record(z.string(), z.number()),
					steps: z.array(z.looseObject({ name: z.string(), time: z.number() })),
				})
				.optional(),
			rates: z.array(
				z.looseObject({
					name: z.string(),
					amount: z.number(),
					currency: z.enum(['USD', 'CNY', 'EUR']),
					from: z.union([z.looseObject({ told: z.number() }), z.looseObject({ listed: z.string() })]),
				}),
			),
		})
		.optional()
		// What is only told beside a build keeps none from being read.
		.catch(undefined),
	warnings: z.array(z.string()).optional(),
	steps: z.array(
		z.looseObject({
			script: z.string(),
			name: z.string(),
			isInline: z.literal(true).optional(),
			by: z.string().optional(),
			followedBy: z.string().optional(),
			target: z.enum(targetIds).optional(),
		}),
	),
});

const isEntryKind = (kind: unknown): kind is JournalEntry['kind'] =>
	typeof kind === 'string' && Object.hasOwn(entrySchemas, kind);

/** Whether it is a record, as the schema would say: nearly all lines are, and a schema takes several times as long. */
const isRecord = (value: object): value is RecordEntry =>
	'kind' in value &&
	value.kind === 'record' &&
	'seq' in value &&
	Number.isFinite(value.seq) &&
	'time' in value &&
	Number.isFinite(value.time) &&
	'offset' in value &&
	Number.isFinite(value.offset) &&
	'target' in value &&
	typeof value.target === 'string' &&
	'type' in value &&
	typeof value.type === 'string' &&
	'data' in value &&
	Array.isArray(value.data) &&
	value.data.every(field => typeof field === 'string');

/** A line of a journal; undefined for what is none that this version knows. */
export const parseLine = (text: string): JournalLine | undefined => {
	const value = parsedJson(text);
	if (!isObject(value)) {
		return undefined;
	}

	if (isRecord(value)) {
		return value;
	}

	const { kind } = value;
	return isEntryKind(kind) ? entrySchemas[kind].safeParse(value).data : headerSchema.safeParse(value).data;
};

/** Why the first line of a journal tells of no build, one sentence. */
export const whyNoHeader = (text: string): string => {
	const value = parsedJson(text);
	const version = isObject(value) && value['kind'] === 'header' ? value['version'] : undefined;
	return typeof version === 'number' && version > journalVersion
		? 'It was written by a later packer-wizard.'
		: 'Its journal does not begin as one of packer-wizard does.';
};
