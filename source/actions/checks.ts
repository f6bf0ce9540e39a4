import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Credentials, findCredentials } from '../aws/credentials.ts';
import { type Environment, shownPath } from '../base/paths.ts';
import { Problem } from '../base/problem.ts';
import { checkSpace } from '../build/start.ts';
import type { PackerProgram, PackerSearch } from '../packer/find.ts';
import { pinnedRelease, pinnedVersion } from '../packer/install.ts';
import { packageManagerCommand } from '../packer/package-manager.ts';
import { findPlugin } from '../packer/plugin.ts';
import { chosenBundles, needsToken } from '../recipe/bundles.ts';
import type { Recipe } from '../recipe/schema.ts';
import { findEngine } from '../rehearsal/instance/engine.ts';
import { tokenVariable } from '../template/bundle-script.ts';
import { currentProfile, packerProfile, profileFeatures } from '../template/profile.ts';
import type { BuildRequest, Check, Remedy } from './actions.ts';
import { planFiles } from './files.ts';
import { searchUsedPacker } from './used-packer.ts';

type Place = { readonly environment: Environment; readonly cwd: string };

const ok = (id: Check['id'], title: string, detail: string): Check => ({
	id,
	status: 'ok',
	title,
	detail,
	remedies: [],
});

const sentence = (problem: Problem): string => [problem.message, problem.reason].filter(Boolean).join(' ');

/** The Problem that the work throws, if it throws one. */
const problemOf = async (work: () => Promise<unknown>): Promise<Problem | undefined> => {
	try {
		await work();
		return undefined;
	} catch (error) {
		if (error instanceof Problem) {
			return error;
		}

		throw error;
	}
};

const anotherFolder: Remedy = {
	id: 'another-folder',
	label: 'Another folder',
	details: ['give its path'],
	asks: { text: 'Folder for the files', secret: false },
};

const checkFiles = async (request: BuildRequest, search: PackerSearch, place: Place): Promise<Check> => {
	const title = 'Files';
	const profile = search.kind === 'found' ? packerProfile(search.program.version) : currentProfile;
	try {
		const plan = await planFiles(request.decisions, profile, place);
		const shown = shownPath(plan.folder, place.environment, place.cwd);
		const differing = plan.files.filter(file => file.state === 'differs');
		if (differing.length === 0 || request.differences !== undefined) {
			return ok('files', title, shown);
		}

		const names = differing.map(file => file.path);
		return {
			id: 'files',
			status: 'missing',
			title,
			detail: `${shown}: ${names.length > 2 ? `${names.length} files differ` : `${names.join(' and ')} differ${names.length === 1 ? 's' : ''}`}`,
			remedies: [
				{ id: 'show-difference', label: 'Show the difference', details: [] },
				{ id: 'keep-files', label: 'Keep yours', details: ['build what is there'] },
				{ id: 'overwrite-files', label: 'Take the new ones', details: ['yours are gone then'] },
				anotherFolder,
			],
		};
	} catch (error) {
		if (!(error instanceof Problem)) {
			throw error;
		}

		return { id: 'files', status: 'missing', title, detail: sentence(error), remedies: [anotherFolder] };
	}
};

/** The ways to get a Packer, the best first. */
const packerRemedies = async ({ environment }: Place): Promise<readonly Remedy[]> => {
	const release = pinnedRelease();
	const manager = await packageManagerCommand(environment);
	return [
		...(release
			? [
					{
						id: 'get-packer' as const,
						label: `Get Packer ${pinnedVersion}`,
						details: [
							'from releases.hashicorp.com, SHA-256 checked, into',
							`${shownPath(release.folder(environment), environment)} (licence BUSL-1.1)`,
						],
					},
				]
			: []),
		...(manager
			? [
					{
						id: 'package-manager' as const,
						label: `By ${manager.name}`,
						details: manager.commands,
					},
				]
			: []),
		{
			id: 'packer-path',
			label: 'Use mine',
			details: ['give its path'],
			asks: { text: 'Path of Packer', secret: false },
		},
	];
};

/** Whether there is a Packer. */
export const checkPacker = async (search: PackerSearch, place: Place): Promise<Check> =>
	search.kind === 'found'
		? ok(
				'packer',
				'Packer',
				`${search.program.versionText}, ${shownPath(search.program.path, place.environment)}`,
			)
		: {
				id: 'packer',
				status: 'missing',
				title: 'Packer',
				detail: sentence(search.problem),
				remedies: await packerRemedies(place),
			};

/** Whether the amazon plugin is there, for a Packer that does not bring it; undefined for one that does. */
export const checkPlugin = async (
	packer: PackerProgram,
	{ environment }: Place,
): Promise<Check | undefined> => {
	const wanted = profileFeatures(packerProfile(packer.version)).plugin?.amazon;
	if (wanted === undefined) {
		return undefined;
	}

	const found = await findPlugin(packer, environment, wanted);
	return found
		? ok('plugin', 'Amazon plugin', found.versionText)
		: {
				id: 'plugin',
				status: 'missing',
				title: 'Amazon plugin',
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

const profileRemedy: Remedy = {
	id: 'profile',
	label: 'Use a profile',
	details: ['of your AWS settings'],
	asks: { text: 'Name of the profile', secret: false },
};
const rehearseRemedy: Remedy = {
	id: 'rehearse',
	label: 'Rehearse instead',
	details: ['AWS played on this machine: no account needed'],
};

const credentialsCheck = (credentials: Credentials): Check => {
	const title = 'AWS sign-in';
	switch (credentials.kind) {
		case 'found':
			return ok('credentials', title, credentials.label);
		case 'unknown-profile':
			return {
				id: 'credentials',
				status: 'missing',
				title,
				detail: credentials.reason,
				remedies: [profileRemedy, rehearseRemedy],
			};
		case 'none':
			return {
				id: 'credentials',
				status: 'missing',
				title,
				detail: 'none found: no keys, no profile, no role of this machine',
				remedies: [
					{
						id: 'how-to',
						label: 'How to sign in',
						details: ['in another window: aws configure, or aws sso login'],
					},
					profileRemedy,
					rehearseRemedy,
				],
			};
	}
};

const privateBundles = (recipe: Recipe): readonly string[] =>
	chosenBundles(recipe)
		.filter(({ bundle }) => bundle.needsToken)
		.map(({ bundle }) => bundle.id);

const checkToken = (
	{ decisions, mode, secrets }: BuildRequest,
	{ environment }: Place,
): Check | undefined => {
	const { recipe } = decisions;
	if (!needsToken(recipe)) {
		return undefined;
	}

	const title = 'GitHub token';
	if (secrets[tokenVariable] || environment[tokenVariable]) {
		return ok('token', title, `${tokenVariable} is set`);
	}

	const names = privateBundles(recipe);
	const which =
		names.length > 2
			? `${names.length} bundles are`
			: `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'}`;
	if (mode === 'rehearsal') {
		return {
			id: 'token',
			status: 'warning',
			title,
			detail: `not set: ${which} checked and shown, not run`,
			remedies: [],
		};
	}

	return {
		id: 'token',
		status: 'missing',
		title,
		detail: `${which} private, ${tokenVariable} is not set`,
		remedies: [
			{
				id: 'paste-token',
				label: 'Paste a token',
				details: ['hidden, for this build only, never stored'],
				asks: { text: 'GitHub token', secret: true },
			},
			{ id: 'leave-out', label: 'Leave out', details: [names.join(', ')] },
		],
	};
};

/** Whether a container engine answers: without one a rehearsal only checks the scripts. */
export const checkEngine = async ({ environment }: Place): Promise<Check> => {
	const engine = await findEngine(environment, tmpdir());
	return engine
		? ok('engine', 'Container engine', path.basename(engine.program))
		: {
				id: 'engine',
				status: 'warning',
				title: 'Container engine',
				detail: 'none: a rehearsal checks the scripts, it runs none',
				remedies: [],
			};
};

const checkFreeSpace = async ({ environment }: Place): Promise<Check | undefined> => {
	const problem = await problemOf(() => checkSpace(environment));
	return problem
		? { id: 'space', status: 'missing', title: 'Free space', detail: sentence(problem), remedies: [] }
		: undefined;
};

/** Everything that a build needs before it can start, each with its remedies. */
export const runChecks = async (
	request: BuildRequest,
	environment: Environment,
	cwd: string,
): Promise<readonly Check[]> => {
	const place = { environment, cwd };
	const search = await searchUsedPacker(environment);
	const rehearsal = request.mode === 'rehearsal';
	const { profile } = request.decisions.recipe;
	const found = await Promise.all([
		checkFiles(request, search, place),
		checkPacker(search, place),
		search.kind === 'found' ? checkPlugin(search.program, place) : undefined,
		rehearsal
			? undefined
			: findCredentials({ environment, ...(profile !== undefined && { profile }) }).then(credentialsCheck),
		checkToken(request, place),
		rehearsal ? checkEngine(place) : undefined,
		checkFreeSpace(place),
	]);
	return found.filter(check => check !== undefined);
};
