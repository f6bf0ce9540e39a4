import { Interrupted } from '../base/problem.ts';
import { leftStart, missingOf, remediesOf } from '../flow/checklist.ts';
import type { Check } from '../flow/checks.ts';
import { type Remedy, remedyRules } from '../flow/remedies.ts';
import type { BuildRequest } from '../flow/request.ts';
import type { Route } from '../flow/route.ts';
import { beforeTitle, missingText } from '../flow/words/start.ts';
import { back } from './ask.ts';
import { checkLines } from './check-lines.ts';
import { showFiles, showFilesThatDiffer } from './files.ts';
import type { PlainRoute } from './route.ts';
import { attempt, type Tools } from './tools.ts';

const askRemedy = ({ prompts }: Tools, checks: readonly Check[]) =>
	prompts.choose<Remedy | 'again'>('What to do', [
		...remediesOf(checks).map(remedy => ({
			value: remedy,
			name: remedy.label,
			...(remedy.details.length > 0 && { description: remedy.details.join(' ') }),
		})),
		{ value: 'again', name: 'Check again' },
	]);

/** Does something that Ctrl-C stops by the signal, which is thrown then. */
const stoppable = async <Result>(
	{ onInterrupt, ended }: Tools,
	work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
	const stop = new AbortController();
	const stopListening = onInterrupt(() => stop.abort(new Interrupted('It was stopped.')));
	try {
		return await work(AbortSignal.any([stop.signal, ended]));
	} finally {
		stopListening();
	}
};

const carryOut = async (tools: Tools, request: BuildRequest, remedy: Remedy): Promise<BuildRequest> => {
	const { actions, prompts, say } = tools;
	const { asks, shows } = remedyRules[remedy.id];
	if (shows) {
		await (shows === 'differing'
			? showFilesThatDiffer(tools, request.decisions)
			: showFiles(tools, await actions.planForeign(request)));
		return request;
	}

	const answer = asks && (await (asks.secret ? prompts.secret(asks.text) : prompts.type(asks.text, {})));
	return answer === back
		? request
		: stoppable(tools, signal => actions.remedy(request, remedy, answer, say, signal));
};

/** Looks at everything that the build needs; undefined if that went wrong. */
const look = (tools: Tools, request: BuildRequest): Promise<readonly Check[] | undefined> =>
	stoppable(tools, async signal => {
		const checks = await attempt(tools, () => tools.actions.checks(request, signal));
		signal.throwIfAborted();
		return checks;
	});

/** Starts the build and gives its id; undefined if it does not start. Where Ctrl-C came too late it is cancelled. */
const startIt = (tools: Tools, request: BuildRequest): Promise<string | undefined> =>
	stoppable(tools, async signal => {
		const { actions, say, environment } = tools;
		const id = await attempt(tools, () => actions.start(request, signal));
		if (id === undefined) {
			signal.throwIfAborted();
		} else if (signal.aborted) {
			leftStart(request, environment, id).lines.forEach(say);
		}

		return id;
	});

/** Asks until nothing is missing, then starts the build. */
const goOn = async (tools: Tools, start: BuildRequest, retreat: Route): Promise<PlainRoute> => {
	const { say } = tools;
	let request = start;
	for (;;) {
		const checks = await look(tools, request);
		if (checks === undefined) {
			return retreat;
		}

		const missing = missingOf(checks).length;
		if (missing === 0) {
			const id = await startIt(tools, request);
			if (id === undefined) {
				return retreat;
			}

			say('');
			return { at: 'build', id };
		}

		say('');
		say(`${beforeTitle(request)}: ${missingText(missing)}`);
		checkLines(checks, tools.width).forEach(say);
		const wish = await askRemedy(tools, checks);
		if (wish === back) {
			return retreat;
		}

		if (wish !== 'again') {
			const current = request;
			request = (await attempt(tools, () => carryOut(tools, current, wish))) ?? current;
		}
	}
};

/** The checklist before a build: told if something is missing, with its remedies. Starts the build when nothing is. */
export const before = async (tools: Tools, request: BuildRequest, retreat: Route): Promise<PlainRoute> => {
	try {
		return await goOn(tools, request, retreat);
	} catch (error) {
		if (!(error instanceof Interrupted)) {
			throw error;
		}

		const { exitCode, lines } = leftStart(request, tools.environment);
		lines.forEach(tools.say);
		return { at: 'end', exitCode };
	}
};
