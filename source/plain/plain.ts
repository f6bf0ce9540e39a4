import { writeLine } from '../base/printable.ts';
import { type ExitCode, exitCodes, Interrupted } from '../base/problem.ts';
import { type Route, reviewRoute } from '../flow/route.ts';
import { before } from './before.ts';
import { build } from './build.ts';
import { home } from './home.ts';
import { openPrompts } from './prompts.ts';
import type { PlainRoute } from './route.ts';
import { type Input, lineWidth, type Output } from './streams.ts';
import type { Tools } from './tools.ts';
import { wizard } from './wizard.ts';

export type PlainOptions = Omit<Tools, 'prompts' | 'say' | 'width'> & {
	readonly input: Input;
	readonly output: Output;
	readonly start: Route;
};

const go = (tools: Tools, route: Route, start: Route) => {
	switch (route.at) {
		case 'home':
			return home(tools);
		case 'wizard':
			return wizard(tools, route);
		case 'before':
			return before(tools, route.request, reviewRoute(route.request));
		case 'build':
			return build(tools, route.id, start.at);
	}
};

/** The whole program by classic prompts, from a place to its exit code. Ctrl-C in a question ends it, answers kept (130). */
export const runPlain = async (options: PlainOptions): Promise<ExitCode> => {
	const { input, output, ended } = options;
	const tools: Tools = {
		...options,
		prompts: openPrompts(input, output, ended),
		say: line => writeLine(output, line),
		width: lineWidth(output),
	};
	let route: PlainRoute = options.start;
	try {
		while (route.at !== 'end') {
			route = await go(tools, route, options.start);
		}

		return route.exitCode;
	} catch (error) {
		if (!(error instanceof Interrupted)) {
			throw error;
		}

		return exitCodes.cancelled;
	}
};
