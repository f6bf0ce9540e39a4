import type { Whereabouts } from '../../base/paths.ts';
import type { Check } from '../../flow/checks.ts';
import type { BuildRequest } from '../../flow/request.ts';
import type { PackerSearch } from '../../packer/find.ts';
import { scripts } from '../../questions/own-steps.ts';
import { warningsOf } from '../../questions/warnings.ts';
import { makes } from '../../recipe/targets.ts';
import { checkCredentials } from '../../targets/aws/actions/checks/credentials.ts';
import { checkSharing } from '../../targets/aws/actions/checks/sharing.ts';
import { sharingTrouble } from '../../targets/aws/recipe/share.ts';
import { lookedFor, noteLooked } from '../looked.ts';
import { findScriptDoubts } from '../script-doubts.ts';
import { searchUsedPacker } from '../used-packer.ts';
import { checkFiles } from './files.ts';
import { checkForeign } from './foreign.ts';
import { checkKept } from './kept.ts';
import { checkLeftOut } from './left-out.ts';
import { checkEngine, checkFreeSpace, lookForEngine } from './machine.ts';
import { checkOwnSteps } from './own-steps.ts';
import { checkOwnAddress, checkPacker, checkPlugins } from './packer.ts';
import { checkToken } from './token.ts';
import { checkVariables } from './variables.ts';

/** What is doubtful about the answers by our lists, which may be older than what AWS offers: no reason not to build. */
const checkCatalogue = ({ decisions }: BuildRequest): readonly Check[] =>
	warningsOf(decisions)
		// What is more than a doubt has a check of its own.
		.filter(({ message }) => message !== sharingTrouble(decisions.recipe.aws)?.message)
		.map(({ question, message }) => ({
			id: 'catalogue',
			status: 'warning',
			title: question.title,
			detail: message,
			remedies: [],
		}));

/** What is doubtful about the person's own scripts. */
const checkScripts = async (
	{ decisions }: BuildRequest,
	whereabouts: Whereabouts,
	signal?: AbortSignal,
): Promise<readonly Check[]> =>
	(await findScriptDoubts(decisions, whereabouts, signal)).map(detail => ({
		id: 'scripts',
		status: 'warning',
		title: scripts.title,
		detail,
		remedies: [],
	}));

/** What depends on which Packer is there, each in its place: what stands before the container engine in the list. */
const checkByPacker = async (
	request: BuildRequest,
	search: PackerSearch,
	whereabouts: Whereabouts,
	signal: AbortSignal | undefined,
): Promise<readonly (Check | undefined)[]> => {
	const { recipe } = request.decisions;
	const isAws = request.mode === 'aws';
	const plugins =
		search.kind === 'found' ? await checkPlugins(search.program, recipe.targets, whereabouts, signal) : [];
	// It may have been no more than the plugin.
	const refused = plugins.some(({ status }) => status === 'missing') ? undefined : request.refused;
	return Promise.all([
		checkFiles(request, search, whereabouts),
		checkForeign(request, whereabouts),
		checkKept(request, search),
		checkPacker(refused, search, whereabouts, signal),
		...plugins,
		isAws ? checkOwnAddress(request, search, whereabouts) : undefined,
		makes(recipe, 'aws') ? checkSharing(request, search) : undefined,
		isAws ? checkCredentials(request, search, whereabouts, signal) : undefined,
	]);
};

/** Everything that a build needs before it can start, each with its remedies. */
export const runChecks = async (
	request: BuildRequest,
	whereabouts: Whereabouts,
	signal?: AbortSignal,
): Promise<readonly Check[]> => {
	const rehearsal = request.mode === 'rehearsal';
	const { recipe } = request.decisions;
	const needsContainers = makes(recipe, 'docker');
	const asksEngine = needsContainers || (rehearsal && request.sandbox !== 'trace');
	// What asks other programs goes on at the same time.
	const [search, answer, doubts] = await Promise.all([
		searchUsedPacker(whereabouts, signal),
		asksEngine ? lookForEngine(whereabouts, signal) : undefined,
		checkScripts(request, whereabouts, signal),
	]);
	const packer = search.kind === 'found' ? search.program : undefined;
	noteLooked(request, { ...lookedFor(request, whereabouts), packer, engine: answer?.engine }, whereabouts);
	const engine = answer && checkEngine(answer, needsContainers ? recipe.base.architecture : undefined);
	const found = await Promise.all([
		...(await checkByPacker(request, search, whereabouts, signal)),
		checkToken(request, whereabouts, signal),
		rehearsal ? undefined : checkLeftOut(request),
		engine,
		checkFreeSpace(whereabouts),
	]);
	signal?.throwIfAborted();
	const steps = await checkOwnSteps(request, search, whereabouts, {
		runs: !rehearsal || engine?.status === 'ok',
		signal,
	});
	signal?.throwIfAborted();
	const variables = await checkVariables(request, whereabouts);
	return [
		...checkCatalogue(request),
		...doubts,
		...found.filter(check => check !== undefined),
		...variables,
		...steps,
	];
};
