import { atLeast, parseVersion } from '../../base/versions.ts';
import { withArtifacts, withCopy } from '../journal/artifacts.ts';
import type { RecordedDiagnosis } from '../journal/diagnosis.ts';
import type {
	Artifact,
	CancelReason,
	JournalHeader,
	JournalLine,
	KeptMachine,
	OwnEnd,
	WrittenFile,
} from '../journal/journal.ts';
import { readCopy } from './copies.ts';
import { endStages } from './end.ts';
import { type Glance, glanceOf, hasChanged, type Moment } from './glance.ts';
import { chunksOf, closeLog, type LogChunks, linesOf, openLog } from './log.ts';
import { log, type Memory, newMemory, type OpenTimeline } from './open-timeline.ts';
import { enterPhase } from './phases.ts';
import { readRecord } from './records.ts';
import { type LogLine, type PhaseId, phaseIds } from './stages.ts';

export type { Copy, LogLine, Phase, PhaseId, Stage, Status, Step } from './stages.ts';

/** What `advance` needs beside what is shown. */
const hidden = Symbol('what advance remembers');

/** Everything a screen shows of a build, computed from its journal. */
export type Timeline = Glance & {
	/** Put together when it is first looked at. */
	readonly log: readonly LogLine[];
	readonly sourceAmi?: string;
	/** The AMI in the first region, if everything went well with it before the machine was taken away. */
	readonly keptAmi?: string;
	/** Why Packer was told to end, if it was. */
	readonly cancelReason?: CancelReason;
	/** When the machine ends itself, if it does: seconds from its start on. */
	readonly ownEnd?: OwnEnd;
	readonly artifacts: readonly Artifact[];
	/** What it wrote beside its template, and how many files it wrote that are not named. */
	readonly written: readonly WrittenFile[];
	readonly moreWritten?: number;
	/** What Packer itself gives as its error, if it does. */
	readonly error?: string;
	/** Why it ended so, in words of ours, where Packer could not say it. */
	readonly why?: string;
	/** Why it made no image, as the end of its journal says it. */
	readonly cause?: string;
	/** What else the end of its journal says of that cause. */
	readonly diagnosis?: RecordedDiagnosis;
	/** How one gets into the machine that was kept. */
	readonly kept?: KeptMachine;
	readonly [hidden]?: { readonly memory: Memory; readonly log: LogChunks };
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
		written: [],
		time: header.time,
	};
};

const opened = (timeline: Timeline): OpenTimeline => {
	const { header, phases, steps, copies, artifacts, written, moreWritten, time } = timeline;
	const {
		instance,
		address,
		sourceAmi,
		keptAmi,
		sandbox,
		cancelReason,
		ownEnd,
		error,
		why,
		result,
		cause,
		diagnosis,
		kept,
	} = timeline;
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
		keptAmi,
		sandbox,
		copies,
		cancelReason,
		ownEnd,
		artifacts,
		written,
		moreWritten,
		error,
		why,
		result,
		cause,
		diagnosis,
		kept,
		time,
	};
};

const closed = (open: OpenTimeline): Timeline => {
	const {
		artifacts,
		written,
		moreWritten,
		sourceAmi,
		keptAmi,
		cancelReason,
		ownEnd,
		error,
		why,
		cause,
		diagnosis,
		kept,
	} = open;
	const { current, left, step, stepFrom, troubled, held, before, notRun, madeAmi, complaint } = open;
	const chunks = closeLog(open.log);
	let lines: readonly LogLine[] | undefined;
	return {
		...glanceOf(open),
		get log() {
			lines ??= linesOf(chunks);
			return lines;
		},
		...(sourceAmi === undefined ? {} : { sourceAmi }),
		...(keptAmi === undefined ? {} : { keptAmi }),
		...(cancelReason === undefined ? {} : { cancelReason }),
		...(ownEnd === undefined ? {} : { ownEnd }),
		artifacts,
		written,
		...(moreWritten === undefined ? {} : { moreWritten }),
		...(error === undefined ? {} : { error }),
		...(why === undefined ? {} : { why }),
		...(cause === undefined ? {} : { cause }),
		...(diagnosis === undefined ? {} : { diagnosis }),
		...(kept === undefined ? {} : { kept }),
		[hidden]: {
			memory: { current, left, step, stepFrom, troubled, held, before, notRun, madeAmi, complaint },
			log: chunks,
		},
	};
};

const readLine = (open: OpenTimeline, line: JournalLine): void => {
	if (line.kind === 'header') {
		return;
	}

	open.time = line.time;
	switch (line.kind) {
		case 'record':
			readRecord(open, line);
			break;
		case 'packer':
			enterPhase(open, 'check', line.time);
			break;
		case 'own-end':
			open.ownEnd = { behavior: line.behavior, seconds: line.seconds };
			break;
		case 'rehearsal':
			open.sandbox = { kind: line.sandbox, detail: line.detail };
			break;
		case 'not-run':
			open.notRun = [...open.notRun, line.script];
			break;
		case 'notice':
			log(open, 'notice', line.message);
			break;
		case 'cancel':
			open.cancelReason ??= line.reason;
			break;
		case 'files':
			open.written = [...open.written, ...line.files];
			open.moreWritten = line.more ?? open.moreWritten;
			break;
		case 'copy':
			open.artifacts = withCopy(open.artifacts, line);
			readCopy(open, line);
			break;
		case 'end':
			open.result = line.result;
			open.artifacts = withArtifacts(open.artifacts, line.artifacts);
			// Before there was an entry of its own, the end told of the scripts that were only checked.
			open.notRun = [...new Set([...open.notRun, ...(line.notRun ?? [])])];
			open.why = line.message;
			open.cause = line.cause;
			open.diagnosis = line.diagnosis;
			open.kept = line.kept;
			if (line.result === 'failed') {
				open.error ??= open.complaint;
			}

			endStages(open, line.result, line.time);
			break;
	}
};

/**
 * The Timeline after more lines of the journal, and a Moment for its first line and for each that changed more than the
 * log; pure, lines in the order of the journal.
 */
export const advanceByMoments = (
	timeline: Timeline,
	lines: readonly JournalLine[],
): { readonly timeline: Timeline; readonly moments: readonly Moment[] } => {
	const open = opened(timeline);
	const moments: Moment[] = [];
	let known = { ...open };
	for (const line of lines) {
		readLine(open, line);
		if (line.kind === 'notice') {
			moments.push({ ...glanceOf(open), notice: line.message });
		} else if (line.kind === 'header' || hasChanged(known, open)) {
			moments.push(glanceOf(open));
			known = { ...open };
		}
	}

	return { timeline: closed(open), moments };
};

/** The Timeline after more lines of the journal; pure, lines in the order of the journal. */
export const advance = (timeline: Timeline, lines: readonly JournalLine[]): Timeline =>
	advanceByMoments(timeline, lines).timeline;
