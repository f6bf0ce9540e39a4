import { printable } from '../../base/printable.ts';
import type { RecordedDiagnosis } from '../journal/diagnosis.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { buildFailures } from './build-failures.ts';
import { phaseName } from './phase-names.ts';
import { scriptFailures } from './script-failures.ts';

/** Why a build made no image, and the way out, for people. */
export type Diagnosis = RecordedDiagnosis & {
	/** What happened, one sentence. */
	readonly what: string;
	/** The step that failed. */
	readonly step?: string;
	/** With which exit code its script ended. */
	readonly exitCode?: number;
	/** Whether AWS did not accept who asked. */
	readonly credentials: boolean;
	/** Packer's own words, on one line, if they say more. */
	readonly packerSaid?: string;
	/** The last lines that the failed step printed, five at most. */
	readonly lastLines: readonly string[];
};

const shownLines = 5;
/** How far back the reason of a script's failure is looked for. */
const searchedLines = 50;

/** What is for a program and not for people: ids of requests, and filters, which newer plugins print as addresses. */
const noise =
	/,? ?status code: \d+, request id: [\w-]+|,? https response error StatusCode: \d+, RequestID: [\w-]*| Encoded authorization failure message: \S+|(?<=No AMI was found matching filters).*$/g;

const oneLine = (text: string): string => printable(text.replaceAll(/\s+/g, ' ').trim());

/** Packer's error on one line, without what is for programs. */
const cleanError = (text: string): string => text.replaceAll(noise, '').trim();

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

const exitMeaning: Readonly<Record<number, string>> = {
	126: 'a file cannot be executed',
	127: 'there is no such command',
	137: 'it was killed, most often because the memory was full',
};

const explainScript = (timeline: Timeline, index: number, exitCode: number): Diagnosis => {
	const name = timeline.steps[index]?.name;
	const lines = timeline.log
		.filter(({ step }) => step === index)
		.slice(-searchedLines)
		.map(({ text }) => printable(text))
		.filter(text => text.trim() !== '');
	const found = scriptFailures
		.map(({ id, pattern, why }) => {
			const match = lines.findLast(line => pattern.test(line));
			const parts = match === undefined ? null : pattern.exec(match);
			return parts && { id, why: why(parts) };
		})
		.find(failure => failure !== null);
	const why = found?.why ?? exitMeaning[exitCode];
	return {
		id: found?.id ?? 'script.exit',
		what: `The script of ${name ?? 'a step'} ended with exit code ${exitCode}${why === undefined ? '' : `: ${why}`}.`,
		...(name === undefined ? {} : { step: name }),
		exitCode,
		credentials: false,
		lastLines: lines.slice(-shownLines),
	};
};

/** Why a machine never ran, Packer tells in a line of its own and leaves out of its error. */
const withDetails = (timeline: Timeline, said: string): string => {
	const details = /^Error waiting for instance \(/.test(said)
		? timeline.log.findLast(
				({ source, text }) =>
					['packer', 'error'].includes(source) && text.includes('Instance state change details: '),
			)
		: undefined;
	return details === undefined ? said : `${said}; ${oneLine(details.text)}`;
};

const explained = (timeline: Timeline): Diagnosis => {
	const index = timeline.steps.findIndex(({ status }) => status === 'failed');
	const said = timeline.error === undefined ? undefined : withDetails(timeline, oneLine(timeline.error));
	const scriptExit = /Script exited with non-zero exit status: ([1-9]\d*)/.exec(said ?? '')?.[1];
	if (scriptExit !== undefined) {
		return explainScript(timeline, index, Number(scriptExit));
	}

	const step = timeline.steps[index]?.name;
	const lastLines =
		step === undefined
			? []
			: timeline.log
					.filter(line => line.step === index)
					.slice(-shownLines)
					.map(({ text }) => printable(text));
	const base = { ...(step === undefined ? {} : { step }), lastLines };
	if (timeline.cancelReason === 'container' && timeline.why !== undefined) {
		// What Packer says is that it was cancelled.
		return { ...base, id: 'ours.container-died', what: sentence(oneLine(timeline.why)), credentials: false };
	}

	if (said === undefined && timeline.why !== undefined) {
		return { ...base, id: 'ours.not-run', what: sentence(oneLine(timeline.why)), credentials: false };
	}

	if (said === undefined) {
		const phase = timeline.phases.find(({ status }) => status === 'failed');
		const where = phase ? ` at "${phaseName(phase.id)}"` : '';
		return {
			...base,
			id: 'packer.silent',
			what: `Packer ended${where} and did not say why.`,
			credentials: false,
		};
	}

	for (const { id, pattern, what, why, next, remedy, credentials } of buildFailures) {
		const match = pattern.exec(said);
		if (match) {
			return {
				...base,
				id,
				...(why !== undefined && { why }),
				...(next !== undefined && { next }),
				...(remedy !== undefined && { remedy }),
				what: what(timeline.header.recipe, match),
				credentials: credentials === true,
				packerSaid: cleanError(said),
			};
		}
	}

	return { ...base, id: 'packer.other', what: sentence(cleanError(said)), credentials: false };
};

/**
 * What went wrong in a build, as far as its Timeline tells. For what is not known it is Packer's own sentence. What the
 * end of its journal says counts: so it is told alike where only that was read. Pure.
 */
export const explain = (timeline: Timeline): Diagnosis => {
	const diagnosis = explained(timeline);
	return { ...diagnosis, ...timeline.diagnosis, what: timeline.cause ?? diagnosis.what };
};
