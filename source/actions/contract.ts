import type { BuildMode, ExpectedTimes } from '../builds/journal/journal.ts';
import type { Summary } from '../builds/report/summary.ts';
import type { BuildNews } from '../builds/timeline/news.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';
import type { Comparison } from '../flow/compare.ts';
import type { BuildContents } from '../flow/contents.ts';
import type { ContentsDifference } from '../flow/contents-difference.ts';
import type { DifferencePolicy, FilePlan, Written } from '../flow/files.ts';
import type { Home, Surroundings } from '../flow/home.ts';
import type { OwnImage } from '../flow/images.ts';
import type { ImportRequest, ImportResult } from '../flow/import.ts';
import type { LayersKept, LayersRemoved } from '../flow/layers.ts';
import type { Kept } from '../flow/presets.ts';
import type { Accounts, BuildRequest } from '../flow/request.ts';
import type { ChecklistActions } from '../flow/walk-checklist.ts';
import type { Draft } from '../questions/draft.ts';
import type { Decisions, Facts } from '../questions/question.ts';
import type { FoundRemains, RemainsRequest, Removal, Removed } from '../targets/aws/builds/remains/places.ts';
import type { AwsQuestion, ImagesQuestion } from '../targets/aws/flow/account-choices.ts';
import type { ImageActions } from '../targets/aws/flow/do-image-deed.ts';
import type { AwsFacts, SoughtImages } from '../targets/aws/questions/facts.ts';
import type { PackerProfile } from '../template/profile.ts';

/**
 * Everything that front ends can do; effects live behind it, so that a test can hand in others. What waits takes a
 * signal: if that aborts, it ends what it began, leaves nothing half done, and rejects with the reason of the signal.
 * What takes none is over in a moment, or must not be torn.
 */
export type Actions = ChecklistActions &
	ImageActions & {
		readonly home: () => Promise<Home>;
		/** Starts programs and may ask the metadata service, so it takes a second or two. */
		readonly surroundings: (signal?: AbortSignal) => Promise<Surroundings>;
		/** What the questions need to know of this machine. */
		readonly facts: () => Promise<Facts>;
		/** Why files of the person's that an answer named cannot be used as they are now, a sentence or two each. */
		readonly missingFiles: (before: Decisions, after: Decisions) => Promise<readonly string[]>;
		/** Answers that were left, and what a new image begins with. */
		readonly drafts: () => Promise<Pick<Home, 'draft' | 'fresh'>>;
		/**
		 * Keeps answers. Those that are kept and would be lost are given, and nothing is changed: they are not `known`, the
		 * ones that these go on from or that a person gave up.
		 */
		readonly saveDraft: (draft: Draft, known: Decisions | undefined) => Promise<Draft | undefined>;
		/** One sentence on presets of a project that are not taken, since another user may have put them there. */
		readonly projectWarning: () => Promise<string | undefined>;
		/** @throws Problem (exit 2) that names the nearest preset. */
		readonly readPreset: (nameOrPath: string) => Promise<Decisions>;
		/**
		 * A template that somebody wrote, as answers.
		 * @throws Problem (exit 2) if it cannot be read, with line and column, or makes no image that can be imported.
		 */
		readonly importTemplate: (request: ImportRequest) => Promise<ImportResult>;
		/**
		 * @throws Problem if the name is taken and overwriting was not asked for, or nobody said yes to scripts from elsewhere:
		 * what a preset of one's own names is not asked about. Kept answers that it is made of are done with.
		 */
		readonly savePreset: (
			name: string,
			decided: Kept,
			overwrite: boolean,
			madeOf?: Decisions,
		) => Promise<string>;
		readonly deletePreset: (name: string) => Promise<void>;
		/** For the Packer that is found, unless another profile is given. */
		readonly planFiles: (
			decisions: Decisions,
			profile?: PackerProfile,
			signal?: AbortSignal,
		) => Promise<FilePlan>;
		/** What is doubtful about variables and the person's own scripts, a sentence each; a plan of their files has it, too. */
		readonly doubts: (decisions: Decisions, signal?: AbortSignal) => Promise<readonly string[]>;
		/** What packer-wizard did not write in the folder and Packer would read or start, as files to look at. */
		readonly planForeign: (request: BuildRequest) => Promise<FilePlan>;
		/**
		 * Writes all or nothing, and tells what was done.
		 * @throws Problem (exit 3) if another process has the folder, files there differ from those that were seen, or nobody
		 * said yes to scripts from elsewhere. Kept answers that they are made of are done with.
		 */
		readonly writeFiles: (
			plan: FilePlan,
			differences: DifferencePolicy | undefined,
			madeOf?: Decisions,
		) => Promise<Written>;
		/** Each account as `123456789012 (profile dev)`. It may take a second or two. */
		readonly accounts: (decisions: Decisions, signal?: AbortSignal) => Promise<Accounts>;
		/** How long a build takes, by earlier ones of its name or as is usual; undefined where nothing is known. Throws nothing. */
		readonly expectedTimes: (decisions: Decisions, mode: BuildMode) => Promise<ExpectedTimes | undefined>;
		/**
		 * Calls back with what is new of a build, from its beginning on, until it is over or the signal aborts. A promise that
		 * comes back is waited for before more is read. Gives the state then, if there is one.
		 */
		readonly follow: (
			id: string,
			onProgress: (progress: BuildNews) => void | Promise<void>,
			signal?: AbortSignal,
		) => Promise<Timeline>;
		/**
		 * The texts of lines of a build's log as they were printed, by their indexes, those that are not held from its journal.
		 * @throws Problem (exit 3) if that cannot be read.
		 */
		readonly readLog: (timeline: Timeline, wanted: readonly number[]) => Promise<ReadonlyMap<number, string>>;
		/** A build as it stands, whether it goes on or not: nothing is waited for. */
		readonly look: (id: string) => Promise<Timeline>;
		/** What stays in the scroll-back when a build is over, or was left: the end in words, and what to do next. */
		readonly summary: (timeline: Timeline) => Summary;
		readonly cancel: (id: string) => Promise<void>;
		/**
		 * Deletes the journal of a build that is over, and the files with it; images stay.
		 * @throws Problem: exit 2 if it runs, exit 3 if a clean-up may still need it and nobody said that it goes all the same.
		 */
		readonly deleteBuild: (id: string, isForced: boolean) => Promise<void>;
		/**
		 * A build beside another one, beside the one of its name before it if none is named.
		 * @throws Problem (exit 2) if there is none before it.
		 */
		readonly compareBuilds: (id: string, other?: string) => Promise<Comparison>;
		/** What is in the images of a build. @throws Problem (exit 3) if that was not kept. */
		readonly contents: (id: string) => Promise<BuildContents>;
		/**
		 * What is in the images of the second build and not in those of the first, and what is there otherwise. Without a second
		 * one the first is the later one, beside the one of its name before it.
		 * @throws Problem: exit 2 if there is none before it, exit 3 if it was not kept of both what is in them.
		 */
		readonly contentsDifference: (one: string, other?: string) => Promise<ContentsDifference>;
		/** The id of a build from an id, a preset's name, or nothing (the newest). @throws Problem (exit 2). */
		readonly findBuild: (idOrName: string | undefined) => Promise<string>;
		/**
		 * What builds left in AWS. Nothing is changed there; where nothing is left, the build knows it from then on.
		 * @throws Problem: exit 2 if the build that is meant still runs, or no region is known; exit 4 if nobody can sign in,
		 * exit 3 if AWS lets nobody look.
		 */
		readonly findRemains: (request: RemainsRequest, signal?: AbortSignal) => Promise<FoundRemains>;
		/**
		 * Deletes what was found and nothing speaks against, tells of each, and notes it with the builds. What is deleted before
		 * the signal is gone.
		 */
		readonly removeRemains: (
			remains: FoundRemains,
			told: (removal: Removal) => void,
			signal?: AbortSignal,
		) => Promise<Removed>;
		/**
		 * Tells of the images that builds of this computer made, the newest first: at once as they are known, and again behind each
		 * account that was asked whether they are still there. Only an account's own are looked at, in the name that built them.
		 */
		readonly images: (told: (images: readonly OwnImage[]) => void, signal?: AbortSignal) => Promise<void>;
		/** What rehearsals keep of the states of machines. */
		readonly layers: () => Promise<LayersKept>;
		/** Removes all of it, but for what runs, and gives how many images are left. @throws Problem (exit 3) if no engine answers. */
		readonly removeLayers: (signal?: AbortSignal) => Promise<LayersRemoved>;
		/**
		 * Gives the terminal to a shell in a machine as it was, and its exit code when it is over.
		 * @throws Problem (exit 3) if what was kept of it is gone, or no engine answers.
		 */
		readonly openShell: (
			wanted: { readonly id: string; readonly layer: string; readonly isTerminal: boolean },
			opened: () => void,
			signal?: AbortSignal,
		) => Promise<number>;
		/**
		 * Tells what is known of the AWS account and the region that answers mean: at once what was kept, with its age, and again
		 * behind each topic that had to be asked anew. Who has no sign-in is told nothing, who has one that cannot be used is told
		 * why. What AWS refuses is told as a sentence.
		 * One question is asked at a time: the next one ends the one before, which is over then.
		 */
		readonly askAws: (
			about: AwsQuestion,
			told: (facts: AwsFacts) => void,
			signal: AbortSignal,
		) => Promise<void>;
		/** Waits until a sign-in left something on this computer since then, in milliseconds since 1970. AWS is not asked. */
		readonly renewed: (since: number, signal: AbortSignal) => Promise<void>;
		/**
		 * Tells images of anybody's in the region that fit what somebody typed, as they come; nothing if nobody signs in. It waits a
		 * moment before it asks, and the next search ends the one before, which is over then.
		 */
		readonly seekAmis: (
			about: ImagesQuestion,
			told: (sought: SoughtImages) => void,
			signal: AbortSignal,
		) => Promise<void>;
		readonly copyToClipboard: (text: string) => boolean;
	};
