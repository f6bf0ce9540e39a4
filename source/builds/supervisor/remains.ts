import type { JournalEntry, JournalHeader, PackerEntry } from '../journal/journal.ts';
import { readToPresentEnd } from '../journal/reader.ts';
import { type Evidence, noEvidence, withEvidence } from './evidence.ts';

/** What the journal of a killed supervisor tells. */
export type Remains = {
	readonly header: JournalHeader | undefined;
	readonly packer: PackerEntry | undefined;
	readonly ended: boolean;
	readonly evidence: Evidence;
	/** How far Packer's output was read, in bytes. */
	readonly offset: number;
	/** The number and the time of its last entry. */
	readonly seq: number;
	readonly time: number;
	/** The length of the journal's complete lines, in bytes. */
	readonly size: number;
};

const nothing: Remains = {
	header: undefined,
	packer: undefined,
	ended: false,
	evidence: noEvidence,
	offset: 0,
	seq: 0,
	time: 0,
	size: 0,
};

const withEntry = (remains: Remains, entry: JournalEntry): Remains => ({
	...remains,
	packer: entry.kind === 'packer' ? entry : remains.packer,
	ended: remains.ended || entry.kind === 'end',
	evidence: withEvidence(remains.evidence, entry),
	offset: entry.kind === 'record' ? Math.max(remains.offset, entry.offset) : remains.offset,
	seq: entry.seq,
	time: entry.time,
});

/** Reads a journal from its beginning to its last complete line. */
export const readRemains = async (file: string): Promise<Remains> => {
	let remains = nothing;
	for await (const { lines, offset } of readToPresentEnd(file)) {
		for (const line of lines) {
			remains =
				line.kind === 'header' ? { ...remains, header: line, time: line.time } : withEntry(remains, line);
		}

		remains = { ...remains, size: offset };
	}

	return remains;
};
