import { Readable, Writable } from 'node:stream';
import type { Container } from '../instance/container.ts';
import type { Receiver } from '../instance/sandbox.ts';
import type { Act } from './acts.ts';
import { asideContent } from './content.ts';
import type { ActAnswer } from './record.ts';

/** An act that was answered by what is kept, with what was sent, put aside. */
export type Answered = { readonly act: Act; readonly answer: ActAnswer; readonly aside?: string };

/** Takes what is printed, for nobody. */
const unheard = (): Writable =>
	new Writable({
		write: (_part, _encoding, done) => done(),
	});

const runUnheard = async (container: Container, command: string, answer: ActAnswer): Promise<void> => {
	const code = await container.execute(
		command,
		{ stdin: Readable.from([]), stdout: unheard(), stderr: unheard() },
		new AbortController().signal,
	);
	if (answer !== null && 'code' in answer && code !== answer.code) {
		throw new Error('what was kept of a step is gone, and the step ends otherwise now');
	}
};

/**
 * Does to a container what was only answered before: what a step sends before its script, and whole steps where what is
 * kept of them is gone. Gives the upload that is still open then.
 * @throws Error if something ends otherwise than it was answered.
 */
export const doAnswered = async (
	container: Container,
	answered: readonly Answered[],
): Promise<Receiver | undefined> => {
	let receiver: Receiver | undefined;
	for (const { act, answer, aside } of answered) {
		switch (act.kind) {
			case 'open':
				receiver = await container.receive(act.command);
				break;
			case 'folder':
				await receiver?.folder(act.path, act.mode);
				break;
			case 'file': {
				const write = await receiver?.file(act.path, act.mode, act.size);
				await write?.(asideContent(aside ?? ''));
				break;
			}
			case 'close':
				await receiver?.end();
				receiver = undefined;
				break;
			case 'run':
				await runUnheard(container, act.command, answer);
				break;
		}
	}

	return receiver;
};
