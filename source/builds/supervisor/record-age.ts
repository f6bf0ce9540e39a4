import type { PackerRecord } from '../../packer/decode.ts';

// A record is dated by Packer itself if it is read much later than it was written.
const late = 3000;

/** How old a record is that is just read, milliseconds; undefined if it is new. */
export const ageOfRecord = ({ time }: PackerRecord): number | undefined =>
	time > 0 && Date.now() - time > late ? Date.now() - time : undefined;
