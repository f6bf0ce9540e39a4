import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Environment, Whereabouts } from '../../base/paths.ts';
import type { Check } from '../../flow/checks.ts';
import type { BuildRequest } from '../../flow/request.ts';
import type { PackerSearch } from '../../packer/find.ts';
import { hasPlugin } from '../../packer/plugin.ts';
import { isRunStep, secretVariables } from '../../recipe/step-kinds.ts';
import { isWithoutChef, neededPlugins } from '../../template/plugins.ts';
import { packerProfile, pluginInstall, profileFeatures } from '../../template/profile.ts';
import { advice, ok } from './check.ts';

const isProgram = async (file: string): Promise<boolean> => {
	try {
		await access(file, constants.X_OK);
		return (await stat(file)).isFile();
	} catch {
		return false;
	}
};

const isOnPath = async (program: string, environment: Environment): Promise<boolean> => {
	for (const folder of (environment['PATH'] ?? '').split(path.delimiter).filter(Boolean)) {
		if (await isProgram(path.join(folder, program))) {
			return true;
		}
	}

	return false;
};

/** Which steps get a variable. */
const usersOf = ({ decisions }: BuildRequest, variable: string): string =>
	decisions.recipe.steps
		.filter(isRunStep)
		.filter(({ environment = {} }) =>
			Object.values(environment).some(value => typeof value !== 'string' && value.from === variable),
		)
		.map(({ name }) => name)
		.join(', ');

/** Whether each secret that a step gets is there. A rehearsal goes without. */
const checkSecrets = (request: BuildRequest, { environment }: Whereabouts): readonly Check[] =>
	secretVariables(request.decisions.recipe).map((name): Check => {
		const value = environment[name] ?? '';
		const base = { id: 'secret', title: 'Secret', remedies: [] } as const;
		if (value.includes('{{')) {
			return {
				...base,
				status: 'missing',
				detail: `${name} holds {{, which Packer takes for a template`,
				...advice(['Use another value.']),
			};
		}

		if (value !== '') {
			return ok('secret', 'Secret', `${name} is set`);
		}

		const users = usersOf(request, name);
		return request.mode === 'rehearsal'
			? { ...base, status: 'warning', detail: `${name} is not set: ${users} gets an empty value` }
			: {
					...base,
					status: 'missing',
					detail: `${name} is not set, and ${users} needs what it holds`,
					...advice([`Set it where you start this: read -rs ${name} && export ${name}`]),
				};
	});

/** What runs playbooks from here is no part of Packer. */
const checkAnsible = async (
	{ decisions, sandbox }: BuildRequest,
	{ environment }: Whereabouts,
	runs: boolean,
): Promise<readonly Check[]> => {
	const step = decisions.recipe.steps.find(one => 'playbook' in one && one.from === 'here');
	if (step === undefined) {
		return [];
	}

	const base = { id: 'ansible', status: 'missing', title: 'Ansible', remedies: [] } as const;
	if (!(await isOnPath('ansible-playbook', environment))) {
		return [
			{
				...base,
				detail: `${step.name} runs a playbook from here, and there is no ansible-playbook on PATH`,
				...advice(['Install it: pipx install ansible-core', 'Or have the playbook run on the machine.']),
			},
		];
	}

	return runs && sandbox !== 'trace'
		? [ok('ansible', 'Ansible', 'is on this computer')]
		: [
				{
					...base,
					detail: `${step.name} runs a playbook from here, which needs a machine that runs what it is told: a rehearsal without a container is none`,
					...advice(['Rehearse it with Podman or Docker.', 'Or have the playbook run on the machine.']),
				},
			];
};

/** The plugins of steps, for a Packer that does not bring them; that for Amazon has a check of its own. */
const checkPlugins = async (
	{ decisions }: BuildRequest,
	search: PackerSearch,
	{ environment }: Whereabouts,
	signal: AbortSignal | undefined,
): Promise<readonly Check[]> => {
	const found: Check[] = [];
	const names = neededPlugins(decisions.recipe);
	if (search.kind === 'found' && names.includes('chef') && isWithoutChef(search.program.version)) {
		return [
			{
				id: 'step-plugin',
				status: 'missing',
				title: 'Plugin chef',
				detail: `Packer ${search.program.versionText} brings all other plugins, and none for Chef any more`,
				...advice([
					'Take another Packer: 1.10 or newer, which gets the plugin, or one up to 1.8.7, which has it.',
				]),
				remedies: [],
			},
		];
	}

	const wanted =
		search.kind === 'found' ? profileFeatures(packerProfile(search.program.version)).plugin : undefined;
	for (const name of names) {
		if (search.kind === 'found' && wanted !== undefined && name !== 'amazon') {
			const title = `Plugin ${name}`;
			found.push(
				(await hasPlugin(search.program, name, wanted[name], environment, signal))
					? ok('step-plugin', title, wanted[name])
					: {
							id: 'step-plugin',
							status: 'missing',
							title,
							detail: `Packer ${search.program.versionText} needs it for a step, and does not have it`,
							...advice([`Get it: ${pluginInstall([name])}`]),
							remedies: [],
						},
			);
		}
	}

	return found;
};

/**
 * What the person's own steps need here beside their files.
 * @param runs whether there is a machine, or a container that plays one.
 */
export const checkOwnSteps = async (
	request: BuildRequest,
	search: PackerSearch,
	whereabouts: Whereabouts,
	{ runs, signal }: { readonly runs: boolean; readonly signal?: AbortSignal | undefined },
): Promise<readonly Check[]> => [
	...checkSecrets(request, whereabouts),
	...(await checkAnsible(request, whereabouts, runs)),
	...(await checkPlugins(request, search, whereabouts, signal)),
];
