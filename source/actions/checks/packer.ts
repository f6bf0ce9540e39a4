import type { Whereabouts } from '../../base/paths.ts';
import { shownPath } from '../../base/paths.ts';
import { packerVariable } from '../../base/variables.ts';
import type { Check } from '../../flow/checks.ts';
import type { Remedy } from '../../flow/remedies.ts';
import type { BuildRequest, Refused } from '../../flow/request.ts';
import type { PackerProgram, PackerSearch } from '../../packer/find.ts';
import { pinnedRelease, pinnedVersion } from '../../packer/install.ts';
import { searchPackageManager } from '../../packer/package-manager.ts';
import { findPlugin } from '../../packer/plugin.ts';
import { ownAddress, type TargetId } from '../../recipe/schema.ts';
import { packerProfile, profileFeatures } from '../../template/profile.ts';
import { variableNames } from '../../template/variables.ts';
import { advice, ok, sentence } from './check.ts';

/** The ways to get a Packer, the best first. */
const packerRemedies = async (
	whereabouts: Whereabouts,
	signal: AbortSignal | undefined,
): Promise<readonly Remedy[]> => {
	const { environment } = whereabouts;
	const release = pinnedRelease();
	const search = await searchPackageManager(environment, signal);
	return [
		...(release
			? [
					{
						id: 'get-packer' as const,
						label: `Get Packer ${pinnedVersion}`,
						details: [
							'from releases.hashicorp.com, SHA-256 checked, into',
							`${shownPath(release.folder(environment), whereabouts)} (licence BUSL-1.1)`,
						],
					},
				]
			: []),
		...(search.kind === 'found'
			? [
					{
						id: 'package-manager' as const,
						label: `By ${search.manager.name}`,
						details: search.manager.commands,
					},
				]
			: []),
		{
			id: 'packer-path',
			label: 'Use mine',
			details: ['give its path'],
		},
	];
};

/** A Packer with which the build before failed, and that is still the same. */
const refusedCheck = async (
	{ versionText }: PackerProgram,
	shown: string,
	whereabouts: Whereabouts,
	signal?: AbortSignal,
): Promise<Check> => {
	const others = whereabouts.environment[packerVariable]
		? []
		: (await packerRemedies(whereabouts, signal)).filter(
				({ id }) => id === 'packer-path' || (id === 'get-packer' && versionText !== pinnedVersion),
			);
	return {
		id: 'packer',
		status: 'missing',
		title: 'Packer',
		detail: `${shown}, with which the last build failed; another one is wanted`,
		...(others.length === 0 && advice([`Name another one: ${packerVariable}=<path>`])),
		remedies: [
			...others,
			{ id: 'try-packer', label: 'Use it again', details: ['if what it lacked is there now'] },
		],
	};
};

/** Whether there is a Packer, and another one if a build failed for that. */
export const checkPacker = async (
	refused: Refused | undefined,
	search: PackerSearch,
	whereabouts: Whereabouts,
	signal?: AbortSignal,
): Promise<Check> => {
	if (search.kind === 'found') {
		const { path, versionText } = search.program;
		const shown = `${versionText}, ${shownPath(path, whereabouts)}`;
		return refused?.what === 'packer' && refused.path === path && refused.version === versionText
			? refusedCheck(search.program, shown, whereabouts, signal)
			: ok('packer', 'Packer', shown);
	}

	return {
		id: 'packer',
		status: 'missing',
		title: 'Packer',
		detail: sentence(search.problem),
		// While the variable names one, no other is looked for.
		...(whereabouts.environment[packerVariable]
			? { ...advice(search.problem.next), remedies: [] }
			: { remedies: await packerRemedies(whereabouts, signal) }),
	};
};

/** The plugin that makes an image. */
export const targetPlugins: Readonly<
	Record<TargetId, { readonly name: 'amazon' | 'docker'; readonly title: string }>
> = {
	aws: { name: 'amazon', title: 'Amazon plugin' },
	docker: { name: 'docker', title: 'Docker plugin' },
};

/** Whether the plugin is there that makes the image, for a Packer that does not bring it; undefined for one that does. */
const checkPlugin = async (
	packer: PackerProgram,
	target: TargetId,
	{ environment }: Whereabouts,
	signal?: AbortSignal,
): Promise<Check | undefined> => {
	const { name, title } = targetPlugins[target];
	const wanted = profileFeatures(packerProfile(packer.version)).plugin?.[name];
	if (wanted === undefined) {
		return undefined;
	}

	const found = await findPlugin(packer, environment, wanted, signal, name);
	return found
		? ok('plugin', title, found.versionText)
		: {
				id: 'plugin',
				status: 'missing',
				title,
				detail: `Packer ${packer.versionText} needs one and has none`,
				remedies: [
					{
						id: 'get-plugin',
						label: 'Get the plugin',
						details: ['by packer init, from releases.hashicorp.com or GitHub'],
					},
				],
			};
};

/** Whether the plugins are there that make what is to be made, for a Packer that does not bring them. */
export const checkPlugins = async (
	packer: PackerProgram,
	targets: readonly TargetId[],
	whereabouts: Whereabouts,
	signal?: AbortSignal,
): Promise<readonly Check[]> =>
	(await Promise.all(targets.map(target => checkPlugin(packer, target, whereabouts, signal)))).filter(
		check => check !== undefined,
	);

/** Whether Packer can find out the own address, if nobody else shall reach the machine; undefined if it need not. */
export const checkOwnAddress = (
	{ decisions: { recipe } }: BuildRequest,
	search: PackerSearch,
	{ environment }: Whereabouts,
): Check | undefined => {
	const isNamed = environment[`PKR_VAR_${variableNames.sshFrom}`] !== undefined;
	if (search.kind === 'missing' || recipe.aws.network.sshFrom !== ownAddress || isNamed) {
		return undefined;
	}

	const { version, versionText } = search.program;
	return profileFeatures(packerProfile(version)).ownAddress
		? undefined
		: {
				id: 'address',
				status: 'missing',
				title: 'SSH from',
				detail: `Packer ${versionText} cannot find out your own address, 1.8.4 and newer can`,
				remedies: [{ id: 'ssh-from', label: 'Name the address', details: ['yours, such as 203.0.113.7/32'] }],
			};
};
