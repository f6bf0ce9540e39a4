import type { RecordedDiagnosis } from '../journal/diagnosis.ts';
import type {
	Artifact,
	CancelReason,
	ContainerImage,
	JournalHeader,
	JournalLine,
	KeptMachine,
	OwnEnd,
	WrittenFile,
} from '../journal/journal.ts';
import { readLine } from './entries.ts';
import { type Glance, glanceOf, hasChanged, type Moment } from './glance.ts';
import { closeLog, type LogChunks, linesOf, openLog } from './log.ts';
import { newTimeline, type OpenTimeline } from './open-timeline.ts';
import type { Cleaned, LogLine } from './stages.ts';

export type { Copy, LogLine, Phase, PhaseId, Stage, Status, Step } from './stages.ts';

/** What `advance` goes on from: more than is shown. */
const hidden = Symbol('what advance goes on from');

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
	/** Whether it was kept with the build what is in its image. */
	readonly hasContents: boolean;
	/** The container image that it made, as the engine shows it. */
	readonly containerImage?: ContainerImage;
	readonly [hidden]: { readonly state: Omit<OpenTimeline, 'log'>; readonly log: LogChunks };
};

const closed = ({ log, ...state }: OpenTimeline): Timeline => {
	const { artifacts, uncopied, written, moreWritten, sourceAmi, keptAmi, cancelReason, ownEnd } = state;
	const { error, why, cause, diagnosis, kept, clock, cleaned, hasContents, containerImage } = state;
	const chunks = closeLog(log);
	let lines: readonly LogLine[] | undefined;
	return {
		...glanceOf(state),
		get log() {
			lines ??= linesOf(chunks);
			return lines;
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
		...(kept === undefined ? {} : { kept }),
		...(clock === undefined ? {} : { clock }),
		...(cleaned === undefined ? {} : { cleaned }),
		hasContents,
		...(containerImage === undefined ? {} : { containerImage }),
		[hidden]: { state, log: chunks },
	};
};

/** The Timeline before anything happened. */
export const startTimeline = (header: JournalHeader): Timeline => closed(newTimeline(header));

/**
 * The Timeline after more lines of the journal, and a Moment for its first line and for each that changed more than the
 * log; pure, lines in the order of the journal.
 */
export const advanceByMoments = (
	timeline: Timeline,
	lines: readonly JournalLine[],
): { readonly timeline: Timeline; readonly moments: readonly Moment[] } => {
	const { state, log } = timeline[hidden];
	const open: OpenTimeline = { ...state, log: openLog(log) };
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
