import type { BuildMode, SandboxKind } from '../../base/build-mode.ts';
import type { PresetOrigin, Recipe, TargetId } from '../../recipe/schema.ts';
import type { NamedRate } from '../../targets/aws/recipe/estimate.ts';
import type { RecordedDiagnosis } from './diagnosis.ts';

/** The version of the journal's form. */
export const journalVersion = 1;

export type { BuildMode };

/** A process that cannot be mistaken for a later one with the same pid. */
export type ProcessIdentity = {
	readonly pid: number;
	/** What the system says of its start: the boot's id and clock ticks since then on Linux, a date on macOS. */
	readonly started: string;
};

/** An image that a build made: an AMI, or one of containers, which has no region and one of its names. */
export type Artifact = {
	readonly region: string;
	readonly ami: string;
};

export const buildResults = ['done', 'failed', 'cancelled', 'interrupted', 'unknown'] as const;
export type BuildResult = (typeof buildResults)[number];

/** Where a preset is kept. */
export type PresetFrom = { readonly origin: PresetOrigin; readonly file?: string | undefined };

/** Who signed for a build, as far as it tells one account from another. */
export type SignedBy = {
	/** `profile dev, role builder`. */
	readonly label: string;
	/** The number of the account, if it is known without asking AWS. */
	readonly account?: string | undefined;
	/** Where EC2 is, if not at Amazon's. */
	readonly endpoint?: string | undefined;
	/** That Packer was handed temporary keys, and until when they last, milliseconds since 1970. */
	readonly handed?: { readonly until?: number | undefined } | undefined;
};

/** How long a build is expected to take, in milliseconds. */
export type ExpectedTimes = {
	/** What it is known from: earlier builds of the same, or middling times of EC2. */
	readonly from: 'builds' | 'typical';
	/** Of each phase but that of the steps, by its id. */
	readonly phases: Readonly<Record<string, number>>;
	/** Of each step, in order. */
	readonly steps: readonly { readonly name: string; readonly time: number }[];
};

/** What was expected of a build when it began. */
export type BuildEstimate = {
	/** Missing if nothing is known of it. */
	readonly times?: ExpectedTimes | undefined;
	/** The prices that it is told to cost by; none where it costs nothing. */
	readonly rates: readonly NamedRate[];
};

/** First line of a journal: what is built, by what. */
export type JournalHeader = {
	readonly kind: 'header';
	readonly version: typeof journalVersion;
	readonly id: string;
	/** Milliseconds since 1970, as all times in a journal. */
	readonly time: number;
	readonly mode: BuildMode;
	readonly recipe: Recipe;
	/** The person's folder with the template; undefined if it was rendered for this build alone. */
	readonly folder?: string | undefined;
	/** The name of the preset that was run, if it was run by name. */
	readonly preset?: string | undefined;
	/** Whose preset that was, since several may have one name; and its file, absolute, if it did not come along. */
	readonly presetFrom?: PresetFrom | undefined;
	/** Whether answers of the preset were changed for this build. */
	readonly isChanged?: boolean | undefined;
	readonly packer: {
		readonly path: string;
		readonly version: string;
		/** The version of the amazon plugin, undefined if Packer brings its own. */
		readonly plugin?: string | undefined;
	};
	readonly supervisor: ProcessIdentity;
	/** In CI the processes that wait for the build, each for the one before it; missing if none has to. */
	readonly job?: readonly ProcessIdentity[] | undefined;
	/** The environment variables whose values are removed from everything that Packer prints; never the values. */
	readonly secrets: readonly string[];
	/** Milliseconds after which the build is cancelled; never if missing, or `off`, which a person chose. */
	readonly timeout?: number | 'off' | undefined;
	/** The account that a person said yes to, in the words of the review; missing if nobody was shown one. */
	readonly account?: string | undefined;
	/** Who signed for a real build; missing in journals from before it was noted. */
	readonly signedBy?: SignedBy | undefined;
	/** `docker` or `podman`, which makes a container image. */
	readonly engine?: string | undefined;
	/** `keep`: what Packer made in AWS stays if no image comes of it. */
	readonly onError?: 'keep' | undefined;
	/** How it was said that a rehearsal is played: how fast, and what goes wrong whenever the same is played again. */
	readonly rehearsal?:
		| {
				readonly speed?: number | undefined;
				readonly faults?: readonly string[] | undefined;
				readonly sandbox?: SandboxKind | undefined;
		  }
		| undefined;
	/** How long it was expected to take, and what it costs. */
	readonly estimate?: BuildEstimate | undefined;
	/** What was doubtful about the answers when it was started, a sentence each. */
	readonly warnings?: readonly string[] | undefined;
	/** The provisioning steps in order. */
	readonly steps: readonly BuildStep[];
};

/** A provisioning step of a build. */
export type BuildStep = {
	/** The script's path in the template, or where it would be if it stands in the template itself; empty if it has none. */
	readonly script: string;
	/** The type of the provisioner by which it begins, if that is not the one of its script. */
	readonly by?: string | undefined;
	/** The type of the provisioner that follows its script and is a part of it. */
	readonly followedBy?: string | undefined;
	/** The name to show. */
	readonly name: string;
	/** Whether the script stands in the template: then Packer gives no name to it. */
	readonly isInline?: true | undefined;
	/** What it is a step of, where several things are made. */
	readonly target?: TargetId | undefined;
};

type EntryBase = {
	/** Counts from 1. */
	readonly seq: number;
	readonly time: number;
};

/** A record of Packer's machine-readable output, decoded and redacted. */
export type RecordEntry = EntryBase & {
	readonly kind: 'record';
	/** Where the record ends in the spool, in bytes. */
	readonly offset: number;
	readonly target: string;
	readonly type: string;
	readonly data: readonly string[];
};

/** Packer runs. */
export type PackerEntry = EntryBase & {
	readonly kind: 'packer';
	readonly process: ProcessIdentity;
};

/** When the machine of a real build ends itself, whatever becomes of this computer. */
export type OwnEnd = {
	/** What becomes of it when it shuts itself down. */
	readonly behavior: 'terminate' | 'stop';
	/** Counted from each of its starts. */
	readonly seconds: number;
};

type OwnEndEntry = EntryBase & OwnEnd & { readonly kind: 'own-end' };

/** How a rehearsal runs the scripts. */
type RehearsalEntry = EntryBase & {
	readonly kind: 'rehearsal';
	readonly sandbox: 'container' | 'trace';
	/** Why it is a trace, one sentence; or the container's image. */
	readonly detail: string;
};

/** A rehearsal checked and showed a script where it would have been run. */
type NotRunEntry = EntryBase & {
	readonly kind: 'not-run';
	/** The step's script, as the header names it. */
	readonly script: string;
};

/**
 * A rehearsal kept the state of its machine behind a step, or took the step from before: it was not run then, and what it
 * printed at that time is in the journal once more.
 */
type LayerEntry = EntryBase & {
	readonly kind: 'layer';
	/** The step's script, as the header names it. */
	readonly script: string;
	/** The name of the layer. */
	readonly layer: string;
	/** When the step was run, if it was taken from before. */
	readonly from?: number | undefined;
};

/** Something the person should know that is no output of Packer: a sentence. */
type NoticeEntry = EntryBase & {
	readonly kind: 'notice';
	readonly message: string;
};

/**
 * `disk`: it is nearly full. `timeout`: it takes too long. `signal`: somebody else told Packer to end. `job`: the CI job
 * that waited for it is gone.
 */
export const cancelReasons = ['person', 'disk', 'timeout', 'signal', 'job', 'container'] as const;
export type CancelReason = (typeof cancelReasons)[number];

/** The build is being cancelled, and why. */
type CancelEntry = EntryBase & {
	readonly kind: 'cancel';
	readonly reason: CancelReason;
};

/**
 * A file that a build wrote beside its template, and what became of it: it is `new` in the person's folder, or `replaced`
 * the one there; it was `kept` with the build, or `lost` with its private copy.
 */
export type WrittenFile = {
	/** Where plain Packer would have written it, absolute. */
	readonly path: string;
	readonly how: (typeof writtenHow)[number];
	/** Where it was kept, absolute. */
	readonly at?: string | undefined;
	/** Why it was not brought back, one sentence. */
	readonly why?: string | undefined;
};
export const writtenHow = ['new', 'replaced', 'kept', 'lost'] as const;

/** What the build wrote beside its template. */
type FilesEntry = EntryBase & {
	readonly kind: 'files';
	readonly files: readonly WrittenFile[];
	/** How many there are beside these. */
	readonly more?: number | undefined;
};

/**
 * `planned`: packer-wizard makes this copy itself, not Packer. `began`: AWS makes it. `done`, `failed`: with an id, something
 * of it may be there all the same.
 */
export const copyStates = ['planned', 'began', 'done', 'failed'] as const;

/** What became of a copy of the image. When the build is over more may follow its end: later copies. */
export type CopyEntry = EntryBase & {
	readonly kind: 'copy';
	readonly region: string;
	readonly state: (typeof copyStates)[number];
	readonly ami?: string | undefined;
	/** Why it failed, or is not as it was to be, in the words of AWS. */
	readonly said?: string | undefined;
};

/** How far AWS is with the image, or with a copy of it, while Packer says nothing. */
type ProgressEntry = EntryBase & {
	readonly kind: 'progress';
	readonly region: string;
	/** 0 to 100, a whole number. */
	readonly percent: number;
};

/** A machine began to list what is in its image, that is kept with the build, or it is not asked. */
export const contentsStates = ['began', 'kept', 'unasked'] as const;

/**
 * Why a machine is not asked what is in its image: nobody wants it, no shell is surely there for it, the machine goes down or
 * restarts at last, its log-in may print since a step, or a step removes the place of scripts.
 */
export const unaskedReasons = ['off', 'no-shell', 'down', 'log-in', 'removed'] as const;
export type UnaskedReason = (typeof unaskedReasons)[number];

type ContentsEntry = EntryBase & {
	readonly kind: 'contents';
	/** The build of Packer that it is of: `amazon-ebs.image`; empty if none is asked. */
	readonly target: string;
	readonly state: (typeof contentsStates)[number];
	readonly why?: UnaskedReason | undefined;
};

/** A layer of a container image that holds something. */
export type ImageLayer = {
	/** Bytes. */
	readonly size: number;
	/** What made it, in the words of the engine; empty if it says nothing. */
	readonly by: string;
	/** Whether it is the one of this build. */
	readonly isOurs?: boolean | undefined;
};

/** A container image as its engine shows it when the build is over. */
export type ContainerImage = {
	/** `sha256:0123…`, or without its kind as Podman prints it. */
	readonly id: string;
	/** All that the engine calls it: `localhost/web:latest`. */
	readonly tags: readonly string[];
	/** Bytes. */
	readonly size: number;
	/** `amd64`. */
	readonly architecture?: string | undefined;
	/** How many layers it has, those that hold nothing counted. */
	readonly layerCount: number;
	/** Those that hold something, the newest first. */
	readonly layers: readonly ImageLayer[];
};

/** Something in a container engine that a build made and did not remove. */
export type EngineThing = { readonly kind: 'container' | 'image'; readonly id: string };

type ContainerImageEntry = EntryBase & { readonly kind: 'container-image'; readonly image: ContainerImage };

/** How one gets into a machine that was kept. */
export type KeptMachine = {
	readonly user: string;
	/** The file with the private key, absolute; missing if Packer gave none. */
	readonly key?: string | undefined;
};

/** Something in AWS, by what it is there. */
export type AwsThing = {
	readonly region: string;
	readonly kind: string;
	readonly id: string;
	/** What Packer calls it, if that is not its id. */
	readonly name?: string | undefined;
};

/** What a clean-up found of a build that is over, and what it did about it. */
export type CleanupEntry = EntryBase & {
	readonly kind: 'cleanup';
	readonly removed: readonly AwsThing[];
	/** What it saw and did not delete. */
	readonly left: readonly AwsThing[];
	/** Whether it could look everywhere: then nothing else of the build is there. */
	readonly isWhole: boolean;
	/** `docker` or `podman`, if it looked there and not in AWS. */
	readonly engine?: string | undefined;
};

/** `shared`: more may start servers from it. `deprecated`: nobody else finds it any more from a day on. `renewed`: that was taken back. */
export const imageChanges = ['shared', 'deprecated', 'renewed'] as const;

/** What was done with an image of a build that is over. */
export type ImageEntry = EntryBase & {
	readonly kind: 'image';
	readonly region: string;
	readonly ami: string;
	readonly did: (typeof imageChanges)[number];
	/** The accounts and ARNs of organisations that it was shared with. */
	readonly with?: readonly string[] | undefined;
	/** The day from which on it is deprecated: `2027-01-31`. */
	readonly on?: string | undefined;
};

/** `began`: before anything of it is made. `changed`: it has more by now. `kept`: it stays, since a person said so. `ended`: nothing of it is left. */
export const testStates = ['began', 'changed', 'kept', 'ended'] as const;

/** A test machine that was started from an image of a build that is over. */
export type TestEntry = EntryBase & {
	readonly kind: 'test';
	readonly state: (typeof testStates)[number];
	readonly region: string;
	readonly ami: string;
	readonly type: string;
	/** What is there, or may be: a name that is given before a thing is made counts. */
	readonly things: readonly AwsThing[];
	/** How one gets in, when it was ready. */
	readonly user?: string | undefined;
	readonly address?: string | undefined;
};

/** Last line of a journal, but for what is done later: copies, clean-ups, and what is done with its images. */
export type EndEntry = EntryBase & {
	readonly kind: 'end';
	readonly result: BuildResult;
	/** Packer's exit code, null if it is not known. */
	readonly exitCode: number | null;
	readonly artifacts: readonly Artifact[];
	/** The scripts of the steps that a rehearsal only checked; missing if it ran all. */
	readonly notRun?: readonly string[] | undefined;
	/** What a rehearsal found to be left when it was over, which would cost on in an account; missing if nothing is. */
	readonly left?: readonly AwsThing[] | undefined;
	/** The machine that was kept, as was asked for: who logs in, and with which file, absolute, if there is one. */
	readonly kept?: KeptMachine | undefined;
	/**
	 * What the computer's clock showed, milliseconds since 1970, if it was set meanwhile, or the computer slept: what AWS
	 * dated then lies in no time of this journal.
	 */
	readonly clock?: number | undefined;
	/**
	 * The regions that are still to get a copy, of those that packer-wizard makes itself; missing if none is. Packer had made
	 * the image then. A copy there that has an id may come all the same.
	 */
	readonly uncopied?: readonly string[] | undefined;
	/** Why, where Packer could not say it: it was not even started, or nobody saw how it ended. */
	readonly message?: string | undefined;
	/** Why it made no image, one sentence for people; missing if its result says all that is known. */
	readonly cause?: string | undefined;
	/** What is known of that cause; missing where it is, and in journals from before there was one. */
	readonly diagnosis?: RecordedDiagnosis | undefined;
};

export type JournalEntry =
	| RecordEntry
	| PackerEntry
	| OwnEndEntry
	| RehearsalEntry
	| NotRunEntry
	| LayerEntry
	| NoticeEntry
	| CancelEntry
	| FilesEntry
	| CopyEntry
	| ProgressEntry
	| ContentsEntry
	| ContainerImageEntry
	| CleanupEntry
	| ImageEntry
	| TestEntry
	| EndEntry;
export type JournalLine = JournalHeader | JournalEntry;

/** The name that a person knows a build by: the preset's, else the Recipe's. */
export const buildName = (header: JournalHeader): string => header.preset ?? header.recipe.name;
