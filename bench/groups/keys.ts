import { setTimeout } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { alternate, type Contender } from '../measure/alternate.ts';
import { type Place, program } from '../measure/place.ts';
import type { Expected, Terminal } from '../measure/terminal.ts';
import { installPeers } from '../peers.ts';
import { comparisonRow, limitRow, type Row, type Series } from '../report/row.ts';
import { furnishRunningBuild } from '../scene/home.ts';
import { bundleInkList } from '../scene/ink-list.ts';

const lines = 100_000;
const keys = 200;
const warmUps = 10;
/** Milliseconds between two keys: a person types no faster, and Ink draws no more often than 30 times a second. */
const pause = 50;

const up = '\u001b[A';
const down = '\u001b[B';
const backspace = '\u007f';
/** Is searched letter by letter, and taken back: of the log only its tenth line holds it. */
const word = 'needle';

/** A key, and what the screen shows when it has been dealt with. */
type Press = { readonly key: string; readonly shows: Expected };

/** From the press of a key to the frame that shows it; the next turn presses the next key. */
const pressing = (name: string, terminal: Terminal, press: (index: number) => Press): Contender => {
	let index = 0;
	return {
		name,
		run: async () => {
			const { key, shows } = press(index++);
			await setTimeout(pause);
			const pressed = performance.now();
			terminal.type(key);
			return (await terminal.shows(shows)) - pressed;
		},
	};
};

/** Presses that type the word and take it back, again and again. `field` is the row that shows what is typed. */
const typing =
	(field: (query: string) => RegExp) =>
	(index: number): Press => {
		const at = index % (2 * word.length);
		const isForth = at < word.length;
		const query = word.slice(0, isForth ? at + 1 : 2 * word.length - at - 1);
		return { key: isForth ? (word[at] ?? '') : backspace, shows: screen => field(query).test(screen) };
	};

/** The log of a build that runs, at its end. */
const openLog = async (place: Place): Promise<Terminal> => {
	const { folder, environment } = await place.makePerson();
	await furnishRunningBuild(environment, 'beef', lines);
	const command = [...program, 'builds', 'watch', 'beef'];
	const terminal = place.open({ command, cwd: folder, environment });
	await terminal.shows(screen => screen.includes(`package ${lines} of ${lines}`));
	return terminal;
};

/** How many lines the log has, those of Packer itself included, as its last row tells. */
const lineCount = (screen: string): number =>
	Number(/ line ([\d,]+) ·/.exec(screen)?.[1]?.replaceAll(',', ''));

const openList = async (place: Place): Promise<Terminal> => {
	const { folder, environment } = await place.makePerson();
	const command = [process.execPath, await bundleInkList(folder)];
	const terminal = place.open({ command, cwd: folder, environment });
	await terminal.shows(screen => screen.includes('❯ row 1'));
	return terminal;
};

const list = 'Ink, 10 rows';
const log = 'log';

/** From a key to the frame that shows what it does, with 100,000 rows and with ten. */
export const measureKeys = async ({ place, say }: Bench): Promise<readonly Row[]> => {
	const noPeers = await installPeers(place.signal);
	const ours = await openLog(place);
	const theirs = noPeers === undefined ? await openList(place) : undefined;
	say(`keys: ${keys} times an arrow, and ${keys} times a letter`);

	const measure = async (contenders: readonly Contender[]) => {
		const outcomeOf = await alternate(contenders, keys, { signal: place.signal, warmUps });
		return (name: string): Series => ({
			name,
			unit: 'ms',
			...outcomeOf(name),
			...(name === list && noPeers !== undefined && { why: noPeers }),
		});
	};
	const withList = (press: (index: number) => Press): readonly Contender[] =>
		theirs ? [pressing(list, theirs, press)] : [];

	ours.type('\t');
	await ours.shows(screen => screen.includes('↑↓ scroll'));
	const last = lineCount(ours.screen());
	const moved = await measure([
		pressing(log, ours, index => ({
			key: up,
			shows: screen => screen.includes(`line ${(last - index - 1).toLocaleString('en-US')} of`),
		})),
		...withList(index => ({
			key: index % 2 === 0 ? down : up,
			shows: screen => screen.includes(`❯ row ${index % 2 === 0 ? 2 : 1}`),
		})),
	]);
	ours.type('/');
	await ours.shows(screen => /^ › {2}/m.test(screen));
	const typed = await measure([
		pressing(
			log,
			ours,
			typing(query => new RegExp(`^ › ${query} {2}`, 'm')),
		),
		...withList(typing(query => new RegExp(`^› ?${query}$`, 'm'))),
	]);
	return [
		['an arrow to its frame', moved] as const,
		['a letter of a search to its frame', typed] as const,
	].flatMap(([what, series]) => [
		comparisonRow({
			what: `${what}, 100,000 lines`,
			ours: series(log),
			other: series(list),
			most: 1.5,
		}),
		limitRow({
			what: `${what}, 99 of 100`,
			ours: series(log),
			most: 16,
			share: 0.99,
			witnesses: [series(list)],
		}),
	]);
};
