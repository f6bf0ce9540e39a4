import { typedPath, type Whereabouts } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { packerVariable } from '../base/variables.ts';
import { refuseUnwritable } from '../base/write-file.ts';
import type { Remedy } from '../flow/remedies.ts';
import type { BuildRequest } from '../flow/request.ts';
import { searchPacker } from '../packer/find.ts';
import { installPacker } from '../packer/install.ts';
import { findPlugin, installPlugin } from '../packer/plugin.ts';
import { runPackageManager } from '../packer/run-package-manager.ts';
import { several } from '../questions/answers.ts';
import type { Answer, Question } from '../questions/question.ts';
import { chosenBundles } from '../recipe/bundles.ts';
import type { Recipe } from '../recipe/schema.ts';
import { rememberPreferences } from '../store/preferences.ts';
import { rememberTrust } from '../store/trust.ts';
import { findSignIns } from '../targets/aws/actions/checks/credentials.ts';
import { getKeys, whyNoKeys } from '../targets/aws/actions/checks/handed-keys.ts';
import { encryption, kmsKey } from '../targets/aws/questions/disk.ts';
import { sshFrom } from '../targets/aws/questions/network.ts';
import { regionKeys, share } from '../targets/aws/questions/share.ts';
import { currentProfile, packerProfile, profileFeatures } from '../template/profile.ts';
import { tokenVariable } from '../template/ways/way.ts';
import { targetPlugins } from './checks/packer.ts';
import { planFiles } from './files.ts';
import { findUsedPacker, searchUsedPacker } from './used-packer.ts';

type Means = {
	readonly whereabouts: Whereabouts;
	/** Tells what is being done, a line each. */
	readonly say: (line: string) => void;
	readonly signal?: AbortSignal | undefined;
};

const withRecipe = (request: BuildRequest, change: Partial<Recipe>): BuildRequest => ({
	...request,
	decisions: { ...request.decisions, recipe: { ...request.decisions.recipe, ...change } },
});

const needed = (answer: string | undefined, what: string): string => {
	if (answer === undefined || answer.trim() === '') {
		throw new Problem(`${what} is missing.`, { exitCode: exitCodes.usage });
	}

	return answer.trim();
};

const rememberPacker = async (file: string, { whereabouts, say, signal }: Means): Promise<void> => {
	const { environment } = whereabouts;
	const search = await searchPacker(
		{
			...whereabouts,
			environment: { ...environment, [packerVariable]: typedPath(file, whereabouts) },
		},
		signal,
	);
	if (search.kind === 'missing') {
		throw new Problem(`${file} is no Packer that can be used.`, {
			reason: search.problem.reason ?? search.problem.message,
			exitCode: exitCodes.missing,
		});
	}

	await rememberPreferences(environment, { packer: search.program.path });
	say(`Packer ${search.program.versionText} is used from now on.`);
};

const getPlugin = async (request: BuildRequest, { whereabouts, say, signal }: Means): Promise<void> => {
	const { environment } = whereabouts;
	const packer = await findUsedPacker(whereabouts, signal);
	for (const target of request.decisions.recipe.targets) {
		const { name } = targetPlugins[target];
		const wanted = profileFeatures(packerProfile(packer.version)).plugin?.[name];
		// One that is there is not fetched again.
		if (wanted !== undefined && !(await findPlugin(packer, environment, wanted, signal, name))) {
			await installPlugin(packer, { environment, versions: wanted, name, say, signal });
		}
	}
};

/** The request without some bundles, and without those that cannot do without them. */
const leaveOut = (request: BuildRequest, ids: readonly string[]): BuildRequest => {
	const { recipe } = request.decisions;
	const { bundles } = recipe;
	const left = bundles.filter(entry =>
		chosenBundles({ ...recipe, bundles: [entry] }).every(({ bundle }) => !ids.includes(bundle.id)),
	);
	return {
		...withRecipe(request, { bundles: left }),
		leftOut: bundles.filter(entry => !left.includes(entry)).map(({ id }) => id),
	};
};

/** What was refused is given another try. */
const withoutRefusal = ({ refused: _old, ...request }: BuildRequest): BuildRequest => request;

/** The request with another profile, which is taken only if it can sign. What was said of files was said of others. */
const withProfile = async (
	{ differences: _old, ...request }: BuildRequest,
	profile: string,
	{ whereabouts, signal }: Means,
): Promise<BuildRequest> => {
	const changed = withRecipe(withoutRefusal(request), { aws: { ...request.decisions.recipe.aws, profile } });
	const search = await searchUsedPacker(whereabouts, signal);
	const {
		overwrite: { check: overwrite },
	} = await findSignIns(changed.decisions, whereabouts, search, signal);
	if (overwrite.status === 'missing') {
		throw new Problem(`${profile} is no profile that can be used.`, {
			reason: overwrite.detail,
			next: overwrite.advice?.lines ?? [],
			exitCode: exitCodes.credentials,
		});
	}

	return changed;
};

/** The request with the keys that a code brings. */
const withCode = async (
	request: BuildRequest,
	code: string,
	{ whereabouts, signal = new AbortController().signal }: Means,
): Promise<BuildRequest> => {
	const search = await searchUsedPacker(whereabouts, signal);
	const found = await findSignIns(request.decisions, whereabouts, search, signal);
	const { caller } = found[request.differences ?? 'keep'];
	try {
		return caller ? { ...request, keys: await getKeys(caller, request, signal, code) } : request;
	} catch (error) {
		const why = whyNoKeys(error, request);
		throw why === undefined
			? error
			: new Problem('The code brought no keys.', {
					reason: why,
					exitCode: exitCodes.credentials,
					cause: error,
				});
	}
};

/** The request with another answer, such as one types it. What was said of files was said of others. */
const withAnswer = (
	{ differences: _old, ...request }: BuildRequest,
	question: Question,
	answer: Answer,
): BuildRequest => {
	const typed = question.meant?.(answer) ?? answer;
	const complaint = question.check(typed, request.decisions);
	if (complaint !== undefined) {
		throw new Problem(`${[typed].flat().join(' ')} cannot be taken.`, {
			reason: complaint,
			exitCode: exitCodes.usage,
		});
	}

	return { ...request, decisions: question.write(request.decisions, typed) };
};

/** The request with another folder, which is taken only if it can be written. */
const withFolder = async (
	request: BuildRequest,
	folder: string,
	{ whereabouts }: Means,
): Promise<BuildRequest> => {
	const changed = { ...request, decisions: { ...request.decisions, folder } };
	await planFiles(changed.decisions, currentProfile, whereabouts);
	await refuseUnwritable(typedPath(folder, whereabouts));
	return changed;
};

/**
 * Carries out a remedy and gives the request as it is then. What was typed is tried first: what does not help is kept
 * nowhere.
 * @param answer what the remedy asked for.
 * @throws Problem if it did not help, or the reason of the signal.
 */
export const applyRemedy = async (
	request: BuildRequest,
	remedy: Remedy,
	answer: string | undefined,
	means: Means,
): Promise<BuildRequest> => {
	const { whereabouts, say, signal } = means;
	const { environment } = whereabouts;
	switch (remedy.id) {
		case 'get-packer': {
			const { path } = await installPacker({ whereabouts, say, signal });
			if (request.refused?.what === 'packer') {
				// Else the one that did not do is found first.
				await rememberPreferences(environment, { packer: path });
			}

			return request;
		}
		case 'package-manager':
			await runPackageManager({ environment, say, signal });
			return request;
		case 'packer-path':
			await rememberPacker(needed(answer, 'The path of Packer'), means);
			return request;
		case 'get-plugin':
			await getPlugin(request, means);
			// It may have been the plugin that did not do.
			return request.refused?.what === 'packer' ? withoutRefusal(request) : request;
		case 'paste-token':
			return { ...request, secrets: { ...request.secrets, [tokenVariable]: needed(answer, 'The token') } };
		case 'leave-out':
			return leaveOut(request, remedy.bundles ?? []);
		case 'build-without': {
			const { leftOut: _said, ...agreed } = request;
			return agreed;
		}
		case 'rehearse':
			return { ...request, mode: 'rehearsal' };
		case 'try-packer':
		case 'try-sign-in':
			return withoutRefusal(request);
		case 'confirm-account':
			return {
				...request,
				confirmed: {
					...request.confirmed,
					account: remedy.account ?? request.confirmed?.account,
					number: remedy.number,
				},
			};
		case 'mfa-code':
			return withCode(request, needed(answer, 'The code'), means);
		case 'short-keys':
			return { ...request, areShortKeysTaken: true };
		case 'profile':
			return withProfile(request, needed(answer, 'The name of the profile'), means);
		case 'ssh-from':
			return withAnswer(request, sshFrom, needed(answer, 'The address'));
		case 'kms-key':
			return withAnswer(request, kmsKey, needed(answer, 'The key'));
		case 'region-keys':
			return withAnswer(request, regionKeys, [
				...several(regionKeys.read(request.decisions)),
				...needed(answer, 'The key').split(/[\s,]+/),
			]);
		case 'no-encryption':
			return withAnswer(request, encryption, 'none');
		case 'share-nobody':
			return withAnswer(request, share, []);
		case 'start-anyway':
			return { ...request, isSure: true };
		case 'keep-files':
			return { ...request, differences: 'keep' };
		case 'overwrite-files':
			return { ...request, differences: 'overwrite' };
		case 'another-folder':
			return withFolder(request, needed(answer, 'The folder'), means);
		case 'trust':
			for (const { sum, files } of remedy.contents ?? []) {
				await rememberTrust(sum, files, environment);
			}

			return request;
		case 'show-difference':
		case 'show-foreign':
			return request;
	}
};
