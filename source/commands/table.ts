import { cellWidth, padEnd } from '../base/cells.ts';
import { nearest } from '../base/nearest.ts';
import { nameText } from '../base/printable.ts';
import { Problem } from '../base/problem.ts';

/** The commands by what is typed for them, and what stands of each in the overview. */
const texts = {
	new: 'make an image: questions, files, build',
	run: 'build the image of a preset',
	render: 'write the files of a preset, build nothing',
	'presets list': "the presets: yours, the project's, and those that came along",
	'presets show': 'what a preset decides',
	'presets save': 'keep a recipe under a name',
	'presets delete': 'delete one of your presets',
	'bundles list': 'what of Gruntwork there is to install, and what for',
	'bundles show': 'what a bundle does, needs and takes',
	'builds list': 'the builds, the newest first',
	'builds show': 'how a build ended, and how long its parts took',
	'builds logs': 'print the log of a build',
	'builds compare': 'two builds side by side',
	'builds contents': 'what is in the image of a build',
	'builds diff': 'what differs in the images of two builds',
	'builds rerun': 'build once more what a build was made of',
	'builds copy': 'copy the image of a build to more regions',
	'builds delete': 'delete builds that are over; images stay',
	'builds watch': 'follow a build',
	'builds cancel': 'cancel a build; it cleans up first',
	'images list': 'the images made here, and whether their base has a newer one',
	'images test': 'start a test machine from the image of a build, log in, end it',
	'images share': 'share the image of a build with other accounts',
	'images copy': 'copy it to more regions',
	'images deprecate': 'deprecate it from a day on, or take that back',
	shell: 'open a shell in the machine of a rehearsal, as it was after a step',
	cleanup: 'find what builds left in AWS, and delete it',
	doctor: 'look whether this machine has what is needed',
} as const;

export type CommandName = keyof typeof texts;

const isCommand = (name: string): name is CommandName => Object.hasOwn(texts, name);

/** What is typed for the commands. */
export const commandNames = Object.keys(texts).filter(isCommand);

/** What a command line asks for. */
export type FoundCommand = {
	/** How the command is called, for sentences. */
	readonly title: string;
	/** Undefined for the overview and the version. */
	readonly name: CommandName | 'home' | undefined;
	/** The group that the overview is of; all if missing. */
	readonly group?: string;
	/** The arguments behind the name, flags in front of it included. */
	readonly rest: readonly string[];
};

const program = 'packer-wizard';
const groups = [
	...new Set(commandNames.filter(name => name.includes(' ')).map(name => name.split(' ')[0] ?? '')),
];

const unknown = (typed: string): Problem => {
	const meant = nearest(typed, [...commandNames, ...groups, 'help']);
	return new Problem(`There is no command ${nameText(typed)}.`, {
		next: [
			...(meant === undefined ? [] : [`Did you mean ${program} ${meant}?`]),
			`All commands: ${program} help`,
		],
	});
};

/** The overview of all commands, or of those of a group. */
export const overview = (group?: string): string => {
	const listed = Object.entries(texts).filter(
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
		...listed.map(([name, about]) => `  ${padEnd(name, width)}  ${about}`),
		'',
		`Flags of a command: ${program} ${group === undefined ? '' : `${group} `}<command> --help`,
		'',
	].join('\n');
};

const entry = (name: string, rest: readonly string[]): FoundCommand | undefined =>
	isCommand(name) ? { title: `${program} ${name}`, name, rest } : undefined;

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
		return { title: program, name: asksOnly ? undefined : 'home', rest: flags };
	}

	const tail = second === undefined ? [] : [second, ...others];
	if (first === 'help') {
		return tail.length === 0
			? { title: program, name: undefined, rest: [] }
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
			return { title: `${program} ${first}`, name: undefined, group: first, rest: [...flags, ...tail] };
		}

		return entry(`${first} list`, [...flags, ...tail]) ?? { title: program, name: undefined, rest: [] };
	}

	const found = entry(`${first} ${second}`, [...flags, ...others]);
	if (!found) {
		throw unknown(`${first} ${second}`);
	}

	return found;
};
