import { findQuestion } from '../../source/questions/table.ts';

/** Someone who goes a journey through one front end, event by event. */
export type Driver = {
	readonly does: (verb: string, object: string) => Promise<void>;
	/** Waits for the end of the last command line, and gives its exit code. */
	readonly end: () => Promise<number>;
	/** What the front end printed. */
	readonly said: () => string;
};

/** What a front end does for each verb. */
export type Verbs = Readonly<Record<string, (object: string) => Promise<void> | void>>;

/** What can be chosen in a list, a menu or a dialog, by how its row begins: the words are the same in both front ends. */
const rowsToPick: Readonly<Record<string, string>> = {
	'new image': 'New image',
	'new rehearsal': 'Rehearse an image',
	'import a template': 'Import a template',
	'the second image': 'amazon-ebs.two',
	'go on with the answers': 'Continue (those|web)',
	'give up the answers': '(Start anew|Edit it|Change it)',
	run: 'Run it',
	build: 'Build it',
	rehearse: 'Rehearse it',
	'build it anyway': 'Build it anyway',
	edit: 'Edit it',
	delete: 'Delete it',
	'keep the build': 'Keep it',
	replace: 'Replace it',
	'save it': 'Save it',
	'keep it': 'Keep it',
	'another name': '(Keep it|Another name)',
	'write the files': 'Write the files',
	save: 'Save as a preset',
	'keep mine': 'Keep yours',
	'take the new': 'Take the new',
	'show the difference': 'Show the difference',
	'another folder': 'Another folder',
	'another profile': 'Use a profile',
	'name the address': 'Name the address',
	'name a key': 'Name a key',
	'do not encrypt': 'Do not encrypt',
	'get Packer': 'Get Packer',
	'use my Packer': 'Use mine',
	'install Packer': 'By apt-get',
	'get the plugin': 'Get the plugin',
	'paste a token': 'Paste a token',
	'leave them out': 'Leave out',
	'rehearse instead': 'Rehearse instead',
	'try the sign-in': 'Try it again',
	'this account': 'Build it there',
	'look at what is foreign': 'Look at them',
	trust: 'Build with them',
	'look at the log': 'Show the log',
	'look into the image': 'In the image',
	'way out':
		'(Choose (a|the|another|who) |Take a larger|Leave out a|Change the (tags|commands)|Build on|Add sudo|Sign in|Give)',
	'run again': '(Run|Rehearse|Build) it again',
	'build for real': 'Build it for real',
	'change the answers': 'Change the answers',
	'clean up': 'Cancel and clean up',
	'leave it running': 'Leave it running',
	'go on': 'Keep building',
	done: '(Done|Quit)',
	home: '(Home|Leave it for now)',
};

const patience = 5000;

/** Waits until something is there. */
export const until = async <Found>(look: () => Found | undefined, what: () => string): Promise<Found> => {
	const deadline = performance.now() + patience;
	for (;;) {
		const found = look();
		if (found !== undefined) {
			return found;
		}

		if (performance.now() > deadline) {
			throw new Error(what());
		}

		await new Promise(resolve => setTimeout(resolve, 2));
	}
};

/** The command line that runs, and how it ended. */
export const makeRun = (run: (argv: readonly string[]) => Promise<number>, told: () => string) => {
	let ended: number | undefined;
	let running = false;
	return {
		isOver: () => running && ended !== undefined,
		begin: async (argv: readonly string[]): Promise<void> => {
			if (running) {
				await until(
					() => ended,
					() => `The command before goes on:\n${told()}`,
				);
			}

			running = true;
			ended = undefined;
			run(argv).then(code => {
				ended = code;
			});
		},
		end: () =>
			until(
				() => ended,
				() => `It goes on:\n${told()}`,
			),
	};
};

/** What is answered to which question: `region = eu-west-1`. */
export const answerOf = (text: string) => {
	const [id = '', value = ''] = text.split(' = ');
	const question = findQuestion(id);
	if (!question) {
		throw new Error(`There is no question ${id}.`);
	}

	return { question, value };
};

/** A command line as words. */
export const wordsOf = (line: string): readonly string[] => (line === '' ? [] : line.split(' '));

/** Does what a verb means. */
export const perform = async (verbs: Verbs, verb: string, object: string): Promise<void> => {
	const deed = verbs[verb];
	if (!deed) {
		throw new Error(`Nobody knows how to ${verb}.`);
	}

	await deed(object);
};

/** What picks a row, as verbs. */
export const pickVerbs = (pick: (pattern: string) => Promise<void>): Verbs =>
	Object.fromEntries(Object.entries(rowsToPick).map(([verb, pattern]) => [verb, () => pick(pattern)]));
