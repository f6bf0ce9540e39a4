import { readFile } from 'node:fs/promises';

/** The memory of a process, in bytes. */
export type Memory = {
	/** All that it has in memory, what it shares with others too, as `ps` tells. */
	readonly resident: number;
	/** The same, but what is shared counts by its share in it. */
	readonly proportional: number;
};

/** Linux only; nothing if the process has ended. */
export const memoryOf = async (pid: number): Promise<Memory> => {
	const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
	const bytes = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0) * 1024;
	return { resident: bytes(/^Rss:\s+(\d+) kB/m), proportional: bytes(/^Pss:\s+(\d+) kB/m) };
};

/** What a process was started with, blanks between; empty if it has ended. */
export const argumentsOf = async (pid: number): Promise<string> =>
	(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ').trim();
