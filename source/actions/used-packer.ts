import type { Sdk } from '../aws/sdk.ts';
import type { Whereabouts } from '../base/paths.ts';
import { packerVariable } from '../base/variables.ts';
import { type PackerProgram, type PackerSearch, searchPacker } from '../packer/find.ts';
import { readPreferences } from '../store/preferences.ts';
import { signingSdk, usedPlugin } from '../targets/aws/builds/signing.ts';

/**
 * Looks for the Packer to use: the one that the environment names, else the one that the person named before, as long as
 * it works, else what is found.
 */
export const searchUsedPacker = async (
	whereabouts: Whereabouts,
	signal?: AbortSignal,
): Promise<PackerSearch> => {
	const { environment } = whereabouts;
	const { packer: named } = await readPreferences(environment);
	if (!environment[packerVariable] && named !== undefined) {
		const search = await searchPacker(
			{ ...whereabouts, environment: { ...environment, [packerVariable]: named } },
			signal,
		);
		if (search.kind === 'found') {
			return search;
		}
	}

	return searchPacker(whereabouts, signal);
};

/**
 * The Packer to use.
 * @throws Problem (exit 3) that says what was found instead and what to do.
 */
export const findUsedPacker = async (
	whereabouts: Whereabouts,
	signal?: AbortSignal,
): Promise<PackerProgram> => {
	const search = await searchUsedPacker(whereabouts, signal);
	if (search.kind === 'missing') {
		throw search.problem;
	}

	return search.program;
};

/** The SDK that signs for the Packer that was found, or for the one that would be got. */
export const usedSdk = async (
	search: PackerSearch,
	{ environment }: Whereabouts,
	signal?: AbortSignal,
): Promise<Sdk> =>
	search.kind === 'found'
		? signingSdk(search.program, await usedPlugin(search.program, environment, signal))
		: signingSdk(undefined, undefined);
