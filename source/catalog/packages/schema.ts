import * as z from 'zod';

const namesSchema = z.strictObject({
	/** What is installed; the id if missing. */
	names: z.array(z.string()).min(1).optional(),
	/** Of Amazon Linux 2: the topic of amazon-linux-extras that has to be enabled first. */
	topic: z.string().optional(),
	/** The unit that is to start at boot, where the system does not see to that by itself. */
	service: z.string().optional(),
	/** What is other than one expects there, one sentence. */
	note: z.string().optional(),
});

const packageSchema = z.strictObject({
	/** What people call it, and a Recipe names. */
	id: z.string(),
	/** What it is for, in a few words. */
	text: z.string(),
	/** What else it is called: each means the same. */
	aliases: z.array(z.string()).optional(),
	/** What people who need it search by. */
	words: z.array(z.string()).optional(),
	/** By base image, else by package manager; null where it is not to be had. Else the system has it by its id. */
	on: z.record(z.string(), namesSchema.nullable()).optional(),
	/** What to do where it is not to be had, one sentence. */
	instead: z.string().optional(),
});

/** The packages of the systems that are called differently, or that people search for. */
export const packagesSchema = z.strictObject({ date: z.string(), packages: z.array(packageSchema) });

export type PackageNames = z.infer<typeof namesSchema>;
export type SystemPackage = z.infer<typeof packageSchema>;
