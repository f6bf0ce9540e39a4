import { Interrupted, systemErrorCode } from '../base/problem.ts';
import type { Input, Output } from './streams.ts';

/** The person went one step back. */
export const back = Symbol('back');
export type Back = typeof back;

/** What a prompt of the library works with. */
export type PromptContext = {
	readonly input: Input;
	readonly output: Output;
	readonly signal: AbortSignal;
	/** Looked at when the prompt ends. */
	clearPromptOnDone: boolean;
};

/** Names of the errors by which the library says that a prompt ended without an answer. */
const leavings: readonly string[] = ['ExitPromptError', 'AbortPromptError', 'CancelPromptError'];

const isEscape = (key: unknown): boolean =>
	typeof key === 'object' && key !== null && 'name' in key && key.name === 'escape';

const isSuspend = (key: unknown): boolean =>
	typeof key === 'object' &&
	key !== null &&
	'name' in key &&
	key.name === 'z' &&
	'ctrl' in key &&
	key.ctrl === true;

/** So long after Ctrl-Z, or after it goes on, readline has done what it does then, in milliseconds. */
const suspendMs = 50;

const isOver = (input: Input): boolean =>
	('readableEnded' in input && input.readableEnded === true) ||
	('destroyed' in input && input.destroyed === true);

/** A terminal that was closed: it takes no mode any more. */
const isVanished = (error: unknown): boolean => systemErrorCode(error) === 'EIO';

/**
 * Shows one prompt. Esc gives `back`; Ctrl-C, the end of the input, a terminal that vanishes and the signals throw
 * Interrupted.
 * @param signals each takes the question away.
 */
export const ask = async <Answer>(
	input: Input,
	output: Output,
	signals: readonly AbortSignal[],
	prompt: (context: PromptContext) => Promise<Answer>,
): Promise<Answer | Back> => {
	const escaped = new AbortController();
	const closed = new AbortController();
	const context: PromptContext = {
		input,
		output,
		signal: AbortSignal.any([escaped.signal, closed.signal, ...signals]),
		clearPromptOnDone: false,
	};
	let timer: NodeJS.Timeout | undefined;
	// At Ctrl-Z readline (Node.js 22) lets go of the terminal. It takes it back, but waits for no key any more; and where
	// nobody can stop us, as in a container, it does not even take it back.
	const takeBack = (): void => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			input.setRawMode?.(true);
			input.resume();
		}, suspendMs);
	};
	let wasSuspended = false;
	const onPause = (): void => {
		if (wasSuspended) {
			takeBack();
		}
	};
	const onKey = (_text: unknown, key: unknown): void => {
		if (isSuspend(key)) {
			wasSuspended = true;
			takeBack();
		}

		if (isEscape(key)) {
			// The question will be asked again: what it drew would stand there twice.
			context.clearPromptOnDone = true;
			escaped.abort();
		}
	};
	// The library says nothing when its input ends: the question would wait for ever.
	const onEnd = (): void => closed.abort();
	if (isOver(input)) {
		onEnd();
	}

	const listeners = new Set<unknown>(input.listeners('error'));
	// Readline hands on what its input fails by to its own listeners, and has none: the program would fall over it.
	const takeErrors = (): void => {
		const isNew = (each: unknown): each is () => void => !listeners.has(each);
		for (const listener of input.listeners('error').filter(isNew)) {
			input.off('error', listener);
		}
	};
	input.on('keypress', onKey);
	input.on('end', onEnd);
	input.on('close', onEnd);
	input.on('pause', onPause);
	try {
		const answer = prompt(context);
		takeErrors();
		input.on('error', onEnd);
		return await answer;
	} catch (error) {
		if (escaped.signal.aborted) {
			return back;
		}

		throw error instanceof Error && (leavings.includes(error.name) || isVanished(error))
			? new Interrupted('The question was left.', { cause: error })
			: error;
	} finally {
		takeErrors();
		input.off('keypress', onKey);
		input.off('end', onEnd);
		input.off('close', onEnd);
		input.off('pause', onPause);
		clearTimeout(timer);
	}
};
