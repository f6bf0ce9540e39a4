import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Receiver } from '../instance/sandbox.ts';
import type { Act } from './acts.ts';
import { asideContent, putAside, watched } from './content.ts';
import type { ActPlace, LiveMachine } from './live.ts';
import type { ActAnswer } from './record.ts';

/** Who answers the acts of an upload: what is kept, or the machine that lives. */
export type Desk = {
	/** What is kept as the answer of an act; undefined if nothing agrees with it. `aside`: where its content is. */
	readonly answerOf: (
		act: Act,
		tidies?: boolean,
		aside?: string,
	) => { readonly answer: ActAnswer } | undefined;
	/** Does an act in the container; it is started first if need be. */
	readonly perform: <Result>(
		place: ActPlace,
		act: (machine: LiveMachine) => Promise<Result>,
	) => Promise<Result>;
	readonly isMatching: () => boolean;
	/** Where an upload belongs that is opened by a command. */
	readonly placeOf: (command: string) => ActPlace;
	/** The upload that was open when the container was started. */
	readonly carried: () => Receiver | undefined;
	readonly isSecret: (text: string) => boolean;
	readonly temporaryFolder: string;
};

/** A file in which a step gets its environment, which holds its secrets. */
const environmentFile = /^varfile_\d+\.sh$/;

/** Takes in what `scp -t` brings, as the sandbox of a machine of which steps are kept. */
export const receiveBy =
	(desk: Desk) =>
	async (command: string): Promise<Receiver> => {
		const { answerOf, perform, isSecret } = desk;
		let receiver: Receiver | undefined;
		const found = answerOf({ kind: 'open', command })?.answer;
		const opened: ActAnswer =
			found ??
			(await perform(desk.placeOf(command), async machine => {
				receiver = await machine.container().receive(command);
				const { said, isFolder } = receiver;
				machine.note({ kind: 'open', command }, { said, isFolder });
				return { said, isFolder };
			}));
		const { said, isFolder } = opened !== null && 'said' in opened ? opened : { said: '', isFolder: false };
		const real = (): Receiver => {
			receiver ??= desk.carried();
			if (!receiver) {
				throw new Error('the upload was not opened');
			}

			return receiver;
		};

		const send = async (
			machine: LiveMachine,
			file: Omit<Extract<Act, { kind: 'file' }>, 'kind' | 'sum'>,
			content: AsyncIterable<Buffer>,
			write: Awaited<ReturnType<Receiver['file']>>,
		): Promise<void> => {
			const { passed, seen } = watched(content, isSecret);
			await write(passed);
			const { sum, isSecret: tells } = seen();
			machine.note({ kind: 'file', ...file, sum }, null);
			if (tells || environmentFile.test(path.posix.basename(file.path))) {
				machine.stopKeeping('it got a secret');
			}
		};

		return {
			said,
			isFolder,
			folder: async (name, mode) => {
				const act: Act = { kind: 'folder', path: name, mode };
				if (!answerOf(act)) {
					await perform('step', async machine => {
						await real().folder(name, mode);
						machine.note(act, null);
					});
				}
			},
			file: async (name, mode, size) => {
				const about = { path: name, mode, size };
				if (!desk.isMatching()) {
					return perform('step', async machine => {
						const write = await real().file(name, mode, size);
						return content => send(machine, about, content, write);
					});
				}

				return async content => {
					const aside = path.join(desk.temporaryFolder, `aside-${randomBytes(6).toString('hex')}`);
					const { passed, seen } = watched(content, isSecret);
					await putAside(passed, aside);
					if (!answerOf({ kind: 'file', ...about, sum: seen().sum }, false, aside)) {
						await perform('step', async machine =>
							send(machine, about, asideContent(aside), await real().file(name, mode, size)),
						);
					}
				};
			},
			end: async () => {
				if (!answerOf({ kind: 'close' })) {
					await perform('step', async machine => {
						await real().end();
						machine.note({ kind: 'close' }, null);
					});
				}
			},
		};
	};
