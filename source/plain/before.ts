import { isDeepStrictEqual } from 'node:util';
import type { BuildRequest, Check, Remedy } from '../actions/actions.ts';
import { programCommand } from '../base/program.ts';
import { back, Interrupted } from './ask.ts';
import { checkLines } from './check-lines.ts';
import { showFiles, showFilesThatDiffer } from './files.ts';
import type { PlainRoute } from './route.ts';
import { attempt, type Tools } from './tools.ts';

type Wish = { readonly remedy: Remedy } | 'again';

const askRemedy = ({ prompts }: Tools, checks: readonly Check[]) =>
	prompts.choose<Wish>('What to do', [
		...checks
			.filter(check => check.status === 'missing')
			.flatMap(check => check.remedies)
			// Two checks may offer the same; in one list it stands once.
			.filter((remedy, index, all) => all.findIndex(other => isDeepStrictEqual(other, remedy)) === index)
			.map(remedy => ({
				value: { remedy },
				name: remedy.label,
				...(remedy.details.length > 0 && { description: remedy.details.join(' ') }),
			})),
		{ value: 'again' as const, name: 'Check again' },
	]);

const carryOut = async (tools: Tools, request: BuildRequest, remedy: Remedy): Promise<BuildRequest> => {
	const { actions, prompts, say } = tools;
	if (remedy.id === 'how-to') {
		remedy.details.forEach(say);
		return request;
	}

	if (remedy.id === 'show-difference') {
		await showFilesThatDiffer(tools, request.decisions);
		return request;
	}

	if (remedy.id === 'show-foreign') {
		await showFiles(tools, await actions.planForeign(request));
		return request;
	}

	const { asks } = remedy;
	const answer = asks && (await (asks.secret ? prompts.secret(asks.text) : prompts.type(asks.text, {})));
	return answer === back ? request : actions.remedy(request, remedy, answer, say);
};

/** Starts the build; Ctrl-C meanwhile starts nothing, or cancels what had begun. */
const startOrStop = async (tools: Tools, request: BuildRequest): Promise<string | undefined> => {
	const { actions, say, environment, onInterrupt } = tools;
	const stop = new AbortController();
	const stopListening = onInterrupt(() => stop.abort());
	const { name } = request.decisions.recipe;
	try {
		const id = await attempt(tools, () => actions.start(request, stop.signal));
		if (id !== undefined && stop.signal.aborted) {
			say(`${name} had begun and is cancelled: ${programCommand(environment)} builds watch ${id}`);
		}

		return id;
	} catch (error) {
		if (error !== stop.signal.reason) {
			throw error;
		}

		say(`${name} was not started.`);
		throw new Interrupted('The start was stopped.', { cause: error });
	} finally {
		stopListening();
	}
};

/** The checklist before a build: told if something is missing, with its remedies. Starts the build when nothing is. */
export const before = async (tools: Tools, start: BuildRequest, retreat: PlainRoute): Promise<PlainRoute> => {
	const { actions, say } = tools;
	let request = start;
	for (;;) {
		const checks = await attempt(tools, () => actions.checks(request));
		if (checks === undefined) {
			return retreat;
		}

		const missing = checks.filter(check => check.status === 'missing');
		if (missing.length === 0) {
			const id = await startOrStop(tools, request);
			if (id === undefined) {
				return retreat;
			}

			say('');
			return { at: 'build', id };
		}

		const { name } = request.decisions.recipe;
		say('');
		say(`Before ${name} starts: ${missing.length} thing${missing.length === 1 ? ' is' : 's are'} missing`);
		checkLines(checks).forEach(say);
		const wish = await askRemedy(tools, checks);
		if (wish === back) {
			return retreat;
		}

		if (wish !== 'again') {
			const current = request;
			request = (await attempt(tools, () => carryOut(tools, current, wish.remedy))) ?? current;
		}
	}
};
