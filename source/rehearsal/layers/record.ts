import * as z from 'zod';

/** The version of the form of records. */
export const recordVersion = 3;

/**
 * A time on the machine that counts as another one, in seconds since 1970, cut to milliseconds: what changed in it belongs
 * to the step that was over at that other time. The engine gives files the time at which it kept them.
 */
export type CountedTime = {
	readonly from: number;
	readonly to: number;
	/** Missing for the start of a container: what changed in it belongs to no step. */
	readonly at?: number;
	/** The hash of the layer of that step. */
	readonly layer?: string;
};

const piece = z.tuple([z.enum(['out', 'err']), z.string()]);
/** What a command printed, in its order. */
export type Printed = readonly (readonly ['out' | 'err', string])[];

const answer = z.union([
	z.strictObject({ said: z.string(), isFolder: z.boolean() }),
	z.strictObject({ code: z.number(), output: z.array(piece) }),
	z.null(),
]);

export const layerRecordSchema = z.strictObject({
	version: z.literal(recordVersion),
	/** What it is called: a keyed hash of what came before and of all acts of the step. */
	hash: z.string(),
	/** The one before it, or the root, which stands for the base image. */
	parent: z.string(),
	/**
	 * The id of the image that it was made on: the one before it may have been made anew since, by what is run each time or by
	 * what gives another result each time, and then this is the state of another machine.
	 */
	on: z.string(),
	/** `Docker` or `Podman`. */
	engine: z.string(),
	/** The id of the image that holds the state behind the step. */
	image: z.string(),
	/** What it takes beside the layers below it. */
	bytes: z.number(),
	/** What it takes with all of them. */
	size: z.number(),
	/** When the step ran, milliseconds since 1970. */
	made: z.number(),
	/** The log-in user, where that is at home, and the line by which it was let in. */
	username: z.string(),
	home: z.string(),
	key: z.string(),
	/** When the steps up to this one ran and were kept, seconds since 1970, one for each layer, the first step first. */
	spans: z.array(z.strictObject({ from: z.number(), to: z.number() })),
	/** The script of the step, as a keyed hash: what the step will likely be known by before Packer comes to it. */
	script: z.string(),
	/** What Packer did, each as a keyed hash, and what it was answered. */
	acts: z.array(z.strictObject({ digest: z.string(), answer })),
});

/** The state of a machine behind a step, as the state folder knows it; the engine has the files. */
export type LayerRecord = z.infer<typeof layerRecordSchema>;

/** What an act was answered: how an upload was opened, how a command ended, or nothing but that it was done. */
export type ActAnswer = LayerRecord['acts'][number]['answer'];
