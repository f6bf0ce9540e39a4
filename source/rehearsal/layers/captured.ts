import { Writable } from 'node:stream';
import { type Streams, writeOut } from '../instance/sandbox.ts';
import type { Printed } from './record.ts';

/** What is kept of the output of a command, in bytes; a step that prints more is not kept. */
const mostKept = 4 * 1024 * 1024;

type Stream = Printed[number][0];

/** Streams that hand on to others and remember what was printed; the output is undefined if that was too much. */
export const captured = (
	streams: Streams,
): { readonly streams: Streams; readonly output: () => Printed | undefined } => {
	const pieces: { readonly stream: Stream; readonly parts: Buffer[] }[] = [];
	let size = 0;
	const remember = (stream: Stream, part: Buffer): void => {
		size += part.length;
		const last = pieces.at(-1);
		if (size > mostKept) {
			pieces.length = 0;
		} else if (last?.stream === stream) {
			last.parts.push(part);
		} else {
			pieces.push({ stream, parts: [part] });
		}
	};
	const through = (stream: Stream, target: Writable): Writable =>
		new Writable({
			write: (part: Buffer, _encoding, done) => {
				remember(stream, part);
				void writeOut(target, part).then(() => done());
			},
		});
	return {
		streams: {
			stdin: streams.stdin,
			stdout: through('out', streams.stdout),
			stderr: through('err', streams.stderr),
		},
		output: () =>
			size > mostKept
				? undefined
				: pieces.map(({ stream, parts }) => [stream, Buffer.concat(parts).toString('utf8')]),
	};
};

/** Prints once more what was printed. */
export const printAgain = async (output: Printed, { stdout, stderr }: Streams): Promise<void> => {
	for (const [stream, text] of output) {
		await writeOut(stream === 'out' ? stdout : stderr, text);
	}
};
