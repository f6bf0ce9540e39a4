import { cellWidth, padEnd } from '../base/cells.ts';
import { nearest } from '../base/nearest.ts';
import { nameText } from '../base/printable.ts';
import { Problem } from '../base/problem.ts';
import type { Command } from './shared/command.ts';

type Entry = {
	/** What stands in the overview; a command without is not listed there. */
	readonly text: string;
	readonly load: () => Promise<Command>;
};

// What is loaded at once is bundled together: were each command loaded by itself, the program would be hundreds of files,
// and reading those takes longer than what is in them.
const making = () => import('./making.ts');
const looking = () => import('./looking.ts');

/** The commands by what is typed for them; they are loaded when one is run. */
const commands: Readonly<Record<string, Entry>> = {
	new: {
		text: 'make an image: questions, files, build',
		load: async () => (await making()).newImage,
	},
	run: {
		text: 'build the image of a preset',
		load: async () => (await making()).run,
	},
	render: {
		text: 'write the files of a preset, build nothing',
		load: async () => (await making()).render,
	},
	'presets list': {
		text: "the presets: yours, the project's, and those that came along",
		load: async () => (await looking()).presetsList,
	},
	'presets show': {
		text: 'what a preset decides',
		load: async () => (await looking()).presetsShow,
	},
	'presets save': {
		text: 'keep a recipe under a name',
		load: async () => (await looking()).presetsSave,
	},
	'presets delete': {
		text: 'delete one of your presets',
		load: async () => (await looking()).presetsDelete,
	},
	'bundles list': {
		text: 'what of Gruntwork there is to install, and what for',
		load: async () => (await looking()).bundlesList,
	},
	'bundles show': {
		text: 'what a bundle does, needs and takes',
		load: async () => (await looking()).bundlesShow,
	},
	'builds list': {
		text: 'the builds, the newest first',
		load: async () => (await looking()).buildsList,
	},
	'builds show': {
		text: 'how a build ended, and how long its parts took',
		load: async () => (await looking()).buildsShow,
	},
	'builds logs': {
		text: 'print the log of a build',
		load: async () => (await looking()).buildsLogs,
	},
	'builds compare': {
		text: 'two builds side by side',
		load: async () => (await looking()).buildsCompare,
	},
	'builds contents': {
		text: 'what is in the image of a build',
		load: async () => (await looking()).buildsContents,
	},
	'builds diff': {
		text: 'what differs in the images of two builds',
		load: async () => (await looking()).buildsDiff,
	},
	'builds rerun': {
		text: 'build once more what a build was made of',
		load: async () => (await making()).buildsRerun,
	},
	'builds copy': {
		text: 'copy the image of a build to more regions',
		load: async () => (await looking()).buildsCopy,
	},
	'builds delete': {
		text: 'delete builds that are over; images stay',
		load: async () => (await looking()).buildsDelete,
	},
	'builds watch': {
		text: 'follow a build',
		load: async () => (await looking()).buildsWatch,
	},
	'builds cancel': {
		text: 'cancel a build; it cleans up first',
		load: async () => (await looking()).buildsCancel,
	},
	shell: {
		text: 'open a shell in the machine of a rehearsal, as it was after a step',
		load: async () => (await import('./shell.ts')).command,
	},
	cleanup: {
		text: 'find what builds left in AWS, and delete it',
		load: async () => (await looking()).cleanup,
	},
	doctor: {
		text: 'look whether this machine has what is needed',
		load: async () => (await looking()).doctor,
	},
};

const loadHome = async (): Promise<Command> => (await import('./home.ts')).command;

/** What a command line asks for. */
export type FoundCommand = {
	/** How the command is called, for sentences. */
	readonly title: string;
	/** Undefined for the overview and the version. */
	readonly load: (() => Promise<Command>) | undefined;
	/** The group that the overview is of; all if missing. */
	readonly group?: string;
	/** The arguments behind the name, flags in front of it included. */
	readonly rest: readonly string[];
};

const program = 'packer-wizard';
const names = Object.keys(commands);
const groups = [...new Set(names.filter(name => name.includes(' ')).map(name => name.split(' ')[0] ?? ''))];

const unknown = (typed: string): Problem => {
	const meant = nearest(typed, [...names, ...groups, 'help']);
	return new Problem(`There is no command ${nameText(typed)}.`, {
		next: [
			...(meant === undefined ? [] : [`Did you mean ${program} ${meant}?`]),
			`All commands: ${program} help`,
		],
	});
};

/** The overview of all commands, or of those of a group. */
export const overview = (group?: string): string => {
	const listed = Object.entries(commands).filter(
		([name]) => group === undefined || name.startsWith(`${group} `),
	);
	const width = Math.max(...listed.map(([name]) => cellWidth(name)));
	const text =
		group === undefined
			? [
					'Makes machine images (AMIs) with Packer: asks, writes the files, builds, and hands over the image.',
					'Without a command it opens home, where everything begins.',
				]
			: [`${program} ${group} alone lists them.`];
	return [
		`Usage: ${program} ${group === undefined ? '' : `${group} `}[<command>] [flags]`,
		'',
		...text,
		'',
		'Commands',
		...listed.map(([name, entryOf]) => `  ${padEnd(name, width)}  ${entryOf.text}`),
		'',
		`Flags of a command: ${program} ${group === undefined ? '' : `${group} `}<command> --help`,
		'',
	].join('\n');
};

const entry = (name: string, rest: readonly string[]): FoundCommand | undefined => {
	const found = commands[name];
	return found && { title: `${program} ${name}`, load: found.load, rest };
};

/**
 * The command of a command line. Flags may stand in front of its name; a group alone means its list.
 * @throws Problem (exit 2) that names the nearest command.
 */
export const findCommand = (argv: readonly string[]): FoundCommand => {
	const at = argv.findIndex(word => !word.startsWith('-'));
	const flags = at === -1 ? argv : argv.slice(0, at);
	const [first, second, ...others] = at === -1 ? [] : argv.slice(at);
	if (first === undefined) {
		const asksOnly = flags.some(flag => ['--help', '-h', '--help-all', '--version'].includes(flag));
		return { title: program, load: asksOnly ? undefined : loadHome, rest: flags };
	}

	const tail = second === undefined ? [] : [second, ...others];
	if (first === 'help') {
		return tail.length === 0
			? { title: program, load: undefined, rest: [] }
			: findCommand([...tail, '--help']);
	}

	if (!groups.includes(first)) {
		const found = entry(first, [...flags, ...tail]);
		if (!found) {
			throw unknown(first);
		}

		return found;
	}

	if (second === undefined || second.startsWith('-')) {
		if ([...flags, ...tail].some(flag => ['--help', '-h', '--help-all'].includes(flag))) {
			return { title: `${program} ${first}`, load: undefined, group: first, rest: [...flags, ...tail] };
		}

		return entry(`${first} list`, [...flags, ...tail]) ?? { title: program, load: undefined, rest: [] };
	}

	const found = entry(`${first} ${second}`, [...flags, ...others]);
	if (!found) {
		throw unknown(`${first} ${second}`);
	}

	return found;
};
