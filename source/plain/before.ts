import { isDeepStrictEqual } from 'node:util';
import { count } from '../base/count.ts';
import { Interrupted } from '../base/problem.ts';
import type { Check, Remedy } from '../flow/checks.ts';
import type { BuildRequest } from '../flow/request.ts';
import { stoppedText } from '../flow/words/start.ts';
import { back } from './ask.ts';
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
	return answer === back
		? request
		: stoppable(tools, request, signal => actions.remedy(request, remedy, answer, say, signal));
};

/** Does something that Ctrl-C stops by the signal: then nothing was started, and it is left. */
const stoppable = async <Result>(
	{ say, onInterrupt }: Tools,
	{ decisions }: BuildRequest,
	work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
	const stop = new AbortController();
	const stopListening = onInterrupt(() => stop.abort(new Interrupted('The start was stopped.')));
	try {
		return await work(stop.signal);
	} catch (error) {
		if (error instanceof Interrupted) {
			say(stoppedText(decisions.recipe.name, undefined));
		}

		throw error;
	} finally {
		stopListening();
	}
};

/** Looks at everything that the build needs; undefined if that went wrong. */
const look = (tools: Tools, request: BuildRequest): Promise<readonly Check[] | undefined> =>
	stoppable(tools, request, async signal => {
		const checks = await attempt(tools, () => tools.actions.checks(request, signal));
		signal.throwIfAborted();
		return checks;
	});

/** Starts the build and gives its id; undefined if it does not start. Where Ctrl-C came too late it is cancelled. */
const startIt = (tools: Tools, request: BuildRequest): Promise<string | undefined> =>
	stoppable(tools, request, async signal => {
		const { actions, say, environment } = tools;
		const id = await attempt(tools, () => actions.start(request, signal));
		if (id === undefined) {
			signal.throwIfAborted();
		} else if (signal.aborted) {
			const { name } = request.decisions.recipe;
			say(stoppedText(name, id, environment));
		}

		return id;
	});

/** The checklist before a build: told if something is missing, with its remedies. Starts the build when nothing is. */
export const before = async (tools: Tools, start: BuildRequest, retreat: PlainRoute): Promise<PlainRoute> => {
	const { say } = tools;
	let request = start;
	for (;;) {
		const checks = await look(tools, request);
		if (checks === undefined) {
			return retreat;
		}

		const missing = checks.filter(check => check.status === 'missing');
		if (missing.length === 0) {
			const id = await startIt(tools, request);
			if (id === undefined) {
				return retreat;
			}

			say('');
			return { at: 'build', id };
		}

		const { name } = request.decisions.recipe;
		say('');
		say(`Before ${name} starts: ${count(missing.length, 'thing is', 'things are')} missing`);
		checkLines(checks, tools.width).forEach(say);
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
