import { remembered } from '../../base/remembered.ts';
import type { TargetId } from '../../recipe/schema.ts';
import { makes, targetNames, targetOf } from '../../recipe/targets.ts';
import type { RecordedDiagnosis } from '../journal/diagnosis.ts';
import type {
	Artifact,
	CancelReason,
	ContainerImage,
	ImageEntry,
	JournalHeader,
	JournalLine,
	KeptMachine,
	OwnEnd,
	TestEntry,
	WrittenFile,
} from '../journal/journal.ts';
import { readLine } from './entries.ts';
import { type Glance, glanceOf, hasChanged, type Moment, partGlance } from './glance.ts';
import { closeLog, heldLines, type LogChunks, openLog } from './log.ts';
import { indexOf, type LogIndex, type LogPart, mergedIndex, mergedLines } from './log-index.ts';
import { hasTexts } from './log-texts.ts';
import { newTimeline, type OpenTimeline } from './open-timeline.ts';
import { partEnd, partHeaders, toldTarget } from './parts.ts';
import type { Cleaned, LogLine } from './stages.ts';

export type { Copy, LogLine, Phase, PhaseId, Stage, Status, Step } from './stages.ts';

/** What `advance` goes on from: more than is shown. */
const hidden = Symbol('what advance goes on from');

/** Everything a screen shows of a build, computed from its journal. */
export type Timeline = Omit<Glance, 'parts'> & {
	/**
	 * The lines that are held: all of a log of some length; of a longer one the last, and what reports are made of. Put
	 * together when it is first looked at.
	 */
	readonly log: readonly LogLine[];
	readonly sourceAmi?: string;
	/** The AMI in the first region, if everything went well with it before the machine was taken away. */
	readonly keptAmi?: string;
	/** Why Packer was told to end, if it was. */
	readonly cancelReason?: CancelReason;
	/** When the machine ends itself, if it does: seconds from its start on. */
	readonly ownEnd?: OwnEnd;
	readonly artifacts: readonly Artifact[];
	/** The regions that are still to get a copy, of those that packer-wizard makes itself, when the build is over. */
	readonly uncopied: readonly string[];
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
	/** What the computer's clock showed at the end, if that is not the time of this build. */
	readonly clock?: number;
	/** What clean-ups did since. */
	readonly cleaned?: Cleaned;
	/** The test machine that was started last from its image, and what is left of it. */
	readonly test?: TestEntry;
	/** What was done with its images since. */
	readonly changes: readonly ImageEntry[];
	/** Whether it was kept with the build what is in its image. */
	readonly hasContents: boolean;
	/** The container image that it made, as the engine shows it. */
	readonly containerImage?: ContainerImage;
	/** Where several things are made, each as if it were the only one; the first is the AMI. */
	readonly parts?: readonly Timeline[];
	readonly [hidden]: readonly [Kept, ...Kept[]];
};

/** What is made, each as if it were the only one: the build itself where it makes one thing. */
export const partsOf = (timeline: Timeline): readonly Timeline[] => timeline.parts ?? [timeline];

/** What is told of one of the things that are made; the build itself where it makes one thing. */
export const partFor = (timeline: Timeline, target: TargetId): Timeline =>
	partsOf(timeline).find(({ header }) => makes(header.recipe, target)) ?? timeline;

/** What is remembered of one thing that is made, between two calls. */
type Kept = { readonly state: Omit<OpenTimeline, 'log'>; readonly log: LogChunks };

const logParts = (kept: readonly Kept[]): readonly LogPart[] =>
	kept.map(({ state: { header }, log }, index) => {
		const target = targetOf(header.recipe);
		const before = kept.slice(0, index).flatMap(({ state }) => state.steps).length;
		return { log, before, target, name: targetNames[target] };
	});

/** All lines of a build, those among them that stand in its journal alone. */
export const linesOf = remembered((timeline: Timeline): LogIndex => {
	const [first, ...others] = timeline[hidden];
	return others.length === 0 ? indexOf(first.log) : mergedIndex(logParts([first, ...others]));
});

/** The Timeline of one thing that is made. */
const closedPart = (kept: Kept): Timeline => {
	const { state, log: chunks } = kept;
	const { artifacts, uncopied, written, moreWritten, sourceAmi, keptAmi, cancelReason, ownEnd } = state;
	const { error, why, cause, diagnosis, kept: machine, clock, cleaned, hasContents, containerImage } = state;
	const { changes, test } = state;
	let held: readonly LogLine[] | undefined;
	return {
		...partGlance(state),
		get log() {
			held ??= heldLines(chunks);
			return held;
		},
		...(sourceAmi === undefined ? {} : { sourceAmi }),
		...(keptAmi === undefined ? {} : { keptAmi }),
		...(cancelReason === undefined ? {} : { cancelReason }),
		...(ownEnd === undefined ? {} : { ownEnd }),
		artifacts,
		uncopied,
		written,
		...(moreWritten === undefined ? {} : { moreWritten }),
		...(error === undefined ? {} : { error }),
		...(why === undefined ? {} : { why }),
		...(cause === undefined ? {} : { cause }),
		...(diagnosis === undefined ? {} : { diagnosis }),
		...(machine === undefined ? {} : { kept: machine }),
		...(clock === undefined ? {} : { clock }),
		...(cleaned === undefined ? {} : { cleaned }),
		changes,
		...(test && { test }),
		hasContents,
		...(containerImage === undefined ? {} : { containerImage }),
		[hidden]: [kept],
	};
};

/** The Timeline of a build by those of what it makes, one or more, the first of them that of the AMI. */
const closed = (header: JournalHeader, kept: readonly [Kept, ...Kept[]]): Timeline => {
	const [first, ...others] = kept;
	const main = closedPart(first);
	if (others.length === 0) {
		return main;
	}

	const parts = [main, ...others.map(closedPart)];
	const failed = parts.find(({ error }) => error !== undefined);
	const told = parts.find(({ cause }) => cause !== undefined);
	const image = parts.find(({ containerImage }) => containerImage !== undefined);
	let held: readonly LogLine[] | undefined;
	return {
		...main,
		...glanceOf(header, [first.state, ...others.map(({ state }) => state)]),
		get log() {
			held ??= mergedLines(logParts(kept));
			return held;
		},
		artifacts: parts.flatMap(({ artifacts }) => artifacts),
		...(failed?.error === undefined ? {} : { error: failed.error }),
		...(told?.cause === undefined ? {} : { cause: told.cause }),
		...(told?.diagnosis === undefined ? {} : { diagnosis: told.diagnosis }),
		hasContents: parts.some(({ hasContents }) => hasContents),
		...(image?.containerImage && { containerImage: image.containerImage }),
		parts,
		[hidden]: kept,
	};
};

const keptOf = ({ log, ...state }: OpenTimeline): Kept => ({ state, log: closeLog(log) });

/** The Timeline before anything happened. */
export const startTimeline = (header: JournalHeader): Timeline => {
	const [first = header, ...others] = partHeaders(header);
	return closed(header, [
		keptOf(newTimeline(first)),
		...others.map(other => keptOf(newTimeline(other, true))),
	]);
};

/** Whether a line tells of something that is made; what lies beside the template is told once. */
const isToldTo = (part: OpenTimeline, line: JournalLine, told: TargetId | undefined): boolean =>
	line.kind === 'files' ? !part.isBeside : told === undefined || makes(part.header.recipe, told);

/** Takes in a line of the journal, for whom it tells of. */
const readForAll = (parts: readonly OpenTimeline[], line: JournalLine, begin: number | undefined): void => {
	const told = parts.length > 1 ? toldTarget(line) : undefined;
	const own = line.kind === 'end' && parts.length > 1 ? parts.map(part => partEnd(part, parts, line)) : [];
	for (const [index, part] of parts.entries()) {
		if (isToldTo(part, line, told)) {
			// What is said of all stands in the log once.
			part.forAll = parts.length > 1 && told === undefined;
			part.entry = hasTexts(line) ? begin : undefined;
			part.text = 0;
			readLine(part, own[index] ?? line);
		} else if (line.kind !== 'header' && part.result === undefined) {
			// What comes behind the end takes none of its time.
			part.time = line.time;
		}
	}
};

/**
 * The Timeline after more lines of the journal, and a Moment for its first line and for each that changed more than the
 * log; pure, lines in the order of the journal.
 * @param begins where each line begins in the journal, in bytes: what it prints need not be held then.
 */
export const advanceByMoments = (
	timeline: Timeline,
	lines: readonly JournalLine[],
	begins: readonly number[] = [],
): { readonly timeline: Timeline; readonly moments: readonly Moment[] } => {
	const { header } = timeline;
	const [first, ...others] = timeline[hidden];
	const opened = ({ state, log }: Kept): OpenTimeline => ({ ...state, log: openLog(log) });
	const parts: readonly [OpenTimeline, ...OpenTimeline[]] = [opened(first), ...others.map(opened)];
	const moments: Moment[] = [];
	let known = parts.map(part => ({ ...part }));
	const isNew = (): boolean => known.some((before, index) => hasChanged(before, parts[index] ?? before));
	for (const [index, line] of lines.entries()) {
		readForAll(parts, line, begins[index]);
		if (line.kind === 'notice') {
			moments.push({ ...glanceOf(header, parts), notice: line.message });
		} else if (line.kind === 'header' || isNew()) {
			moments.push(glanceOf(header, parts));
			known = parts.map(part => ({ ...part }));
		}
	}

	const [main, ...more] = parts;
	return { timeline: closed(header, [keptOf(main), ...more.map(keptOf)]), moments };
};

/** The Timeline after more lines of the journal; pure, lines in the order of the journal. */
export const advance = (timeline: Timeline, lines: readonly JournalLine[]): Timeline =>
	advanceByMoments(timeline, lines).timeline;
