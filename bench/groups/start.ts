import { setTimeout } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { alternate, type Contender } from '../measure/alternate.ts';
import { type Person, type Place, program } from '../measure/place.ts';
import type { Expected, Launch } from '../measure/terminal.ts';
import { type AskingPeer, askingPeer, askingPeers, installPeers } from '../peers.ts';
import { comparisonRow, type Row, type Series } from '../report/row.ts';
import { furnishHome, furnishRunningBuild } from '../scene/home.ts';

const runs = 11;
const runningBuild = 'beef';

/** What a terminal sends for the arrow down. */
const down = '\u001b[B';

/** From the start of a program until the screen shows something; a key that is typed at once waits for it. */
const untilShown =
	(place: Place, launch: Launch, expected: Expected, key = ''): Contender['run'] =>
	async () => {
		const terminal = place.open(launch);
		try {
			terminal.type(key);
			return (await terminal.shows(expected)) - terminal.started;
		} finally {
			await terminal.close();
		}
	};

/** From the start of a program to its end. */
const untilEnd =
	(place: Place, launch: Launch): Contender['run'] =>
	async () => {
		const terminal = place.open(launch);
		return (await terminal.ended) - terminal.started;
	};

type Start = {
	readonly name: string;
	readonly args: readonly string[];
	readonly shown: Expected;
	/** What is typed at once. */
	readonly key?: string;
	/** What leaves it. */
	readonly leave: string;
};

/** Our starts that stay, by what a person types. */
const starts: readonly Start[] = [
	{ name: 'home', args: [], shown: screen => /^ {3}server-1 /m.test(screen), leave: 'q' },
	{ name: 'home, a key', args: [], shown: screen => /^ ❯ Rehearse/m.test(screen), key: down, leave: 'q' },
	// Only the whole program can show it.
	{ name: 'home, help', args: [], shown: screen => /^ Keys/m.test(screen), key: '?', leave: '\u0003' },
	{ name: 'new', args: ['new'], shown: screen => /^ ❯ Where/m.test(screen), leave: '\u0003' },
	{
		name: 'builds watch',
		args: ['builds', 'watch', runningBuild],
		shown: screen => / web → us-east-1/.test(screen),
		leave: 'q',
	},
];

const launchOf = ({ folder, environment }: Person, args: readonly string[]): Launch => ({
	command: [...program, ...args],
	cwd: folder,
	environment,
});

/** Milliseconds that a program has to end when it is left. */
const patience = 5000;

/** Who starts what: a build that runs is that of somebody else, since home looks at such a one each time. */
type Persons = { readonly person: Person; readonly watcher: Person };

const whoOf = ({ person, watcher }: Persons, { name }: Pick<Start, 'name'>): Person =>
	name === 'builds watch' ? watcher : person;

/** Opens each once and leaves it as a person does: what is kept for the next start is there then. */
const openOnce = async (place: Place, persons: Persons): Promise<void> => {
	for (const start of starts) {
		const { args, shown, key = '', leave } = start;
		const terminal = place.open(launchOf(whoOf(persons, start), args));
		try {
			terminal.type(key);
			await terminal.shows(shown);
			await setTimeout(1500);
			terminal.type(leave);
			await Promise.race([terminal.ended, setTimeout(patience)]);
		} finally {
			await terminal.close();
		}
	}
};

/** Our starts. */
const ours = (place: Place, persons: Persons): readonly Contender[] => [
	...starts.map(({ name, args, shown, key }) => ({
		name,
		run: untilShown(place, launchOf(whoOf(persons, { name }), args), shown, key),
	})),
	...[['--version'], ['--help'], ['new', '--help']].map(args => ({
		name: args.join(' '),
		run: untilEnd(place, launchOf(persons.person, args)),
	})),
];

const peer = (place: Place, name: AskingPeer, { folder, environment }: Person): Contender => {
	const { command, asks } = askingPeer(name);
	return { name, run: untilShown(place, { command, cwd: folder, environment }, asks) };
};

const bareNode = 'node -e 0';

/** The rows: what, whose start, beside whose, and the most that the ratio may be. */
const rows: readonly (readonly [string, string, AskingPeer | typeof bareNode, number])[] = [
	['first frame of home, with its rows', 'home', 'create-vite', 1.5],
	['a key is taken by home', 'home, a key', 'create-vite', 3],
	['a key is taken by home', 'home, a key', 'create-next-app', 1],
	['a key is taken by home', 'home, a key', 'sv', 1],
	['a key is taken by home', 'home, a key', 'create-t3-app', 1],
	['home opens another screen, asked at once', 'home, help', 'create-vite', 3],
	['home opens another screen, asked at once', 'home, help', 'create-t3-app', 1],
	['first question of new', 'new', 'create-vite', 3],
	['first frame of builds watch', 'builds watch', 'create-vite', 3],
	['--version', '--version', bareNode, 1.3],
	['--help', '--help', bareNode, 1.3],
	['new --help', 'new --help', bareNode, 1.3],
];

/** How long it takes until the screen shows something, beside what else a person would start. */
export const measureStart = async ({ place, say }: Bench): Promise<readonly Row[]> => {
	const noPeers = await installPeers(place.signal);
	const [person, watcher, stranger] = [
		await place.makePerson(),
		await place.makePerson(),
		await place.makePerson(),
	];
	const persons: Persons = { person, watcher };
	await furnishHome(person.environment, { presets: 20, builds: 50 });
	await furnishRunningBuild(watcher.environment, runningBuild, 1000);
	await openOnce(place, persons);
	const node: Launch = {
		command: [process.execPath, '-e', '0'],
		cwd: stranger.folder,
		environment: stranger.environment,
	};
	const contenders: readonly Contender[] = [
		{ name: bareNode, run: untilEnd(place, node) },
		...(noPeers === undefined ? askingPeers.map(name => peer(place, name, stranger)) : []),
		...ours(place, persons),
	];
	say(`starts: ${runs} times each of ${contenders.map(({ name }) => name).join(', ')}`);
	const outcomeOf = await alternate(contenders, runs, place);
	const series = (name: string): Series => ({
		name,
		unit: 'ms',
		...outcomeOf(name),
		...(noPeers !== undefined && askingPeers.some(asking => asking === name) && { why: noPeers }),
	});
	return rows.map(([what, name, other, most]) =>
		comparisonRow({ what, ours: series(name), other: series(other), most, witnesses: [series(bareNode)] }),
	);
};
