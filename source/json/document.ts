import { once } from 'node:events';
import { terminalJson } from '../base/printable.ts';

/** Data as one JSON document for standard output. */
export const jsonDocument = (data: unknown): string => terminalJson(JSON.stringify(data, null, '\t'));

/** Data as JSON on one line. */
export const jsonLine = (data: unknown): string => terminalJson(JSON.stringify(data));

/** Writes text and waits until the stream has room for more; not for a stream that was closed. */
export const writeAll = async (
	stream: NodeJS.WritableStream,
	text: string,
	signal?: AbortSignal,
): Promise<void> => {
	if (stream.writable && !stream.write(text)) {
		await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]).catch(
			() => undefined,
		);
	}
};
