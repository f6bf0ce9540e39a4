import { type Sdk, sdkOfPlugin } from '../aws/sdk.ts';
import type { Environment } from '../base/paths.ts';
import { atLeast } from '../base/versions.ts';
import type { PackerProgram } from '../packer/find.ts';
import { findPlugin, needsPlugin, type PackerPlugin } from '../packer/plugin.ts';
import { packerProfile, profileFeatures } from '../template/profile.ts';

/** The amazon plugin that Packer will use, undefined if it brings its own or none is there yet. */
export const usedPlugin = async (
	packer: PackerProgram,
	environment: Environment,
	signal?: AbortSignal,
): Promise<PackerPlugin | undefined> =>
	needsPlugin(packer)
		? findPlugin(packer, environment, profileFeatures(packerProfile(packer.version)).plugin?.amazon, signal)
		: undefined;

/** The SDK that signs for a Packer with this plugin; where one is still to be got, that of the newest that it can get. */
export const signingSdk = (
	packer: Pick<PackerProgram, 'version'> | undefined,
	plugin: Pick<PackerPlugin, 'version'> | undefined,
): Sdk => {
	if (!packer || (plugin === undefined && atLeast(packer.version, '1.14.0'))) {
		return 'go-2';
	}

	return plugin === undefined && needsPlugin(packer) ? 'go-1-sessions' : sdkOfPlugin(plugin?.version);
};
