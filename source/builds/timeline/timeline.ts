import { atLeast, parseVersion } from '../../base/versions.ts';
import type { Artifact, BuildResult, JournalHeader, JournalLine } from '../journal/journal.ts';
import { withArtifacts } from './artifacts.ts';
import { withNotRun } from './not-run.ts';
import { type Copy, type LogLine, type Phase, type PhaseId, phaseIds, type Step } from './stages.ts';
import { type Draft, enterPhase, log, type Memory, newMemory, settle } from './timeline-draft.ts';
import { chunksOf, closeLog, type LogChunks, linesOf, openLog } from './timeline-log.ts';
import { readRecord } from './timeline-records.ts';

export type { Copy, LogLine, LogSource, Phase, PhaseId, Stage, Status, Step } from './stages.ts';
export { phaseIds } from './stages.ts';

/** What `advance` needs beside what is shown. */
const hidden = Symbol('what advance remembers');

/** Everything a screen shows of a build, computed from its journal. */
export type Timeline = {
	readonly header: JournalHeader;
	readonly phases: readonly Phase[];
	readonly steps: readonly Step[];
	/** Put together when it is first looked at. */
	readonly log: readonly LogLine[];
	readonly instance?: string;
	readonly address?: string;
	readonly sourceAmi?: string;
	readonly sandbox?: { readonly kind: 'container' | 'trace'; readonly detail: string };
	/** Regions that get a copy, with the state of each. */
	readonly copies: readonly Copy[];
	readonly cancelling: boolean;
	readonly artifacts: readonly Artifact[];
	/** The clean error of Packer, if it gave one. */
	readonly error?: string;
	readonly result?: BuildResult;
	/** Why it made no image, as the end of its journal says it. */
	readonly cause?: string;
	/** Time of the last entry. */
	readonly time: number;
	readonly [hidden]?: { readonly memory: Memory; readonly log: LogChunks };
};

/** What can be told of a build beside its log, as it was after an entry of the journal. */
export type Moment = Pick<
	Timeline,
	| 'header'
	| 'phases'
	| 'steps'
	| 'instance'
	| 'address'
	| 'sandbox'
	| 'copies'
	| 'cancelling'
	| 'result'
	| 'time'
> & {
	/** What that entry noted. */
	readonly notice?: string;
};

/** The Timeline before anything happened. */
export const startTimeline = (header: JournalHeader): Timeline => {
	const { recipe } = header;
	const copies = recipe.copyTo.filter(region => region !== recipe.region);
	const needless: Partial<Record<PhaseId, boolean>> = {
		provision: header.steps.length === 0,
		// A spot instance is not stopped: the image is made of it while it runs.
		stop: recipe.spot,
		copy: copies.length === 0,
	};
	return {
		header,
		phases: phaseIds.map(id => ({ id, status: needless[id] ? 'skipped' : 'waiting' })),
		steps: header.steps.map(({ script, name }) => ({ script, name, status: 'waiting' })),
		log: [],
		copies: copies.map(region => ({ region, status: 'waiting' })),
		cancelling: false,
		artifacts: [],
		time: header.time,
	};
};

const openDraft = (timeline: Timeline): Draft => {
	const { header, phases, steps, copies, cancelling, artifacts, time } = timeline;
	const { instance, address, sourceAmi, sandbox, error, result, cause } = timeline;
	const { memory, log: lines } = timeline[hidden] ?? { memory: newMemory, log: chunksOf(timeline.log) };
	const version = parseVersion(header.packer.version);
	return {
		...memory,
		header,
		tellsApart: version !== undefined && !atLeast(version, '1.13.0'),
		phases,
		steps,
		log: openLog(lines),
		instance,
		address,
		sourceAmi,
		sandbox,
		copies,
		cancelling,
		artifacts,
		error,
		result,
		cause,
		time,
	};
};

const momentOf = (draft: Draft): Moment => {
	const { header, copies, cancelling, time, instance, address, sandbox, result } = draft;
	return {
		header,
		...withNotRun(draft),
		...(instance === undefined ? {} : { instance }),
		...(address === undefined ? {} : { address }),
		...(sandbox === undefined ? {} : { sandbox }),
		copies,
		cancelling,
		...(result === undefined ? {} : { result }),
		time,
	};
};

const closeDraft = (draft: Draft): Timeline => {
	const { artifacts, sourceAmi, error, cause } = draft;
	const { current, left, step, stepFrom, troubled, held, before, notRun, complaint } = draft;
	const chunks = closeLog(draft.log);
	let lines: readonly LogLine[] | undefined;
	return {
		...momentOf(draft),
		get log() {
			lines ??= linesOf(chunks);
			return lines;
		},
		...(sourceAmi === undefined ? {} : { sourceAmi }),
		artifacts,
		...(error === undefined ? {} : { error }),
		...(cause === undefined ? {} : { cause }),
		[hidden]: {
			memory: { current, left, step, stepFrom, troubled, held, before, notRun, complaint },
			log: chunks,
		},
	};
};

const readLine = (draft: Draft, line: JournalLine): void => {
	if (line.kind === 'header') {
		return;
	}

	draft.time = line.time;
	switch (line.kind) {
		case 'record':
			readRecord(draft, line);
			break;
		case 'packer':
			enterPhase(draft, 'check', line.time);
			break;
		case 'rehearsal':
			draft.sandbox = { kind: line.sandbox, detail: line.detail };
			break;
		case 'not-run':
			draft.notRun = [...draft.notRun, line.script];
			break;
		case 'notice':
			log(draft, 'notice', line.message);
			break;
		case 'cancel':
			draft.cancelling = true;
			break;
		case 'end':
			draft.result = line.result;
			draft.cause = line.cause;
			draft.artifacts = withArtifacts(draft.artifacts, line.artifacts);
			if (line.result === 'failed') {
				draft.error ??= draft.complaint ?? line.message;
			}

			settle(draft, line.result, line.time);
			break;
	}
};

/** What a Moment is made of: it is replaced, never changed in place. */
const told = [
	'phases',
	'steps',
	'instance',
	'address',
	'sandbox',
	'copies',
	'cancelling',
	'notRun',
	'result',
] as const satisfies readonly (keyof Draft)[];

/**
 * The Timeline after more lines of the journal, and a Moment for its first line and for each that changed more than the
 * log; pure, lines in the order of the journal.
 */
export const advanceByMoments = (
	timeline: Timeline,
	lines: readonly JournalLine[],
): { readonly timeline: Timeline; readonly moments: readonly Moment[] } => {
	const draft = openDraft(timeline);
	const moments: Moment[] = [];
	let known = { ...draft };
	for (const line of lines) {
		readLine(draft, line);
		if (line.kind === 'notice') {
			moments.push({ ...momentOf(draft), notice: line.message });
		} else if (line.kind === 'header' || told.some(key => draft[key] !== known[key])) {
			moments.push(momentOf(draft));
			known = { ...draft };
		}
	}

	return { timeline: closeDraft(draft), moments };
};

/** The Timeline after more lines of the journal; pure, lines in the order of the journal. */
export const advance = (timeline: Timeline, lines: readonly JournalLine[]): Timeline =>
	advanceByMoments(timeline, lines).timeline;
