import { describeProfiles } from '../aws/describe-profiles.ts';
import { untilRenewed } from '../aws/renewed.ts';
import { listProfiles } from '../aws/sign-in.ts';
import { asksPerson } from '../aws/signer.ts';
import type { Whereabouts } from '../base/paths.ts';
import { pause } from '../base/timers.ts';
import { cancelBuild } from '../builds/cancel.ts';
import { deleteBuild, sweepOldBuilds } from '../builds/delete.ts';
import { findBuild } from '../builds/find-build.ts';
import { sweepBuilds } from '../builds/orphans.ts';
import { expectedTimes } from '../builds/times/read-earlier.ts';
import { refuseDelete } from '../flow/history.ts';
import { defaultRecipe } from '../recipe/defaults.ts';
import { deletePreset, savePreset } from '../store/own-presets.ts';
import { projectWarning } from '../store/presets.ts';
import { findAccountCaller } from '../targets/aws/actions/account-caller.ts';
import { findAccounts } from '../targets/aws/actions/checks/credentials.ts';
import { copyLater } from '../targets/aws/builds/image-copies/later.ts';
import { findRemains } from '../targets/aws/builds/remains/find.ts';
import { removeRemains } from '../targets/aws/builds/remains/remove.ts';
import type { AwsQuestion } from '../targets/aws/flow/account-choices.ts';
import type { AwsFacts } from '../targets/aws/questions/facts.ts';
import { currentProfile, type PackerProfile, packerProfile } from '../template/profile.ts';
import { runChecks } from './checks/index.ts';
import { compareTwo, contentsOf, differenceOf } from './compare.ts';
import type { Actions } from './contract.ts';
import { findDoubts } from './doubts.ts';
import { openDrafts } from './drafts.ts';
import { planFiles } from './files.ts';
import { followTimeline, presentTimeline, readLog } from './following.ts';
import { planForeign } from './foreign.ts';
import { foreignScripts, refuseForeignScripts } from './foreign-scripts.ts';
import { readHome } from './home.ts';
import { knownImages } from './images.ts';
import { layersKept, openShell, removeAllLayers } from './layers.ts';
import { findMissingFiles } from './missing-files.ts';
import { readDecisions } from './presets.ts';
import { applyRemedy } from './remedies.ts';
import { startRequested } from './start.ts';
import { buildSummary } from './summary.ts';
import { lookAround } from './surroundings.ts';
import { sweepFiles } from './sweep.ts';
import { searchUsedPacker, usedSdk } from './used-packer.ts';
import { writeFiles } from './write-files.ts';

/** The profile of the Packer that would be used; the current one if there is none yet. */
const profileInUse = async (whereabouts: Whereabouts, signal?: AbortSignal): Promise<PackerProfile> => {
	const search = await searchUsedPacker(whereabouts, signal);
	return search.kind === 'found' ? packerProfile(search.program.version) : currentProfile;
};

/**
 * Hands text to the clipboard of the terminal that the person sits at, over SSH too (OSC 52).
 * @returns whether there is a terminal to hand it to; whether it took the text cannot be known.
 */
const copyToClipboard = (text: string, output: NodeJS.WriteStream): boolean => {
	if (!output.isTTY) {
		return false;
	}

	output.write(`\u001B]52;c;${Buffer.from(text, 'utf8').toString('base64')}\u0007`);
	return true;
};

const never = (): AbortSignal => new AbortController().signal;

/** Milliseconds in which somebody who types goes on. */
const typingPause = 300;

/** One thing at a time: the next one ends the one before, which is over then. */
const lastOnly = () => {
	let going: AbortController | undefined;
	return async (signal: AbortSignal, work: (until: AbortSignal) => Promise<void>): Promise<void> => {
		going?.abort();
		const own = new AbortController();
		going = own;
		try {
			await work(AbortSignal.any([signal, own.signal]));
		} catch (error) {
			if (!own.signal.aborted) {
				throw error;
			}

			signal.throwIfAborted();
		}
	};
};

/**
 * The effects for one run of the program. Before it tells of builds, it adopts those whose supervisor was killed, and takes
 * away what else a killed run left.
 */
export const createActions = (whereabouts: Whereabouts): Actions => {
	const { environment } = whereabouts;
	const drafts = openDrafts(environment);
	const sweep = async (): Promise<void> => {
		await sweepBuilds(environment);
		await sweepFiles(environment);
	};
	const askFirst = lastOnly();
	const seekFirst = lastOnly();
	/** Who is asked for; who cannot sign in is told why, and waited for if that was wanted. */
	const signedIn = async (
		{ decisions: { recipe }, isWaiting, isUnchosen = false }: AwsQuestion,
		told: (facts: AwsFacts) => void,
		until: AbortSignal,
	) => {
		for (;;) {
			const since = Date.now();
			const { caller, trouble } = await findAccountCaller(recipe, whereabouts, until);
			until.throwIfAborted();
			if (trouble) {
				told({ region: recipe.aws.region, refused: {}, trouble });
			}

			if (!trouble || !isWaiting) {
				return caller && isUnchosen && asksPerson(caller.signer) ? undefined : caller;
			}

			await untilRenewed(since, whereabouts, until);
		}
	};
	return {
		home: async () => {
			await sweep();
			await sweepOldBuilds(environment);
			return readHome(whereabouts);
		},
		surroundings: signal => lookAround(whereabouts, signal),
		facts: async () => ({
			profiles: await listProfiles(whereabouts),
			profileTexts: await describeProfiles(whereabouts),
		}),
		drafts: drafts.read,
		missingFiles: (before, after) => findMissingFiles(before.recipe, after.recipe, whereabouts),
		saveDraft: drafts.keep,
		projectWarning: () => projectWarning(whereabouts),
		readPreset: nameOrPath => readDecisions(nameOrPath, whereabouts),
		importTemplate: async request => {
			// Its parsers are brought only by who imports something.
			const { readTemplateAsAnswers } = await import('./import-template.ts');
			return readTemplateAsAnswers(request, whereabouts);
		},
		savePreset: async (name, kept, overwrite, madeOf) => {
			await refuseForeignScripts(await foreignScripts(kept, whereabouts), whereabouts);
			const file = await savePreset(name, kept.recipe, { ...whereabouts, overwrite });
			await drafts.drop(madeOf);
			return file;
		},
		deletePreset: name => deletePreset(name, whereabouts),
		planFiles: async (decisions, profile, signal) => ({
			...(await planFiles(decisions, profile ?? (await profileInUse(whereabouts, signal)), whereabouts)),
			doubts: await findDoubts(decisions, whereabouts, signal),
		}),
		doubts: (decisions, signal) => findDoubts(decisions, whereabouts, signal),
		planForeign: request => planForeign(request, whereabouts),
		writeFiles: async (plan, differences, madeOf) => {
			const written = await writeFiles(plan, differences, whereabouts);
			await drafts.drop(madeOf);
			return written;
		},
		accounts: (decisions, signal) => findAccounts(decisions, whereabouts, signal),
		checks: async (request, signal) => {
			await sweepFiles(environment);
			return runChecks(request, whereabouts, signal);
		},
		remedy: (request, remedy, answer, say, signal) =>
			applyRemedy(request, remedy, answer, { whereabouts, say, signal }),
		start: async (request, signal) => {
			const id = await startRequested(request, whereabouts, signal);
			// The build runs: what cannot be tidied now is tried again at the next start.
			await sweepOldBuilds(environment).catch(() => undefined);
			// Looked at last: who stops it while the above is done must not be left with a build that goes on.
			if (signal?.aborted) {
				await cancelBuild(id, whereabouts);
			}

			return id;
		},
		expectedTimes: ({ recipe }, mode) => expectedTimes(recipe, mode, environment),
		follow: (id, onProgress, signal) => followTimeline(id, onProgress, environment, signal),
		look: id => presentTimeline(id, environment),
		readLog: (timeline, wanted) => readLog(timeline, wanted, environment),
		summary: timeline => buildSummary(timeline, whereabouts),
		cancel: id => cancelBuild(id, whereabouts),
		deleteBuild: async (id, isForced) => {
			refuseDelete(await presentTimeline(id, environment), isForced);
			await deleteBuild(id, whereabouts);
		},
		compareBuilds: (id, other) => compareTwo(id, other, environment),
		contents: id => contentsOf(id, environment),
		contentsDifference: (one, other) => differenceOf(one, other, environment),
		findBuild: async idOrName => {
			await sweep();
			return (await findBuild(idOrName, whereabouts)).id;
		},
		findRemains: async (request, signal = never()) => {
			await sweep();
			const sdk = async () => usedSdk(await searchUsedPacker(whereabouts, signal), whereabouts, signal);
			return findRemains(request, { whereabouts, sdk, recipe: defaultRecipe(), signal });
		},
		removeRemains: (remains, told, signal = never()) =>
			removeRemains(remains, { recipe: defaultRecipe(), whereabouts, signal }, told),
		copyImage: (id, regions, told, signal = never()) => copyLater(id, regions, told, whereabouts, signal),
		changeImage: async (which, wish, told, signal = never()) => {
			const { changeImage } = await import('../targets/aws/builds/image-changes/change.ts');
			await changeImage(which, wish, told, whereabouts, signal);
		},
		testImage: async (request, front, signal = never()) => {
			const { testImage } = await import('../targets/aws/builds/test-machine/test.ts');
			await testImage(request, front, whereabouts, signal);
		},
		images: async (told, signal = never()) => {
			await sweep();
			const all = await knownImages(environment);
			if (all.every(({ build }) => build.header.mode !== 'aws')) {
				told(all.flatMap(({ images }) => images));
				return;
			}

			const { askMadeImages } = await import('../targets/aws/actions/ask-made-images.ts');
			await askMadeImages(all, told, whereabouts, signal);
		},
		layers: () => layersKept(whereabouts),
		removeLayers: (signal = never()) => removeAllLayers(whereabouts, signal),
		openShell: (wanted, opened, signal = never()) => openShell(wanted, opened, whereabouts, signal),
		askAws: (about, told, signal) =>
			askFirst(signal, async until => {
				const caller = await signedIn(about, told, until);
				if (caller) {
					const { askAws } = await import('../targets/aws/actions/ask-aws.ts');
					await askAws(caller, about, told, whereabouts, until);
				}
			}),
		seekAmis: (about, told, signal) =>
			seekFirst(signal, async until => {
				await pause(typingPause, until);
				const { caller } = await findAccountCaller(about.decisions.recipe, whereabouts, until);
				until.throwIfAborted();
				if (caller) {
					const { seekAmis } = await import('../targets/aws/actions/seek-amis.ts');
					await seekAmis(caller, about, told, until);
				}
			}),
		renewed: (since, signal) => untilRenewed(since, whereabouts, signal),
		preflight: async (request, told, signal = never()) => {
			const { askPreflight } = await import('../targets/aws/actions/preflight/index.ts');
			return askPreflight(request, told, whereabouts, signal);
		},
		copyToClipboard: text => copyToClipboard(text, process.stdout),
	};
};
