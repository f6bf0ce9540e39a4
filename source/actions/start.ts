import { shownPath, type Whereabouts } from '../base/paths.ts';
import { Problem } from '../base/problem.ts';
import { layerLimit } from '../builds/layer-limit.ts';
import { startBuild } from '../builds/start.ts';
import { startSupervisor, type WaitingSupervisor } from '../builds/supervisor/launch.ts';
import { expectedTimes } from '../builds/times/read-earlier.ts';
import { goingFiles, noLeftovers } from '../flow/files.ts';
import type { BuildRequest } from '../flow/request.ts';
import { needsReview } from '../flow/review.ts';
import { appliedText, goingText, stayingText } from '../flow/words/plan.ts';
import type { PackerProgram } from '../packer/find.ts';
import { warningsOf } from '../questions/warnings.ts';
import { recipeComplaints } from '../recipe/check.ts';
import { rememberPreferences } from '../store/preferences.ts';
import { startedAccount } from '../targets/aws/actions/checks/credentials.ts';
import { keysOf } from '../targets/aws/actions/checks/handed-keys.ts';
import { ratesFor } from '../targets/aws/recipe/estimate.ts';
import { listedRates } from '../targets/aws/recipe/listed-rates.ts';
import { packerProfile } from '../template/profile.ts';
import { openDrafts } from './drafts.ts';
import { absoluteFolder } from './files.ts';
import { refuseForeignFiles } from './foreign.ts';
import { foreignScripts, refuseForeignScripts, rememberPlaces } from './foreign-scripts.ts';
import { findLeftovers } from './leftover-files.ts';
import { lookedFor } from './looked.ts';
import { isPresetUnchanged, presetFrom } from './presets.ts';
import { earlierFiles, renderFiles } from './rendered-files.ts';
import { findScriptDoubts } from './script-doubts.ts';
import { findUsedPacker } from './used-packer.ts';
import { writeInto } from './write-files.ts';

const millisecondsOf = (minutes: number | 'off'): number | 'off' =>
	minutes === 'off' ? minutes : minutes * 60_000;

/** Starts a build that may begin, by a supervisor that waits for it. */
const startBy = async (
	supervisor: WaitingSupervisor,
	packer: PackerProgram,
	request: BuildRequest,
	whereabouts: Whereabouts,
	signal: AbortSignal,
): Promise<string> => {
	const { decisions, differences } = request;
	const { recipe, preset } = decisions;
	const { environment } = whereabouts;
	const expecting = expectedTimes(recipe, request.mode, environment);
	const files = await renderFiles(decisions, packerProfile(packer.version), whereabouts);
	const folder = absoluteFolder(decisions, whereabouts);
	const earlier = folder === undefined ? [] : await earlierFiles(decisions, whereabouts);
	const { leftovers, untold, applied } =
		folder === undefined ? noLeftovers : await findLeftovers(folder, decisions, whereabouts);
	const going = goingFiles({ leftovers });
	const doubts = await findScriptDoubts(decisions, whereabouts, signal);
	const isChanged = preset !== undefined && !(await isPresetUnchanged(decisions, whereabouts));
	const from = preset === undefined ? undefined : await presetFrom(preset, whereabouts);
	signal.throwIfAborted();
	const { id } = await startBuild({
		recipe,
		template:
			folder === undefined
				? { files }
				: {
						folder,
						write: async locked => {
							await writeInto(locked, files, differences, whereabouts, { earlier, leftovers });
							await rememberPlaces(decisions, whereabouts);
						},
						inspect: copy => refuseForeignFiles(copy, folder, request, whereabouts),
					},
		mode: request.mode,
		preset,
		presetFrom: from,
		isChanged,
		packer,
		secrets: request.secrets,
		handed: signer => keysOf(request, signer, whereabouts),
		speed: request.speed,
		sandbox: request.sandbox,
		faults: request.faults,
		isFresh: request.isFresh,
		engine: lookedFor(request, whereabouts).engine,
		supervisor,
		timeout: decisions.timeout === undefined ? undefined : millisecondsOf(decisions.timeout),
		account: request.mode === 'aws' ? await startedAccount(request, whereabouts, signal) : undefined,
		onError: decisions.onError,
		isAwaited: request.isAwaited,
		estimate: {
			times: await expecting,
			rates: request.mode === 'aws' ? (request.rates ?? ratesFor(recipe, listedRates)) : [],
		},
		warnings: [
			...warningsOf(decisions).map(({ message }) => message),
			...doubts,
			...(untold === undefined ? [] : [stayingText(untold)]),
			...(applied === undefined ? [] : [appliedText(applied)]),
			...(going.length > 0 ? [`${shownPath(folder ?? '', whereabouts)}: ${goingText(going)}.`] : []),
		],
		whereabouts,
		signal,
	});
	if (!signal.aborted && request.mode !== 'docker') {
		await rememberPreferences(environment, {
			region: recipe.aws.region,
			...(recipe.aws.profile !== undefined && { profile: recipe.aws.profile }),
		});
	}

	if (!signal.aborted) {
		await openDrafts(environment).drop(request.madeOf);
	}

	return id;
};

/**
 * Starts a build: of files that are rendered for it alone, or of a folder as it stands with what is missing there
 * written.
 * @param signal aborts when it shall not be started any more; one that had begun by then is left to the caller.
 * @returns its id.
 * @throws Problem if it cannot be started, or the reason of the signal; nothing is left of it then.
 */
export const startRequested = async (
	request: BuildRequest,
	whereabouts: Whereabouts,
	signal: AbortSignal = new AbortController().signal,
): Promise<string> => {
	if (needsReview(request)) {
		throw new Error('A build in an account was about to start, and nobody had said yes to it.');
	}

	const { decisions, trust } = request;
	const { recipe } = decisions;
	const [complaint] = recipeComplaints(recipe);
	if (complaint) {
		throw new Problem(`${recipe.name} cannot be built.`, { reason: complaint.message });
	}

	if (!trust) {
		await refuseForeignScripts(await foreignScripts(decisions, whereabouts), whereabouts);
	}

	const { environment } = whereabouts;
	if (request.mode === 'rehearsal') {
		// What is said wrong is told before anything begins.
		layerLimit(environment);
	}

	const packer = lookedFor(request, whereabouts).packer ?? (await findUsedPacker(whereabouts, signal));
	// It comes up while its order is made.
	const supervisor = startSupervisor(environment, request.mode === 'rehearsal');
	try {
		return await startBy(supervisor, packer, request, whereabouts, signal);
	} finally {
		await supervisor.dismiss();
	}
};
