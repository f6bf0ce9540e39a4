import type { Place } from './measure/place.ts';
import type { Row } from './report/row.ts';

/** What a group of rows has to work with. */
export type Bench = {
	readonly place: Place;
	/** Says on standard error what is being done. */
	readonly say: (sentence: string) => void;
};

/** Rows of the table that are measured together. */
export type Group = (bench: Bench) => Promise<readonly Row[]>;
