import { PassThrough } from 'node:stream';
import xterm from '@xterm/headless';
import { onTestFinished } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import type { Route } from '../../source/flow/route.ts';
import { runPlain } from '../../source/plain/plain.ts';
import { here } from './whereabouts.ts';

const pause = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 5));

/**
 * What the prompts show, run in this process on a terminal of so many columns: a text for each row, once they say what is
 * wanted.
 */
export const prompted = async (
	start: Route,
	actions: Actions,
	columns: number,
	wanted: string,
): Promise<readonly string[]> => {
	const terminal = new xterm.Terminal({ cols: columns, rows: 120, convertEol: true, allowProposedApi: true });
	const input = Object.assign(new PassThrough(), { isTTY: true });
	// A prompt ends what it wrote to, which a terminal takes no notice of.
	const output = Object.assign(new PassThrough(), { isTTY: true, columns, rows: 24, end: () => output });
	output.on('data', (chunk: Buffer) => terminal.write(chunk));
	const ended = new AbortController();
	const over = runPlain({
		actions,
		input,
		output,
		...here,
		start,
		ended: ended.signal,
		onInterrupt: () => () => undefined,
	});
	onTestFinished(async () => {
		ended.abort();
		await over;
		terminal.dispose();
	});
	const rows = (): readonly string[] => {
		const { active } = terminal.buffer;
		const all = Array.from({ length: active.length }, (_, row) =>
			(active.getLine(row)?.translateToString(true) ?? '').trimEnd(),
		);
		return all.slice(0, all.findLastIndex(row => row !== '') + 1);
	};
	const deadline = performance.now() + 10_000;
	for (let before = ''; performance.now() < deadline; ) {
		await pause();
		const now = rows().join('\n');
		if (now.includes(wanted) && now === before) {
			return rows();
		}

		before = now;
	}

	throw new Error(`The terminal never said ${wanted}:\n${rows().join('\n')}`);
};
