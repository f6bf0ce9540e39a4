import { z } from 'zod';
import snapshot from './data/bundles.json' with { type: 'json' };

const parameterSchema = z.strictObject({
	name: z.string(),
	title: z.string(),
	text: z.string(),
	/** `list`: repeatable; `words`: one value with spaces; `number`: digits. */
	kind: z.enum(['text', 'words', 'number', 'list']),
	/** `{name}` stands for the Recipe's name. */
	default: z.union([z.string(), z.array(z.string())]),
	/** Whether it is baked into the image or given to the boot script. */
	moment: z.enum(['install', 'boot']),
	pattern: z.string().optional(),
	/** What to say if the pattern does not match. */
	complaint: z.string().optional(),
	/** Of the parameters with the same mark at least one must have a value. */
	oneOf: z.string().optional(),
});

const bundleSchema = z.strictObject({
	id: z.string(),
	title: z.string(),
	/** A few words for a list. */
	summary: z.string(),
	details: z.array(z.string()),
	status: z.enum(['active', 'archived']),
	/** How it is installed: the installer's own script, or by gruntwork-install as a module or as a binary. */
	kind: z.enum(['bootstrap', 'module', 'binary']),
	/** The name that gruntwork-install takes. */
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
	/** System packages to install first, per package manager. */
	packages: z.record(z.enum(['apt', 'yum']), z.array(z.string())).optional(),
	/** Commands to run first, per package manager. */
	prepare: z.record(z.enum(['apt', 'yum']), z.array(z.string())).optional(),
	/** Files that the installation reads. */
	files: z.array(z.strictObject({ path: z.string(), lines: z.array(z.string()) })).optional(),
	/** Module parameters that are no decision; `{region}` stands for the region of the build. */
	arguments: z.array(z.strictObject({ name: z.string(), value: z.string() })).optional(),
	parameters: z.array(parameterSchema),
	/** Whether its boot commands come before those of the others, so that it reports how they fare. */
	bootFirst: z.boolean().optional(),
	/** What the boot script runs, in order; `{ssh_service}` in a command stands for the name of the SSH server's unit. */
	boot: z.array(
		z.strictObject({
			command: z.array(z.string()),
			flags: z.array(
				z.strictObject({
					flag: z.string(),
					/** The parameter whose value follows; a list repeats the flag, no value leaves it out. */
					parameter: z.string().optional(),
					/** A value that is no decision; `{region}` stands for the server's region. */
					value: z.string().optional(),
					/** Stands in front of the value. */
					prefix: z.string().optional(),
					/** Turns `KEY=value` into `<__KEY__>=value`. */
					wrapKey: z.boolean().optional(),
				}),
			),
		}),
	),
});

export type BundleParameter = z.infer<typeof parameterSchema>;
/** An entry of the Gruntwork catalogue. */
export type Bundle = z.infer<typeof bundleSchema>;

/** The day of the snapshot, `2026-11-22`. */
export const bundlesDate: string = snapshot.date;

/** The bundles in the order in which they are installed. */
export const bundles: readonly Bundle[] = z.array(bundleSchema).parse(snapshot.bundles);

const byId = new Map(bundles.map(bundle => [bundle.id, bundle]));

export const findBundle = (id: string): Bundle | undefined => byId.get(id);

/** Whether Gruntwork supports the bundle on the base image. */
export const fitsBaseImage = (bundle: Bundle, baseImageId: string): boolean =>
	bundle.systems.includes(baseImageId);

/**
 * The chosen bundles and all that must come before them, in the order of installation.
 * @param chosen ids of the catalogue; unknown ones are left out.
 */
export const withRequired = (chosen: readonly string[]): readonly Bundle[] => {
	const wanted = new Set<string>();
	const add = (id: string): void => {
		const bundle = byId.get(id);
		if (bundle && !wanted.has(id)) {
			wanted.add(id);
			bundle.requires.forEach(add);
		}
	};

	chosen.forEach(add);
	return bundles.filter(bundle => wanted.has(bundle.id));
};
