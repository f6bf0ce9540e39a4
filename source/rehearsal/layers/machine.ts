import { rm } from 'node:fs/promises';
import type { Receiver, Sandbox, Streams } from '../instance/sandbox.ts';
import { interpret } from '../instance/shell.ts';
import type { Uploads } from '../instance/uploads.ts';
import { type Act, actText, isSuccess, madeUpNames, roleOf } from './acts.ts';
import { captured, printAgain } from './captured.ts';
import { nowInSeconds } from './keeping.ts';
import { type MachineKind, readKnown } from './known.ts';
import { type ListingSigns, listingCommand, scriptsOf } from './listing.ts';
import { type ActPlace, type LiveMachine, type LiveOptions, newLiveMachine } from './live.ts';
import { type Matching, matchAct, startMatching, withWhole } from './matching.ts';
import { receiveBy } from './receiving.ts';
import type { CountedTime, LayerRecord } from './record.ts';
import { type Answered, doAnswered } from './replay.ts';
import { noteUse } from './shelf.ts';
import { newStarter } from './starting.ts';

export type LayeredOptions = LiveOptions &
	MachineKind &
	ListingSigns & {
		/** The image that plays the base image. */
		readonly image: string;
		/** In bytes. */
		readonly imageSize: number;
		/** Where uploads are put aside: a folder of the build's own. */
		readonly temporaryFolder: string;
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

/** Starts a machine, its container only when something has to be run in it. @throws Error with what the engine says. */
export const startLayered = async (options: LayeredOptions): Promise<LayeredMachine> => {
	const { shelf, isSecret } = options;
	const { root, records, likely } = await readKnown(options);
	const starter = newStarter(options.start, likely.at(-1), options.image);
	const uploads: Uploads = new Map();
	const launched = nowInSeconds();
	const earlierSpans: CountedTime[] = [];
	const answered: Answered[] = [];
	const overAt: number[] = [];
	let matching: Matching | undefined = startMatching(records, root);
	let lived: Promise<LiveMachine> | undefined;
	let live: LiveMachine | undefined;
	let carried: Receiver | undefined;
	let busy = 0;

	const come = async (): Promise<LiveMachine> => {
		const behind = matching ? withWhole(matching).behind : [];
		matching = undefined;
		const [container, count] = await starter.startBehind(behind);
		const actsOf = (layers: readonly LayerRecord[]): number =>
			layers.reduce((sum, { acts }) => sum + acts.length, 0);
		const started = nowInSeconds();
		carried = await doAnswered(container, answered.slice(actsOf(behind.slice(0, count))));
		const rest = answered.slice(actsOf(behind));
		const last = behind.at(-1);
		live = newLiveMachine(
			{ ...options, start: starter.startOf },
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

		earlierSpans.push(
			...(last?.spans ?? []).map((span, index) => ({
				...span,
				at: overAt[index] ?? launched,
				layer: behind[index]?.hash ?? '',
			})),
		);
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
		place: ActPlace,
		act: (machine: LiveMachine) => Promise<Result>,
	): Promise<Result> => {
		const machine = await goLive();
		if (busy > 0) {
			machine.stopKeeping();
		}

		busy++;
		try {
			await machine.before(place);
			return await act(machine);
		} catch (error) {
			machine.stopKeeping();
			throw error;
		} finally {
			busy--;
		}
	};

	const list = (command: string, streams: Streams, signal: AbortSignal): Promise<number> =>
		perform('last', async machine => {
			machine.stopKeeping();
			const spans = [...starter.spans(), ...earlierSpans, ...machine.spans()];
			return machine.container().execute(listingCommand(command, spans), streams, signal);
		});

	const execute = async (command: string, streams: Streams, signal: AbortSignal): Promise<number> => {
		const parts = interpret(command, home, uploads);
		const scripts = scriptsOf(parts);
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

		return perform(tidies ? 'tidying' : role === 'unknown' ? 'last' : 'step', async machine => {
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
			placeOf: command => (options.mayList(command) ? 'last' : 'step'),
			carried: () => carried,
			isSecret,
			temporaryFolder: options.temporaryFolder,
		}),
		send: command => perform('step', machine => machine.container().send(command)),
		end: async () => {
			const machine = await lived?.catch(() => undefined);
			await Promise.all([machine?.end(), starter.end()]);
			await Promise.all(answered.map(({ aside }) => aside !== undefined && rm(aside, { force: true })));
		},
	};
};
