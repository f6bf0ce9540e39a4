import type { PackerRecord } from '../../packer/decode.ts';
import { cancelCauses } from '../journal/causes.ts';
import type { CancelReason } from '../journal/journal.ts';
import { type Redact, redactAll, redactedEnd } from '../journal/redaction.ts';
import type { NewEntry } from '../journal/writer.ts';
import { ageOfRecord } from './record-age.ts';

/** The data of a line that was too long to be held: who says it, and how it ends. */
const endOfCut = ({ data, cutAt = 0 }: PackerRecord, redact: Redact): readonly string[] => {
	const text = data.at(-1) ?? '';
	return [...data.slice(0, -1), text.slice(0, cutAt) + redactedEnd(text.slice(cutAt), redact)];
};

/**
 * The entries of records, without secrets.
 * @param offset of the spool behind which they count, in bytes; where each ends if missing.
 */
export const entriesOf = (records: readonly PackerRecord[], redact: Redact, offset?: number): NewEntry[] => {
	const data = redactAll(
		records.flatMap(record => (record.cutAt === undefined ? record.data : endOfCut(record, redact))),
		redact,
	);
	let begin = 0;
	return records.map(record => {
		const own = data.slice(begin, begin + record.data.length);
		begin += own.length;
		return {
			kind: 'record',
			offset: offset ?? record.offset,
			target: record.target,
			type: record.type,
			data: own,
			age: ageOfRecord(record),
		};
	});
};

/** The entries of what Packer printed, and of what stands in its place. */
export const entriesOfTaken = (taken: readonly (PackerRecord | NewEntry)[], redact: Redact): NewEntry[] => {
	const records = entriesOf(
		taken.flatMap(item => ('kind' in item ? [] : [item])),
		redact,
	);
	let next = 0;
	return records.length === taken.length
		? records
		: taken.flatMap(item => ('kind' in item ? [item] : records.slice(next, ++next)));
};

/** What the journal says of a build that is being cancelled. */
export const cancelEntries = (reason: CancelReason): NewEntry[] => {
	const message = cancelCauses[reason];
	return [
		...(message === undefined ? [] : [{ kind: 'notice', message } as const]),
		{ kind: 'cancel', reason },
	];
};
