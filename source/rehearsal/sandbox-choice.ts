import type { SandboxKind } from '../base/build-mode.ts';
import type { Environment } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { rehearsalImageVariable } from '../base/variables.ts';
import { type Architecture, findBaseImage } from '../catalog/base-images.ts';
import { containerImageOf } from '../catalog/container-images.ts';
import {
	type Engine,
	type FoundEngine,
	findEngine,
	type KnownEngine,
	knownEngine,
} from '../engine/engine.ts';
import type { RehearsalBase } from './endpoint/seed.ts';
import type { Instance } from './endpoint/state.ts';
import type { Faults } from './faults.ts';
import { guardScripts, rememberUploads, withMishap } from './instance/around.ts';
import { mishapOf, type Outside } from './instance/mishaps.ts';
import { prepareImage } from './instance/prepared-image.ts';
import { proveContainer } from './instance/proof.ts';
import type { Sandbox } from './instance/sandbox.ts';
import { newTrace } from './instance/trace.ts';
import type { Uploads } from './instance/uploads.ts';
import type { ListingSigns } from './layers/listing.ts';
import { goesOn, type LayerChoice, startMachine } from './layers/start-machine.ts';

/** How the scripts of a rehearsal run. */
export type SandboxChoice = {
	readonly kind: 'container' | 'trace';
	/** The container's image, or why it is a trace: a sentence that fits into a row. */
	readonly detail: string;
	/** Whether the machine will likely go on behind steps that were run before. */
	readonly goesOn: boolean;
	readonly start: (instance: Instance, outside: Outside) => Promise<Sandbox>;
};

/** What decides how the scripts of a rehearsal run. */
export type ChoiceOptions = {
	readonly sandbox: SandboxKind;
	readonly architecture: Architecture;
	readonly baseImage: RehearsalBase;
	/** The person's environment: where docker and podman are, and PACKER_WIZARD_REHEARSAL_IMAGE. */
	readonly environment: Environment;
	/** The container engine that has just answered; it is looked for if none has. */
	readonly engine?: KnownEngine | undefined;
	readonly buildId: string;
	/** Why a script may not be run although there is a container (it needs a token that is not set); a sentence. */
	readonly traceReason: (scriptContent: string) => string | undefined;
	/** Told of each script that is checked and shown where it would have been run. */
	readonly onNotRun?: (scriptContent: string) => void;
	/** A folder of the build's own that exists. */
	readonly temporaryFolder: string;
	/** How the script is known that lists what is in the image; there is none if missing. */
	readonly listing?: ListingSigns;
	/** How the states behind steps are kept, and taken from before; missing if they are not. */
	readonly layers?: LayerChoice | undefined;
	/** Told when the container in which the scripts run ends by itself: a sentence. */
	readonly onDeath?: (sentence: string) => void;
	/** Told what takes long while it starts: a sentence each. */
	readonly say?: (sentence: string) => void;
	/** Gives up while it starts. */
	readonly signal?: AbortSignal;
};

type Found =
	| { readonly engine: Engine; readonly source: string; readonly image: string; readonly id: string }
	| { readonly reason: string };

/** How long it is waited for an engine, in milliseconds, by how much one is wanted; and until that is said. */
const patience = { trace: 0, auto: 30_000, container: 120_000, told: 5_000 };

/** As an engine says it that has no rights to run anything (Podman with runc 1.1). */
const brokenEngine =
	'OCI runtime error: runc create failed: unable to start container process: error setting rlimits for ready process: operation not permitted';

const lookForEngine = async (options: ChoiceOptions): Promise<FoundEngine> => {
	const { engine, environment, temporaryFolder } = options;
	if (engine) {
		return { engine: knownEngine(engine, environment, temporaryFolder) };
	}

	const late = setTimeout(() => options.say?.('The container engine takes long to answer.'), patience.told);
	return findEngine(environment, temporaryFolder, {
		milliseconds: patience[options.sandbox],
		signal: options.signal,
	}).finally(() => clearTimeout(late));
};

const findContainer = async (options: ChoiceOptions, faults: Faults): Promise<Found> => {
	const { architecture, baseImage, environment } = options;
	const { engine, reason: none } = await lookForEngine(options);
	if (!engine) {
		return { reason: none };
	}

	if (engine.architecture !== architecture) {
		return {
			reason: `The image is for ${architecture}, the container engine is not.`,
		};
	}

	const source =
		environment[rehearsalImageVariable] ||
		(baseImage.id === undefined ? undefined : containerImageOf(baseImage.id));
	if (source === undefined) {
		options.say?.(`${rehearsalImageVariable} can name a container image in which the scripts run.`);
		return {
			reason: `No container image is known for ${baseImage.ami ?? baseImage.id ?? 'this base image'}.`,
		};
	}

	const prepared = await prepareImage(engine, {
		source,
		architecture,
		username: baseImage.username,
		buildId: options.buildId,
		say: options.say ?? (() => {}),
		signal: options.signal,
	});
	if (prepared.reason !== undefined) {
		return { reason: prepared.reason };
	}

	const { image, id } = prepared;
	const reason = faults.has('engine-broken')
		? `${engine.program} cannot run a container: ${brokenEngine}`
		: await proveContainer(engine, { image, source, ...options, username: baseImage.username });
	if (reason !== undefined) {
		return { reason };
	}

	const besides = findBaseImage(baseImage.id ?? '')?.besides;
	if (besides !== undefined) {
		options.say?.(`The container ${source} plays the base image, without ${besides}.`);
	}

	return { engine, source, image, id };
};

/** Whether it was asked that no container can be run, and an engine is there that can be so. */
const isFault = (found: Found): boolean => 'reason' in found && found.reason.endsWith(brokenEngine);

const traceChoice = (options: ChoiceOptions, reason: string, faults: Faults): SandboxChoice => ({
	kind: 'trace',
	detail: reason,
	goesOn: false,
	start: async (instance, outside) => {
		const home = `/home/${instance.username}`;
		const uploads: Uploads = new Map();
		const trace = newTrace({
			home,
			uploads,
			reason,
			folder: options.temporaryFolder,
			onNotRun: options.onNotRun,
		});
		return withMishap(trace, home, uploads, mishapOf(faults, outside, undefined));
	},
});

/** Where nothing is listed. */
const noListing: ListingSigns = { isListing: () => false, mayList: () => false };

/** The key of an instance as `authorized_keys` has it: its algorithm stands at the head of its wire form. */
const authorizedKey = ({ publicKey = '', keyName = '' }: Instance): string => {
	const bytes = Buffer.from(publicKey, 'base64');
	const length = bytes.length < 4 ? 0 : bytes.readUInt32BE();
	return `${bytes.toString('latin1', 4, 4 + length)} ${publicKey} ${keyName}`;
};

const containerChoice = (
	options: ChoiceOptions,
	found: Extract<Found, { image: string }>,
	faults: Faults,
	isBehind: boolean,
): SandboxChoice => ({
	kind: 'container',
	detail: found.source,
	goesOn: isBehind,
	start: async (instance, outside) => {
		const { onDeath, layers } = options;
		const mishap = mishapOf(faults, outside, () => machine.kill());
		const machine = await startMachine({
			...found,
			name: `packer-wizard-${options.buildId}-${instance.id}`.replaceAll(/[^\w.-]/g, '-'),
			username: instance.username,
			key: authorizedKey(instance),
			buildId: options.buildId,
			temporaryFolder: options.temporaryFolder,
			outside,
			listing: options.listing ?? noListing,
			// What is to go wrong on a machine happens to one that runs.
			...(mishap === undefined && layers && { layers }),
			...(onDeath && { onDeath }),
		});
		const { home, uploads } = machine;
		const guarded = guardScripts(rememberUploads(machine, home, uploads), {
			home,
			uploads,
			traceReason: options.traceReason,
			onNotRun: options.onNotRun,
			folder: options.temporaryFolder,
		});
		return withMishap(guarded, home, uploads, mishap);
	},
});

/**
 * Chooses how scripts run, and gets it ready: a container if an engine answers and has an image, else a trace.
 * @throws Problem (exit 3) if a container is a must and there is none, or what was asked to go wrong needs one.
 */
export const chooseSandbox = async (options: ChoiceOptions, faults: Faults): Promise<SandboxChoice> => {
	const found =
		options.sandbox === 'trace' ? { reason: 'A trace was asked for.' } : await findContainer(options, faults);
	if ('image' in found) {
		const { layers, baseImage } = options;
		const isBehind =
			layers !== undefined && (await goesOn(layers, { ...found, username: baseImage.username }));
		return containerChoice(options, found, faults, isBehind);
	}

	const needsOne = faults.has('container-dies') || (faults.has('engine-broken') && !isFault(found));
	if (options.sandbox === 'container' || needsOne) {
		throw new Problem(
			needsOne
				? 'There is no container to which that could happen.'
				: 'The scripts cannot be run in a container here.',
			{
				reason: found.reason,
				next: [
					needsOne
						? 'Rehearse without that fault, or where Docker or Podman runs containers.'
						: 'Rehearse without a container: the scripts are checked, not run.',
				],
				exitCode: exitCodes.missing,
			},
		);
	}

	return traceChoice(options, found.reason, faults);
};
