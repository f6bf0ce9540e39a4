import { rm } from 'node:fs/promises';
import { singleQuoted } from '../../base/shell.ts';
import type { Container } from '../instance/container.ts';
import type { Receiver, Sandbox, Streams } from '../instance/sandbox.ts';
import { interpret } from '../instance/shell.ts';
import type { Uploads } from '../instance/uploads.ts';
import { type Act, actText, isSuccess, madeUpNames, roleOf } from './acts.ts';
import { captured, printAgain } from './captured.ts';
import { ownImages } from './images.ts';
import { nowInSeconds } from './keeping.ts';
import { type LiveMachine, type LiveOptions, newLiveMachine } from './live.ts';
import { type Matching, matchAct, startMatching, withWhole } from './matching.ts';
import { receiveBy } from './receiving.ts';
import type { CountedTime, LayerRecord } from './record.ts';
import { type Answered, doAnswered } from './replay.ts';
import { noteUse, readLayers } from './shelf.ts';

export type LayeredOptions = LiveOptions & {
	/** The image that plays the base image, by a name and by its id. */
	readonly image: string;
	readonly imageId: string;
	/** In bytes. */
	readonly imageSize: number;
	/** Whether all is run, whatever is kept. */
	readonly isFresh: boolean;
	/** Where uploads are put aside: a folder of the build's own. */
	readonly temporaryFolder: string;
	/** Whether a script only looks: it is always run, and changes nothing. */
	readonly isListing: (script: string) => boolean;
	readonly redact: (text: string) => string;
	/** Told of the script of a step that is answered by what is kept. */
	readonly onTaken: (script: string, record: LayerRecord) => void;
};

/** A machine of which the steps that were run before are answered at once. */
export type LayeredMachine = Sandbox & {
	readonly home: string;
	/** What of the machine was uploaded to it: filled by whoever stands around. */
	readonly uploads: Uploads;
	readonly kill: () => void;
	/** The machine restarts, or is turned off. */
	readonly noteRestart: () => void;
};

/** How the variable is called by which the script that lists what is in an image is told of the times of steps. */
const spansVariable = 'PACKER_WIZARD_SPANS';

const spanLines = (spans: readonly CountedTime[]): string =>
	spans
		.map(({ from, to, at }) => ['span', ...[from, to, at].map(time => time.toFixed(3))].join('\t'))
		.join('\n');

/** A text that stands for a machine of a base image at which nothing was done yet. */
const rootText = ({ engine, imageId, username }: LayeredOptions): string =>
	JSON.stringify(['root', engine.maker, imageId, username]);

const readUsable = async ({ engine, shelf, isFresh, username }: LayeredOptions) => {
	const all = isFresh ? [] : await readLayers(shelf);
	const records = all
		.map(({ record }) => record)
		.filter(record => record.engine === engine.maker && record.username === username);
	const there = records.length === 0 ? undefined : await ownImages(engine, shelf.owner);
	return records.filter(({ image }) => there?.has(image));
};

/** Starts a machine, its container only when something has to be run in it. @throws Error with what the engine says. */
export const startLayered = async (options: LayeredOptions): Promise<LayeredMachine> => {
	const { shelf, isSecret } = options;
	const root = shelf.digest(rootText(options));
	const records = await readUsable(options);
	const uploads: Uploads = new Map();
	const launched = nowInSeconds();
	const ownSpans: CountedTime[] = [];
	const answered: Answered[] = [];
	const overAt: number[] = [];
	let matching: Matching | undefined = startMatching(records, root);
	let lived: Promise<LiveMachine> | undefined;
	let live: LiveMachine | undefined;
	let carried: Receiver | undefined;
	let busy = 0;

	const startOf = async (image: string, former: string | undefined): Promise<Container> => {
		const from = nowInSeconds();
		const container = await options.start(image, former);
		ownSpans.push({ from, to: nowInSeconds(), at: launched });
		return container;
	};

	/** A container of the newest layer that is there, and how many of them it is behind. */
	const startBehind = async (behind: readonly LayerRecord[]): Promise<readonly [Container, number]> => {
		for (const [index, { image, key }] of [...behind.entries()].reverse()) {
			const container = await startOf(image, key).catch(() => undefined);
			if (container) {
				return [container, index + 1];
			}
		}

		return [await startOf(options.image, undefined), 0];
	};

	const come = async (): Promise<LiveMachine> => {
		const behind = matching ? withWhole(matching).behind : [];
		matching = undefined;
		const [container, count] = await startBehind(behind);
		const actsOf = (layers: readonly LayerRecord[]): number =>
			layers.reduce((sum, { acts }) => sum + acts.length, 0);
		const started = nowInSeconds();
		carried = await doAnswered(container, answered.slice(actsOf(behind.slice(0, count))));
		const rest = answered.slice(actsOf(behind));
		const last = behind.at(-1);
		live = newLiveMachine(
			{ ...options, start: startOf },
			{
				parent: last?.hash ?? root,
				on: behind[count - 1]?.image ?? options.imageId,
				container,
				started,
				below: behind[count - 1]?.size ?? options.imageSize,
				spans: last?.spans ?? [],
				acts: rest.map(({ act, answer }) => ({ digest: shelf.digest(actText(act)), answer })),
				names: rest.flatMap(({ act }) =>
					act.kind === 'file' ? madeUpNames(act.path) : 'command' in act ? madeUpNames(act.command) : [],
				),
			},
		);
		if (count < behind.length) {
			live.stopKeeping();
		}

		ownSpans.push(...(last?.spans ?? []).map((span, index) => ({ ...span, at: overAt[index] ?? launched })));
		await noteUse(shelf, behind, new Date());
		return live;
	};

	const goLive = (): Promise<LiveMachine> => {
		lived ??= come();
		return lived;
	};

	/** What is kept as the answer of an act, if it agrees. */
	const answerOf = (act: Act, tidies = false, aside?: string) => {
		const found = matching && matchAct(records, matching, shelf.digest(actText(act)), tidies);
		if (found) {
			({ matching } = found);
			answered.push({ act, answer: found.answer, ...(aside !== undefined && { aside }) });
		}

		return found;
	};

	/** Does an act in the container, at a time at which nothing else is done there. */
	const perform = async <Result>(
		tidies: boolean,
		act: (machine: LiveMachine) => Promise<Result>,
	): Promise<Result> => {
		const machine = await goLive();
		if (busy > 0) {
			machine.stopKeeping();
		}

		busy++;
		try {
			await machine.before(tidies);
			return await act(machine);
		} catch (error) {
			machine.stopKeeping();
			throw error;
		} finally {
			busy--;
		}
	};

	const list = (command: string, streams: Streams, signal: AbortSignal): Promise<number> =>
		perform(false, async machine => {
			machine.stopKeeping();
			const spans = singleQuoted(spanLines([...ownSpans, ...machine.spans()]));
			return machine.container().execute(`export ${spansVariable}=${spans}; ${command}`, streams, signal);
		});

	const execute = async (command: string, streams: Streams, signal: AbortSignal): Promise<number> => {
		const parts = interpret(command, home, uploads);
		const scripts = parts.flatMap(part =>
			part.kind === 'script' ? (part.upload.content?.toString('utf8') ?? '') : [],
		);
		if (scripts.some(options.isListing)) {
			return list(command, streams, signal);
		}

		const role = roleOf(command, parts);
		const act: Act = { kind: 'run', command };
		const tidies = role === 'tidying';
		const [script = ''] = scripts;
		const found = answerOf(act, tidies);
		if (found?.answer && 'code' in found.answer) {
			if (role === 'script') {
				options.onTaken(script, found.layer);
			}

			await printAgain(found.answer.output, streams);
			if (role === 'script') {
				overAt.push(nowInSeconds());
			}

			return found.answer.code;
		}

		return perform(tidies, async machine => {
			if (role === 'script') {
				machine.beginScript(script);
			}

			if (!machine.isKeeping()) {
				return machine.container().execute(command, streams, signal);
			}

			const began = Date.now();
			const heard = captured(streams);
			const code = await machine.container().execute(command, heard.streams, signal);
			const output = heard.output();
			const text = output?.map(([, piece]) => piece).join('') ?? '';
			if (isSecret(command) || isSecret(text)) {
				machine.stopKeeping('it got a secret');
			} else if (output === undefined) {
				machine.stopKeeping('it prints too much');
			} else if (!isSuccess(code, command) || role === 'unknown') {
				machine.stopKeeping();
			} else {
				machine.note(act, { code, output: output.map(([stream, piece]) => [stream, options.redact(piece)]) });
				if (role === 'script') {
					machine.noteScript(script, began);
				}
			}

			return code;
		});
	};

	const [first] = matching?.candidates ?? [];
	const home = first?.home ?? (await goLive()).container().home;
	return {
		home,
		uploads,
		kill: () => live?.container().kill(),
		noteRestart: () => live?.stopKeeping('it restarts the machine'),
		execute,
		receive: receiveBy({
			answerOf,
			perform,
			isMatching: () => matching !== undefined,
			carried: () => carried,
			isSecret,
			temporaryFolder: options.temporaryFolder,
		}),
		send: command => perform(false, machine => machine.container().send(command)),
		end: async () => {
			const machine = await lived?.catch(() => undefined);
			await machine?.end();
			await Promise.all(answered.map(({ aside }) => aside !== undefined && rm(aside, { force: true })));
		},
	};
};
