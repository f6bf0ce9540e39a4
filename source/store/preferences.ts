import path from 'node:path';
import * as z from 'zod';
import { readIfExists } from '../base/files.ts';
import { configFolder, type Environment } from '../base/paths.ts';
import { makeFolder } from '../base/write-file.ts';

const preferencesSchema = z.strictObject({
	/** The region that was chosen last: the next image starts there. */
	region: z.string().optional(),
	/** The AWS profile that was chosen last. */
	profile: z.string().optional(),
	/** The Packer that the person named by its path. */
	packer: z.string().optional(),
});

/** What the person chose before and will probably choose again. */
export type Preferences = z.infer<typeof preferencesSchema>;

const baseName = 'preferences';

const readText = (environment: Environment): Promise<string | undefined> =>
	readIfExists(path.join(configFolder(environment), `${baseName}.json`));

const openConf = async (environment: Environment) => {
	// Imported late: conf brings a JSON Schema validator along, which no first frame should wait for.
	const { default: Conf } = await import('conf');
	return new Conf<Preferences>({
		cwd: configFolder(environment),
		configName: baseName,
		// A hand edit that went wrong loses the preferences, which is better than a program that does not start.
		clearInvalidConfig: true,
		serialize: value => `${JSON.stringify(value, null, '\t')}\n`,
	});
};

/** The preferences; empty if there are none or they cannot be read. Never throws. */
export const readPreferences = async (environment: Environment): Promise<Preferences> => {
	try {
		return preferencesSchema.safeParse(JSON.parse((await readText(environment)) ?? '{}')).data ?? {};
	} catch {
		return {};
	}
};

/**
 * Keeps preferences for the next start; those that are not named stay. A folder that cannot be written is no reason to
 * stop: the preferences are then as before.
 */
export const rememberPreferences = async (
	environment: Environment,
	preferences: Preferences,
): Promise<void> => {
	try {
		// Both are looked at first: conf would wait for a pipe, and for a folder that the system never makes.
		await makeFolder(configFolder(environment));
		await readText(environment);
		const conf = await openConf(environment);
		for (const [key, value] of Object.entries(preferences)) {
			if (value !== undefined) {
				conf.set(key, value);
			}
		}
	} catch {
		// A convenience only.
	}
};
