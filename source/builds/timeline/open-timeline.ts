import { atLeast, parseVersion } from '../../base/versions.ts';
import { targetOf } from '../../recipe/targets.ts';
import type { RecordedDiagnosis } from '../journal/diagnosis.ts';
import type {
	Artifact,
	BuildResult,
	CancelReason,
	ContainerImage,
	ImageEntry,
	JournalHeader,
	KeptMachine,
	OwnEnd,
	TestEntry,
	UnaskedReason,
	WrittenFile,
} from '../journal/journal.ts';
import { appendLine, emptyLog, openLog } from './log.ts';
import type { GrowingLog } from './log-held.ts';
import {
	type Cleaned,
	type Copy,
	type LogSource,
	type Phase,
	type PhaseId,
	type Step,
	type StepLayer,
	targetPhases,
} from './stages.ts';

/** The state of phases and steps, as it was before something that may have to be taken back. */
type Standing = {
	readonly phases: readonly Phase[];
	readonly steps: readonly Step[];
	readonly current: PhaseId | undefined;
	readonly step: number;
};

/** A Timeline that is being written, within one call of `advance`: what is shown, and what is remembered between two lines. */
export type OpenTimeline = {
	readonly header: JournalHeader;
	/** Whether what is said of all that is made stands in the log of another one. */
	readonly isBeside: boolean;
	/** Whether what is read now is said of all that is made. */
	forAll: boolean;
	/** Where the entry begins that is read now, in bytes, if its texts can be read again there. */
	entry: number | undefined;
	/** Which of its texts is read, from 0. */
	text: number;
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
	/** Why the machine is not asked what is in its image; undefined if it is, or nobody knows. */
	unasked: UnaskedReason | undefined;
	copies: readonly Copy[];
	/** How far AWS is with the image and with each copy, 0 to 100, by region. */
	percents: Readonly<Record<string, number>>;
	cancelReason: CancelReason | undefined;
	ownEnd: OwnEnd | undefined;
	artifacts: readonly Artifact[];
	uncopied: readonly string[];
	written: readonly WrittenFile[];
	moreWritten: number | undefined;
	error: string | undefined;
	why: string | undefined;
	result: BuildResult | undefined;
	cause: string | undefined;
	diagnosis: RecordedDiagnosis | undefined;
	kept: KeptMachine | undefined;
	clock: number | undefined;
	cleaned: Cleaned | undefined;
	/** The test machine that was started last, and what is left of it. */
	test: TestEntry | undefined;
	/** What was done with its images when it was over. */
	changes: readonly ImageEntry[];
	hasContents: boolean;
	containerImage: ContainerImage | undefined;
	time: number;
	/** The phase that runs, or ran last. */
	current: PhaseId | undefined;
	/** The phase that was left for the clean-up. */
	left: PhaseId | undefined;
	/** Index of the step that runs, or ran last; -1 before the first. */
	step: number;
	/** Whether a second part of that step is still to come: its script, or what follows that. */
	owes: boolean;
	/** Index of the log's line after the one that began the step. */
	stepFrom: number;
	/** Whether an error was printed since the phase began. */
	troubled: boolean;
	/** Lines that may be the end of the provisioning, if the next ones fit. */
	held: { readonly ids: readonly string[]; readonly time: number; readonly from: number } | undefined;
	/** How to go back if the provisioning turns out not to have ended. */
	before: (Standing & { readonly from: number; readonly into: PhaseId }) | undefined;
	/** The scripts that a rehearsal only checked. */
	notRun: readonly string[];
	/** The layers that a rehearsal kept behind steps, or took them from. */
	layers: readonly StepLayer[];
	/** The AMI that is being made in the first region. */
	madeAmi: string | undefined;
	/** What Packer said that is no line of a build: the reason, if nothing better comes. */
	complaint: string | undefined;
};

/**
 * A Timeline before anything happened.
 * @param isBeside whether it stands beside another one of the same build.
 */
export const newTimeline = (header: JournalHeader, isBeside = false): OpenTimeline => {
	const { recipe } = header;
	const copies = recipe.aws.copyTo.filter(region => region !== recipe.aws.region);
	const needless: Partial<Record<PhaseId, boolean>> = {
		provision: header.steps.length === 0,
		// A spot instance is not stopped: the image is made of it while it runs.
		stop: recipe.aws.spot,
		copy: copies.length === 0,
	};
	const version = parseVersion(header.packer.version);
	return {
		header,
		isBeside,
		forAll: false,
		entry: undefined,
		text: 0,
		tellsApart: version !== undefined && !atLeast(version, '1.13.0'),
		phases: targetPhases[targetOf(recipe)].map(id => ({ id, status: needless[id] ? 'skipped' : 'waiting' })),
		steps: header.steps.map(({ script, name }) => ({ script, name, status: 'waiting' })),
		log: openLog(emptyLog),
		instance: undefined,
		address: undefined,
		sourceAmi: undefined,
		keptAmi: undefined,
		sandbox: undefined,
		unasked: undefined,
		copies: copies.map(region => ({ region, status: 'waiting' })),
		percents: {},
		cancelReason: undefined,
		ownEnd: undefined,
		artifacts: [],
		uncopied: [],
		written: [],
		moreWritten: undefined,
		error: undefined,
		why: undefined,
		result: undefined,
		cause: undefined,
		diagnosis: undefined,
		kept: undefined,
		clock: undefined,
		cleaned: undefined,
		changes: [],
		test: undefined,
		hasContents: false,
		containerImage: undefined,
		time: header.time,
		current: undefined,
		left: undefined,
		step: -1,
		owes: false,
		stepFrom: 0,
		troubled: false,
		held: undefined,
		before: undefined,
		notRun: [],
		layers: [],
		madeAmi: undefined,
		complaint: undefined,
	};
};

export const log = (open: OpenTimeline, source: LogSource, text: string, step = -1): void => {
	const { time, forAll, isBeside, entry } = open;
	if (forAll && isBeside) {
		return;
	}

	appendLine(
		open.log,
		{ time, source, text, ...(step < 0 || forAll ? {} : { step }), ...(forAll && { forAll }) },
		entry === undefined ? undefined : { entry, part: open.text },
	);
};
