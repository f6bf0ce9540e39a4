import { printable } from '../../base/printable.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { Diagnosis } from './diagnosis.ts';
import { adviceFor, type Saying, type ScriptFailure, wordsFor } from './failures/failure.ts';
import { scriptFailures } from './failures/scripts/index.ts';

const shownLines = 5;
/** What stopped a script stands near its end: tools add a score of lines to their reason, and little more. */
const nearEnd = 30;
/** How far back it is looked for what that may be the consequence of. */
const searchedLines = 300;

/** So many characters of the beginning of a line, and of its end, are searched: what tells of a failure is a sentence. */
const searchedHead = 600;
const searchedTail = 400;

/** A line as it is searched. The time that patterns take grows with the square of its length. */
const searchedText = (line: string): string =>
	line.length > searchedHead + searchedTail
		? `${line.slice(0, searchedHead)} … ${line.slice(-searchedTail)}`
		: line;

type Finding = { readonly failure: ScriptFailure; readonly match: RegExpExecArray };

const matchIn = ({ patterns }: ScriptFailure, line: string): RegExpExecArray | undefined => {
	for (const pattern of patterns) {
		const match = pattern.exec(line);
		if (match) {
			return match;
		}
	}

	return undefined;
};

/** What a log-in file of the machine says before the script begins. */
const ofLogInFile =
	/^\S*(?:\/\.(?:bashrc|profile|bash_profile|bash_login)|\/etc\/(?:profile|bash)\S*): (?:line )?\d+: /;

/** What a line says, undefined if it tells of no failure that is known. */
const findingIn = (line: string, saying: Saying): Finding | undefined => {
	if (ofLogInFile.test(line)) {
		return undefined;
	}

	for (const failure of scriptFailures) {
		const match = failure.when === undefined || failure.when(saying) ? matchIn(failure, line) : undefined;
		if (match) {
			return { failure, match };
		}
	}

	return undefined;
};

/** What tells that a tool tries once more; the last of so many attempts is none of that. */
const triesAgain =
	/\b(?:will retry|will be retried|retrying|(?:will try|trying) again|retries left|(?:retry|attempt) (\d+)(?: of |\/)(?!\1\b)\d+)\b/i;

/** Whether a line tells of a failure that was not the last word: it was tried again, and more came after that. */
const isTriedAgain = (lines: readonly string[], index: number): boolean =>
	[index, index + 1].some(at => at < lines.length - 1 && triesAgain.test(searchedText(lines[at] ?? '')));

/** What stands for a match where the exit code alone tells. */
const noMatch = (): RegExpExecArray => Object.assign([''] as [string], { index: 0, input: '' });

/** What stopped a script: what its exit code means, told by the line that bears it out; else its last line that tells. */
const stoppedBy = (findings: readonly (Finding | undefined)[], exitCode: number): Finding | undefined => {
	const late = findings.slice(-nearEnd);
	const byCode = scriptFailures.filter(({ exitCodes }) => exitCodes?.includes(exitCode));
	const general = byCode.at(-1);
	return (
		late.findLast(finding => finding !== undefined && byCode.includes(finding.failure)) ??
		(general ? { failure: general, match: noMatch() } : late.findLast(finding => finding !== undefined))
	);
};

/** What a failure is the consequence of, as far back as one came of the other. */
const causeOfAll = (findings: readonly (Finding | undefined)[], stopped: Finding): Finding => {
	const at = findings.lastIndexOf(stopped);
	const earlier = at < 0 ? findings : findings.slice(0, at);
	const before = earlier.findLast(
		finding => finding !== undefined && stopped.failure.comesOf?.includes(finding.failure.id),
	);
	return before ? causeOfAll(earlier, before) : stopped;
};

/** What is told of a script that gave no reason that is known. */
const unknown = {
	id: 'script.exit',
	why: 'It gave no reason that is known here. With set -e bash ends at the first command that fails, without a word.',
	next: 'Look at its last lines; a line "set -x" at its beginning prints each command before it is run.',
	remedy: 'step',
} as const;

/** Why the script of a step failed: told by its own words, and by them alone. */
export const explainScript = (timeline: Timeline, index: number, exitCode: number): Diagnosis => {
	const { header, steps, log } = timeline;
	const name = steps[index]?.name;
	const saying: Saying = { ...header, ...(name !== undefined && { step: name }) };
	// What no step of ours is, such as a shell-local of the person's, has no index.
	const printed = index < 0 ? undefined : index;
	const lines = log
		.filter(({ source, step }) => step === printed && (source === 'stdout' || source === 'stderr'))
		.slice(-searchedLines)
		.map(({ text }) => printable(text))
		.filter(text => text.trim() !== '');
	const findings = lines.map(line => findingIn(searchedText(line), saying));
	const stopped = stoppedBy(
		findings.map((finding, at) => (isTriedAgain(lines, at) ? undefined : finding)),
		exitCode,
	);
	const found = stopped && causeOfAll(findings, stopped);
	const because = found && wordsFor(found.failure.because, saying, found.match);
	return {
		...(found ? adviceFor(found.failure, saying, found.match) : unknown),
		what:
			found?.failure.what === undefined
				? `The script of ${name ?? 'a step'} ended with exit code ${exitCode}${because === undefined ? '' : `: ${because}`}.`
				: wordsFor(found.failure.what, saying, found.match),
		...(name !== undefined && { step: name }),
		exitCode,
		lastLines: lines.slice(-shownLines),
	};
};
