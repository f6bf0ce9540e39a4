import type { Actions } from '../../source/actions/contract.ts';
import { answerOf, type Driver, makeRun, perform, until, type Verbs, wordsOf } from './events.ts';
import { makePerson } from './person.ts';

/** The flags, where nobody can be asked: what is wanted is gathered, and said in one command line. */
export const flags = (actions: Actions): Driver => {
	const person = makePerson(actions, false);
	const run = makeRun(person.run, person.said);
	let argv: string[] = [];
	let cancels = false;
	const add =
		(...words: readonly string[]) =>
		(object: string): void => {
			argv.push(...words, ...(object === '' ? [] : [object]));
		};
	/** Another command of the preset that was opened. */
	const instead =
		(...words: readonly string[]) =>
		(object: string): void => {
			const name = argv[0] === 'run' ? argv.splice(0, 2)[1] : undefined;
			argv = [...words, ...(object === '' ? [] : [object]), ...(name === undefined ? [] : [name]), ...argv];
		};
	const verbs: Verbs = {
		start: line => {
			argv = [...wordsOf(line)];
		},
		'new image': add('new'),
		'new rehearsal': add('new'),
		'import a template': add('new', '--from'),
		'the second image': add('--source', 'amazon-ebs.two'),
		open: add('run'),
		run: () => undefined,
		build: add('--yes'),
		rehearse: add('--rehearse'),
		'rehearse instead': add('--rehearse'),
		'write the files': () => {
			if (argv[0] === 'run') {
				instead('render')('');
			}
		},
		answer: text => {
			const { question, value } = answerOf(text);
			argv.push(`--${question.flag.name}`, value);
		},
		'to the review': () => undefined,
		'go on with the answers': add('new', '--continue'),
		'show the difference': () => undefined,
		'look at the log': () => undefined,
		'look into the image': () => undefined,
		// The end says which flag helps: the same command line gets it.
		'way out': async () => {
			await run.begin(argv);
			await run.end();
		},
		'keep mine': add('--keep'),
		'take the new': add('--overwrite'),
		'another folder': add('--out'),
		'another profile': add('--profile'),
		'name the address': add('--ssh-from'),
		'name a key': add('--kms-key'),
		'do not encrypt': add('--encryption', 'none'),
		type: add(),
		change: () => undefined,
		done: () => undefined,
		quit: () => undefined,
		delete: () => (argv[0] === 'presets' ? add('--yes')('') : instead('presets', 'delete')('')),
		edit: () => undefined,
		'get Packer': add('--yes'),
		'get the plugin': add('--yes'),
		trust: add('--trust'),
		leave: add('--detach'),
		cancel: () => {
			cancels = true;
		},
	};
	return {
		does: (verb, object) => perform(verbs, verb, object),
		end: async () => {
			await run.begin(argv);
			if (cancels) {
				await until(() => (/hello/.test(person.said()) ? true : undefined), person.said);
				person.interrupt();
			}

			return run.end();
		},
		said: person.said,
	};
};
