import type { Engine } from '../../engine/engine.ts';
import type { Container } from '../instance/container.ts';
import { type Act, actText, madeUpNames } from './acts.ts';
import { keepState, nowInSeconds } from './keeping.ts';
import type { CountedTime, LayerRecord } from './record.ts';
import { type Shelf, scriptDigest } from './shelf.ts';

/** How a layered machine is told of, and tells. */
export type LiveOptions = {
	readonly engine: Engine;
	readonly shelf: Shelf;
	readonly username: string;
	readonly key: string;
	/** Starts a container of an image, with the line that let in the machine whose state it is. */
	readonly start: (image: string, formerKey: string | undefined) => Promise<Container>;
	readonly isSecret: (text: string) => boolean;
	/** Told of the layer that was kept behind a script. */
	readonly onKept: (script: string, record: LayerRecord) => void;
	/** Told why nothing behind a script is kept, and of none that follows: a few words. */
	readonly onUnkept: (script: string, why: string) => void;
};

/**
 * Where an act belongs: to the step before it, behind which it tidies up; to one that begins or goes on; or likely behind
 * all steps.
 */
export type ActPlace = 'tidying' | 'step' | 'last';

/** Where a machine that lives begins: behind a layer, or at the base image. */
export type Beginning = {
	/** The hash of the layer, or of the root. */
	readonly parent: string;
	/** The id of the image that the container was started of. */
	readonly on: string;
	readonly container: Container;
	/** When that was started, seconds since 1970. */
	readonly started: number;
	/** The size of the image that the container was started of, in bytes. */
	readonly below: number;
	readonly spans: LayerRecord['spans'];
	/** What was answered of the next step already. */
	readonly acts: LayerRecord['acts'];
	readonly names: readonly string[];
};

/** A machine whose container runs, and whose state is kept behind each step as long as that can be done. */
export type LiveMachine = {
	readonly container: () => Container;
	/**
	 * Comes before each act: keeps the state behind a step that is over then, and goes on in a container of it, unless what
	 * follows is to be kept by nobody.
	 */
	readonly before: (place: ActPlace) => Promise<void>;
	/** Notes an act that was done. */
	readonly note: (act: Act, answer: LayerRecord['acts'][number]['answer']) => void;
	/** Comes before a script is run. */
	readonly beginScript: (script: string) => void;
	/** Notes that the script did what it was to do, with the time at which it began, milliseconds since 1970. */
	readonly noteScript: (script: string, made: number) => void;
	/** Nothing is kept any more; `why` is told with the script that runs, or the next one, if there is something to tell. */
	readonly stopKeeping: (why?: string) => void;
	readonly isKeeping: () => boolean;
	/** The steps that are kept and when each was over, for the times of files. */
	readonly spans: () => readonly CountedTime[];
	/** Keeps the state behind the last step, if that is over and tidied up, and ends the container. */
	readonly end: () => Promise<void>;
};

/** A step whose script was run, and whose state is to be kept when all that tidies up behind it is done. */
type Over = { readonly script: string; readonly made: number; readonly at: number };

export const newLiveMachine = (options: LiveOptions, beginning: Beginning): LiveMachine => {
	const { engine, shelf, username, key } = options;
	let { container, started, parent, on, below, spans } = beginning;
	let acts = [...beginning.acts];
	let names = new Set(beginning.names);
	let began = started;
	let over: Over | undefined;
	let isKeeping = true;
	let script: string | undefined;
	let untold: string | undefined;
	const told: CountedTime[] = [];

	const tell = (): void => {
		if (untold !== undefined && script !== undefined) {
			options.onUnkept(script, untold);
			untold = undefined;
		}
	};

	const stopKeeping = (why?: string): void => {
		if (isKeeping) {
			untold = why;
			tell();
		}

		isKeeping = false;
		over = undefined;
		acts = [];
	};

	const goOn = async (record: LayerRecord): Promise<void> => {
		const before = container;
		try {
			container = await options.start(record.image, key);
		} catch {
			// The container goes on as it is; what follows would be kept together with this step.
			stopKeeping();
			return;
		}

		void before.end();
		started = nowInSeconds();
	};

	/** Keeps the state behind the step, if that can be done. */
	const keep = async ({ script: ran, made, at }: Over): Promise<LayerRecord | undefined> => {
		over = undefined;
		script = ran;
		if (names.size > 0) {
			stopKeeping('files of Packer stay behind');
			return undefined;
		}

		const about = { username, home: container.home, key, script: scriptDigest(shelf, ran) };
		const step = { parent, on, acts, made, spans, began, ...about };
		const kept = await keepState(engine, shelf, { ...step, container, started, below }, options.isSecret);
		if (kept.record === undefined) {
			stopKeeping(kept.why);
			return undefined;
		}

		const { record } = kept;
		options.onKept(ran, record);
		told.push({ from: began, to: record.spans.at(-1)?.to ?? began, at, layer: record.hash });
		({ hash: parent, image: on, spans } = record);
		below = record.size;
		acts = [];
		names = new Set();
		script = undefined;
		return record;
	};

	return {
		container: () => container,
		before: async place => {
			const record = over && place !== 'tidying' ? await keep(over) : undefined;
			if (record && place === 'step') {
				await goOn(record);
			}

			began = record ? nowInSeconds() : began;
		},
		note: (act, answer) => {
			if (!isKeeping) {
				return;
			}

			acts.push({ digest: shelf.digest(actText(act)), answer });
			const texts = act.kind === 'file' ? [act.path] : 'command' in act ? [act.command] : [];
			const isRemoval = act.kind === 'run' && over !== undefined;
			for (const name of texts.flatMap(madeUpNames)) {
				if (isRemoval) {
					names.delete(name);
				} else {
					names.add(name);
				}
			}
		},
		beginScript: begun => {
			script = begun;
			tell();
		},
		noteScript: (ran, made) => {
			script = undefined;
			if (isKeeping) {
				over = { script: ran, made, at: nowInSeconds() };
			}
		},
		stopKeeping,
		isKeeping: () => isKeeping,
		spans: () => told,
		end: async () => {
			// Of a machine that goes while files of Packer are there, as behind a cancel, nothing is told: the step was given up.
			if (over && names.size === 0) {
				await keep(over);
			}

			await container.end();
		},
	};
};
