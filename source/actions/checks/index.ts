import type { Whereabouts } from '../../base/paths.ts';
import type { Check } from '../../flow/checks.ts';
import type { BuildRequest } from '../../flow/request.ts';
import { scripts } from '../../questions/own-steps.ts';
import { warningsOf } from '../../questions/warnings.ts';
import { makes } from '../../recipe/targets.ts';
import { checkCredentials } from '../../targets/aws/actions/checks/credentials.ts';
import { checkSharing } from '../../targets/aws/actions/checks/sharing.ts';
import { sharingTrouble } from '../../targets/aws/recipe/share.ts';
import { findScriptDoubts } from '../script-doubts.ts';
import { searchUsedPacker } from '../used-packer.ts';
import { checkFiles } from './files.ts';
import { checkForeign } from './foreign.ts';
import { checkKept } from './kept.ts';
import { checkLeftOut } from './left-out.ts';
import { checkEngine, checkFreeSpace } from './machine.ts';
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

/** Everything that a build needs before it can start, each with its remedies. */
export const runChecks = async (
	request: BuildRequest,
	whereabouts: Whereabouts,
	signal?: AbortSignal,
): Promise<readonly Check[]> => {
	const search = await searchUsedPacker(whereabouts, signal);
	const rehearsal = request.mode === 'rehearsal';
	const isAws = request.mode === 'aws';
	const { recipe } = request.decisions;
	const needsContainers = makes(recipe, 'docker');
	const plugins =
		search.kind === 'found' ? await checkPlugins(search.program, recipe.targets, whereabouts, signal) : [];
	// It may have been no more than the plugin.
	const refused = plugins.some(({ status }) => status === 'missing') ? undefined : request.refused;
	const found = await Promise.all([
		checkFiles(request, search, whereabouts),
		checkForeign(request, whereabouts),
		checkKept(request, search),
		checkPacker(refused, search, whereabouts, signal),
		...plugins,
		isAws ? checkOwnAddress(request, search, whereabouts) : undefined,
		makes(recipe, 'aws') ? checkSharing(request, search) : undefined,
		isAws ? checkCredentials(request, search, whereabouts, signal) : undefined,
		checkToken(request, whereabouts, signal),
		rehearsal ? undefined : checkLeftOut(request),
		rehearsal || needsContainers
			? checkEngine(needsContainers ? recipe.base.architecture : undefined, whereabouts, signal)
			: undefined,
		checkFreeSpace(whereabouts),
	]);
	signal?.throwIfAborted();
	const runs = found.some(check => check?.id === 'engine' && check.status === 'ok');
	const steps = await checkOwnSteps(request, search, whereabouts, { runs: !rehearsal || runs, signal });
	signal?.throwIfAborted();
	const variables = await checkVariables(request, whereabouts);
	const doubts = await checkScripts(request, whereabouts, signal);
	return [
		...checkCatalogue(request),
		...doubts,
		...found.filter(check => check !== undefined),
		...variables,
		...steps,
	];
};
