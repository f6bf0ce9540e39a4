import { z } from 'zod';
import { configFolder, type Environment } from '../base/paths.ts';

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

const openConf = async (environment: Environment) => {
	// Imported late: conf brings a JSON Schema validator along, which no first frame should wait for.
	const { default: Conf } = await import('conf');
	return new Conf<Preferences>({
		cwd: configFolder(environment),
		configName: 'preferences',
		// A hand edit that went wrong loses the preferences, which is better than a program that does not start.
		clearInvalidConfig: true,
		serialize: value => `${JSON.stringify(value, null, '\t')}\n`,
	});
};

/** The preferences; empty if there are none or they cannot be read. Never throws. */
export const readPreferences = async (environment: Environment): Promise<Preferences> => {
	try {
		const conf = await openConf(environment);
		return preferencesSchema.safeParse(conf.store).data ?? {};
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
