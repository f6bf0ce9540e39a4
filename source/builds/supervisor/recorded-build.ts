import type { JournalEntry, JournalHeader, PackerEntry } from '../journal/journal.ts';
import { readToPresentEnd } from '../journal/reader.ts';
import { type Evidence, noEvidence, withEvidence } from './evidence.ts';

/** What the journal of a killed supervisor tells. */
export type RecordedBuild = {
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

const nothing: RecordedBuild = {
	header: undefined,
	packer: undefined,
	ended: false,
	evidence: noEvidence,
	offset: 0,
	seq: 0,
	time: 0,
	size: 0,
};

const withEntry = (recorded: RecordedBuild, entry: JournalEntry): RecordedBuild => ({
	...recorded,
	packer: entry.kind === 'packer' ? entry : recorded.packer,
	ended: recorded.ended || entry.kind === 'end',
	evidence: withEvidence(recorded.evidence, entry),
	offset: entry.kind === 'record' ? Math.max(recorded.offset, entry.offset) : recorded.offset,
	seq: entry.seq,
	time: entry.time,
});

/** Reads a journal from its beginning to its last complete line. */
export const readRecordedBuild = async (file: string): Promise<RecordedBuild> => {
	let recorded = nothing;
	for await (const { lines, offset } of readToPresentEnd(file)) {
		for (const line of lines) {
			recorded =
				line.kind === 'header' ? { ...recorded, header: line, time: line.time } : withEntry(recorded, line);
		}

		recorded = { ...recorded, size: offset };
	}

	return recorded;
};
