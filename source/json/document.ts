import { terminalJson } from '../base/printable.ts';

/** Data as one JSON document for standard output. */
export const jsonDocument = (data: unknown): string => terminalJson(JSON.stringify(data, null, '\t'));

/** Data as JSON on one line. */
export const jsonLine = (data: unknown): string => terminalJson(JSON.stringify(data));

/** After these a stream takes more, or nothing any more. */
const settling = ['drain', 'close', 'error'];

/** Writes text and waits until the stream has room for more; not for a stream that was closed. */
export const writeAll = async (stream: NodeJS.WritableStream, text: string): Promise<void> => {
	if (!stream.writable || stream.write(text)) {
		return;
	}

	await new Promise<void>(resolve => {
		const settled = (): void => {
			for (const event of settling) {
				stream.off(event, settled);
			}

			resolve();
		};
		for (const event of settling) {
			stream.on(event, settled);
		}
	});
};
