import type { Signer } from '../aws/signer.ts';
import type { SandboxKind } from '../base/build-mode.ts';
import type { Whereabouts } from '../base/paths.ts';
import type { KnownEngine } from '../engine/engine.ts';
import type { PackerProgram } from '../packer/find.ts';
import type { Recipe } from '../recipe/schema.ts';
import type { TemplateFile } from '../template/files.ts';
import type { LockedFolder } from './folder-lock.ts';
import type { BuildEstimate, BuildMode, PresetFrom } from './journal/journal.ts';
import type { WaitingSupervisor } from './supervisor/launch.ts';

/** What is built: a folder of the person's as it stands, or files that are rendered for this build alone. */
export type BuildTemplate =
	| {
			/** Absolute. */
			readonly folder: string;
			/** Writes what is missing there, before it is copied. */
			readonly write?: (locked: LockedFolder) => Promise<void>;
			/** Looks at the copy before anything of it runs, and throws what speaks against it. */
			readonly inspect?: (copy: string) => Promise<void>;
	  }
	| { readonly files: readonly TemplateFile[] };

/** Temporary keys that were got for a Packer that cannot get them by itself. */
export type HandedKeys = {
	/** Whose they are: the signer as JSON. */
	readonly of: string;
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	readonly sessionToken?: string | undefined;
	/** Milliseconds since 1970; undefined if nobody says. */
	readonly until?: number | undefined;
};

/** A build as it is asked for. */
export type StartRequest = {
	readonly recipe: Recipe;
	readonly template: BuildTemplate;
	readonly mode: BuildMode;
	/** The preset's name, if one was run by name. */
	readonly preset?: string | undefined;
	/** Where that preset is kept. */
	readonly presetFrom?: PresetFrom | undefined;
	/** Whether answers of the preset were changed for this build. */
	readonly isChanged?: boolean | undefined;
	readonly packer: PackerProgram;
	/** Environment variables that hold secrets, by name. */
	readonly secrets: Readonly<Record<string, string>>;
	/** The temporary keys of a signer, if there are any: they are handed to a Packer that cannot get its keys by itself. */
	readonly handed?: ((signer: Signer) => HandedKeys | undefined) | undefined;
	/** For a rehearsal: how fast time passes there, 1 as in EC2. */
	readonly speed?: number | undefined;
	/** For a rehearsal: how its scripts are run. */
	readonly sandbox?: SandboxKind | undefined;
	/** For a rehearsal: whether all steps are run, whatever is kept of them. */
	readonly isFresh?: boolean | undefined;
	/** For a rehearsal: the container engine that has just answered, if one was asked. */
	readonly engine?: KnownEngine | undefined;
	/** For a rehearsal: what shall go wrong. */
	readonly faults?: readonly string[] | undefined;
	/** Milliseconds after which the build is cancelled, and its machine ends itself; a usual time in AWS if missing. */
	readonly timeout?: number | 'off' | undefined;
	/** What becomes of what Packer made if no image comes of it: deleted if missing. */
	readonly onError?: 'keep' | undefined;
	/** Whether the build ends with the job if it is one of CI. */
	readonly isAwaited?: boolean | undefined;
	/** The account that a person said yes to, in the words of the review. */
	readonly account?: string | undefined;
	/** How long it is expected to take, and what it costs. */
	readonly estimate?: BuildEstimate | undefined;
	/** What is doubtful about the answers, a sentence each. */
	readonly warnings?: readonly string[] | undefined;
	/** Who runs it, if somebody has started one already; it is dismissed by whoever did if the build does not begin. */
	readonly supervisor?: WaitingSupervisor | undefined;
	readonly whereabouts: Whereabouts;
	/** Aborts when it shall not be started any more. */
	readonly signal?: AbortSignal | undefined;
};
