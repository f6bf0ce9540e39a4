import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const day = 24 * 60 * 60 * 1000;
/** Days after which data of the catalogue is called old. */
const oldAfter = 90;

const data = path.join(import.meta.dirname, '../../source/catalog/data');

/** What data says of itself: its day, `2026-09-30`, or none where it does not age by itself. */
export type Dated = { readonly name: string; readonly date: string };

/** The days that the files of the catalogue name. */
export const catalogDates = (): readonly Dated[] =>
	readdirSync(data)
		.filter(name => name.endsWith('.json'))
		.flatMap(name => {
			const { date } = Object(JSON.parse(readFileSync(path.join(data, name), 'utf8')));
			return typeof date === 'string' ? [{ name, date }] : [];
		});

/** A line for each of them that is old on a day: somebody has to make it anew, and nothing is broken. */
export const oldDataLines = (dated: readonly Dated[], today: number): readonly string[] =>
	dated.flatMap(({ name, date }) => {
		const days = Math.floor((today - Date.parse(date)) / day);
		return days > oldAfter
			? [`Old: source/catalog/data/${name} is of ${date}, ${days} days ago. Made anew: npm run catalog`]
			: [];
	});
