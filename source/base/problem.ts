import type { Environment } from './paths.ts';
import { asStartedHere } from './program.ts';

/** Exit codes of the program, one meaning each. */
export const exitCodes = {
	done: 0,
	buildFailed: 1,
	/** Wrong usage, or an answer is missing and nobody can be asked. */
	usage: 2,
	/** Something is missing before a build could start, or a folder cannot be written. */
	missing: 3,
	credentials: 4,
	/** The program was left while the build goes on. */
	left: 5,
	/** Our own defect. */
	defect: 70,
	cancelled: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export type ProblemOptions = {
	/** Why it happened, one sentence. */
	readonly reason?: string;
	/** What the person can do now, one entry a line; commands of this program begin with `packer-wizard`. */
	readonly next?: readonly string[];
	readonly exitCode?: ExitCode;
	readonly cause?: unknown;
};

/**
 * A thing that went wrong in a way the program understands: one clear sentence, the reason, the next step and the
 * exit code. Anything else that is thrown is our own defect (exit 70).
 */
export class Problem extends Error {
	override readonly name = 'Problem';
	readonly reason: string | undefined;
	readonly next: readonly string[];
	readonly exitCode: ExitCode;

	constructor(message: string, options: ProblemOptions = {}) {
		super(message, { cause: options.cause });
		this.reason = options.reason;
		this.next = options.next ?? [];
		this.exitCode = options.exitCode ?? exitCodes.usage;
	}
}

/** What the person can do now, with commands that work as printed. */
export const nextSteps = ({ next }: Problem, environment: Environment): string[] =>
	next.map(step => asStartedHere(step, environment));

/** The Problem as lines of text: sentence, reason, next steps. */
export const problemLines = (problem: Problem, environment: Environment): string[] => [
	// A name in it may hold a line break, which must not look like another sentence of ours.
	problem.message.replaceAll(/\s*[\r\n]+\s*/g, ' '),
	...(problem.reason === undefined ? [] : [problem.reason]),
	...nextSteps(problem, environment).map(step => `  ${step}`),
];

/**
 * The person ended something by Ctrl-C, or the program is told to end. No Problem: what was begun is given up, what was
 * answered is kept.
 */
export class Interrupted extends Error {
	override readonly name = 'Interrupted';
}

/** The code of a Node.js system error (`ENOENT` …), undefined for anything else. */
export const systemErrorCode = (error: unknown): string | undefined =>
	error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** A code of our own beside the system's: a pipe, a socket or a device. */
export const noFile = 'ENOFILE';
/** The code for a file that is larger than what can be meant. */
export const tooLarge = 'EFBIG';

/** What an error says of itself. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
