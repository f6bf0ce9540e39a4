import { PassThrough } from 'node:stream';
import type { Actions } from '../../source/actions/contract.ts';
import { openDrafts } from '../../source/actions/drafts.ts';
import { buildSummary } from '../../source/actions/summary.ts';
import { exitCodes } from '../../source/base/problem.ts';
import { runCommandLine } from '../../source/commands/shared/command-line.ts';
import type { CommandContext } from '../../source/commands/shared/context.ts';
import { someActions, untilAborted } from '../helpers/some-actions.ts';

const terminalStream = (size: { readonly columns: number; readonly rows: number } | undefined) =>
	Object.assign(new PassThrough(), size ? { isTTY: true, ...size } : {});

export type World = {
	readonly run: (...argv: readonly string[]) => Promise<number>;
	readonly stdout: () => string;
	readonly stderr: () => string;
	/** What SIGINT, SIGTERM and SIGHUP do. */
	readonly interrupt: () => void;
	readonly terminate: () => void;
	/** Where the full screen was opened, and on which stream. */
	readonly screenStarts: unknown[];
	readonly screenOutputs: string[];
};

export type WorldOptions = {
	readonly actions?: Partial<Actions>;
	readonly environment?: Record<string, string>;
	readonly cwd?: string;
	/** A terminal behind all streams. */
	readonly terminal?: { readonly columns: number; readonly rows: number };
	/** Standard output is caught by a program. */
	readonly caught?: boolean;
	/** What a person does in the full screen. */
	readonly inScreens?: (actions: Actions) => Promise<unknown>;
};

/** Runs command lines in this process, with streams, signals and effects of the test's own. */
export const makeWorld = (options: WorldOptions = {}): World => {
	const stdout = terminalStream(options.caught ? undefined : options.terminal);
	const stderr = terminalStream(options.terminal);
	const stdin = Object.assign(new PassThrough(), options.terminal ? { isTTY: true } : {});
	const written = { stdout: '', stderr: '' };
	stdout.on('data', (chunk: Buffer) => {
		written.stdout += chunk;
	});
	stderr.on('data', (chunk: Buffer) => {
		written.stderr += chunk;
	});
	const handlers = {
		interrupt: new Set<() => void>(),
		terminate: new Set<() => void>(),
		hangUp: new Set<() => void>(),
	};
	const listen = (set: Set<() => void>) => (handler: () => void) => {
		set.add(handler);
		return () => {
			set.delete(handler);
		};
	};
	const fire = (set: Set<() => void>) => () => {
		for (const handler of set) {
			handler();
		}
	};
	const screenStarts: unknown[] = [];
	const screenOutputs: string[] = [];
	const environment = options.environment ?? { HOME: '/nowhere' };
	const cwd = options.cwd ?? '/nowhere';
	const context: CommandContext = {
		environment,
		cwd,
		stdin,
		stdout,
		stderr,
		setVariables: variables => Object.assign(environment, variables),
		signals: {
			ended: new AbortController().signal,
			hold: (_what, work) => work,
			over: async () => undefined,
			onInterrupt: listen(handlers.interrupt),
			onTerminate: listen(handlers.terminate),
			onHangUp: listen(handlers.hangUp),
		},
		paintHome: async () => undefined,
		paintNew: async () => undefined,
		paintWatch: async () => undefined,
		actions: async () =>
			someActions({
				doubts: async () => [],
				askAws: async () => undefined,
				seekAmis: async () => undefined,
				renewed: untilAborted,
				drafts: openDrafts(environment).read,
				// Nothing is written where no test has a place of its own.
				...(options.environment && { saveDraft: openDrafts(environment).keep }),
				projectWarning: async () => undefined,
				summary: timeline => buildSummary(timeline, { environment, cwd }),
				...options.actions,
			}),
		screens: async (actions, start, output) => {
			screenStarts.push(start);
			screenOutputs.push(output);
			await options.inScreens?.(actions);
			return { exitCode: exitCodes.done, summaryLines: ['summary'] };
		},
	};
	return {
		run: (...argv) => runCommandLine(argv, context),
		stdout: () => written.stdout,
		stderr: () => written.stderr,
		interrupt: fire(handlers.interrupt),
		terminate: fire(handlers.terminate),
		screenStarts,
		screenOutputs,
	};
};
