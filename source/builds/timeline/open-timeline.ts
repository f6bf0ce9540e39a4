import type { RecordedDiagnosis } from '../journal/diagnosis.ts';
import type {
	Artifact,
	BuildResult,
	CancelReason,
	JournalHeader,
	KeptMachine,
	OwnEnd,
	WrittenFile,
} from '../journal/journal.ts';
import { appendLine, type GrowingLog } from './log.ts';
import type { Copy, LogSource, Phase, PhaseId, Step } from './stages.ts';

/** The state of phases and steps, as it was before something that may have to be taken back. */
type Standing = {
	readonly phases: readonly Phase[];
	readonly steps: readonly Step[];
	readonly current: PhaseId | undefined;
	readonly step: number;
};

/** What is remembered between two lines, beyond what a Timeline shows. */
export type Memory = {
	/** The phase that runs, or ran last. */
	readonly current: PhaseId | undefined;
	/** The phase that was left for the clean-up. */
	readonly left: PhaseId | undefined;
	/** Index of the step that runs, or ran last; -1 before the first. */
	readonly step: number;
	/** Index of the log's line after the one that began the step. */
	readonly stepFrom: number;
	/** Whether an error was printed since the phase began. */
	readonly troubled: boolean;
	/** Lines that may be the end of the provisioning, if the next ones fit. */
	readonly held:
		| { readonly ids: readonly string[]; readonly time: number; readonly from: number }
		| undefined;
	/** How to go back if the provisioning turns out not to have ended. */
	readonly before: (Standing & { readonly from: number; readonly into: PhaseId }) | undefined;
	/** The scripts that a rehearsal only checked. */
	readonly notRun: readonly string[];
	/** The AMI that is being made in the first region. */
	readonly madeAmi: string | undefined;
	/** What Packer said that is no line of a build: the reason, if nothing better comes. */
	readonly complaint: string | undefined;
};

export const newMemory: Memory = {
	current: undefined,
	left: undefined,
	step: -1,
	stepFrom: 0,
	troubled: false,
	held: undefined,
	before: undefined,
	notRun: [],
	madeAmi: undefined,
	complaint: undefined,
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A Timeline that is being written, within one call of `advance`. */
export type OpenTimeline = Mutable<Memory> & {
	readonly header: JournalHeader;
	/** Whether Packer prints what scripts say unlike what it says itself. */
	readonly tellsApart: boolean;
	phases: readonly Phase[];
	steps: readonly Step[];
	readonly log: GrowingLog;
	instance: string | undefined;
	address: string | undefined;
	sourceAmi: string | undefined;
	keptAmi: string | undefined;
	sandbox: { readonly kind: 'container' | 'trace'; readonly detail: string } | undefined;
	copies: readonly Copy[];
	cancelReason: CancelReason | undefined;
	ownEnd: OwnEnd | undefined;
	artifacts: readonly Artifact[];
	written: readonly WrittenFile[];
	moreWritten: number | undefined;
	error: string | undefined;
	why: string | undefined;
	result: BuildResult | undefined;
	cause: string | undefined;
	diagnosis: RecordedDiagnosis | undefined;
	kept: KeptMachine | undefined;
	time: number;
};

export const log = (open: OpenTimeline, source: LogSource, text: string, step = -1): void => {
	const { time } = open;
	appendLine(open.log, step < 0 ? { time, source, text } : { time, source, text, step });
};
