import { absolute, type Upload, type Uploads } from './uploads.ts';

/** What one part of a command line does. */
export type CommandStep =
	| {
			readonly kind: 'script';
			readonly path: string;
			readonly upload: Upload;
	  }
	| { readonly kind: 'remove'; readonly paths: readonly string[] }
	/** The end of the command line, with an exit code that stands there. */
	| { readonly kind: 'exit'; readonly code: number }
	/** Housekeeping that has nothing to show. */
	| { readonly kind: 'quiet' }
	| { readonly kind: 'other'; readonly words: readonly string[] };

type Reading = { readonly word: string; readonly next: number };

const readQuoted = (text: string, start: number, quote: string): Reading => {
	let word = '';
	let at = start;
	while (at < text.length && text[at] !== quote) {
		const isEscape = quote === '"' && text[at] === '\\' && /["\\$`\n]/.test(text[at + 1] ?? '');
		at += isEscape ? 1 : 0;
		word += text[at] ?? '';
		at++;
	}

	return { word, next: at + 1 };
};

const readWord = (text: string, start: number): Reading => {
	let word = '';
	let at = start;
	while (at < text.length && !/[\s;&|()<>]/.test(text[at] ?? '')) {
		const character = text[at] ?? '';
		if (character === "'" || character === '"') {
			const quoted = readQuoted(text, at + 1, character);
			word += quoted.word;
			at = quoted.next;
		} else if (character === '\\') {
			word += text[at + 1] ?? '';
			at += 2;
		} else {
			word += character;
			at++;
		}
	}

	return { word, next: at };
};

const redirection = /^\d*[<>]+&?(\d+|-)?/;

/**
 * The simple commands of a command line, each as its words: quotes removed, nothing expanded, redirections left out.
 * Reads what Packer and people write into `execute_command`; it is no shell.
 */
export const simpleCommands = (text: string): readonly (readonly string[])[] => {
	const commands: string[][] = [[]];
	let at = 0;
	while (at < text.length) {
		const rest = text.slice(at);
		const redirected = redirection.exec(rest);
		if (redirected) {
			at += redirected[0].length;
			if (redirected[1] === undefined) {
				at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
				at = readWord(text, at).next;
			}
		} else if (/[;&|()\n]/.test(rest[0] ?? '')) {
			commands.push([]);
			at++;
		} else if (/\s/.test(rest[0] ?? '')) {
			at++;
		} else if (rest.startsWith('#')) {
			at += /^[^\n]*/.exec(rest)?.[0].length ?? 1;
		} else {
			const { word, next } = readWord(text, at);
			commands.at(-1)?.push(word);
			at = next;
		}
	}

	return commands.filter(words => words.length > 0);
};

const assignment = /^[A-Za-z_]\w*=/;
const reserved = new Set(['{', '}', '!', 'if', 'then', 'else', 'fi', 'do', 'done', 'while', 'time']);
const wrappers = new Set(['sudo', 'env', 'exec', 'nohup', 'command', 'nice', 'doas']);
// Options of the wrappers whose value is the next word.
const valued = /^(-[ugphCrtTUDRn]|--(user|group|host|prompt|chdir|unset|adjustment))$/;
const valuedOnlyForNice = '-n';

const skipOptions = (words: readonly string[], wrapper: string): readonly string[] => {
	let at = 0;
	while (words[at]?.startsWith('-')) {
		const word = words[at] ?? '';
		const takesNext = valued.test(word) && (word !== valuedOnlyForNice || wrapper === 'nice');
		at += takesNext ? 2 : 1;
		if (word === '--') {
			break;
		}
	}

	return words.slice(at);
};

/** The words without assignments, sudo and the like in front. */
const bare = (words: readonly string[]): readonly string[] => {
	const first = words[0] ?? '';
	if (assignment.test(first) || reserved.has(first)) {
		return bare(words.slice(1));
	}

	return wrappers.has(first) ? bare(skipOptions(words.slice(1), first)) : words;
};

const shells = /^(\/usr)?(\/bin\/)?(ba|da|z|k)?sh$/;
const quiet = new Set(
	'chmod chown chgrp sed . source export cd true : set test [ mkdir touch sync exit wait sleep umask'.split(
		' ',
	),
);

type Place = { readonly home: string; readonly folder: string; readonly uploads: Uploads };

const stepsOf = (words: readonly string[], place: Place): readonly CommandStep[] => {
	const { home, folder, uploads } = place;
	const [program = '', ...rest] = words;
	const isShell = shells.test(program);
	if (isShell || program === 'su') {
		const inline = rest.findIndex(word => /^-\w*c$/.test(word));
		const string = rest[inline + 1];
		if (inline >= 0 && string !== undefined) {
			return interpretIn(string, place);
		}
	}

	const candidate = isShell ? rest.find(word => !/^[-+]/.test(word)) : program;
	const path = candidate === undefined ? undefined : absolute(home, candidate, folder);
	const upload = path === undefined ? undefined : uploads.get(path);
	if (path !== undefined && upload) {
		return [{ kind: 'script', path, upload }];
	}

	if (program === 'rm') {
		const paths = rest.filter(word => !word.startsWith('-')).map(word => absolute(home, word, folder));
		return [{ kind: 'remove', paths }];
	}

	if (program === 'exit' && /^\d+$/.test(rest[0] ?? '')) {
		return [{ kind: 'exit', code: Number(rest[0]) }];
	}

	return [quiet.has(program) ? { kind: 'quiet' } : { kind: 'other', words }];
};

const interpretIn = (command: string, place: Place): readonly CommandStep[] => {
	let { folder } = place;
	return simpleCommands(command)
		.map(bare)
		.filter(words => words.length > 0)
		.flatMap(words => {
			const steps = stepsOf(words, { ...place, folder });
			if (words[0] === 'cd') {
				folder = absolute(place.home, words[1] ?? '~', folder);
			}

			return steps;
		});
};

/** What a command line does, as far as it can be told without running it: above all which uploaded scripts it runs. */
export const interpret = (command: string, home: string, uploads: Uploads): readonly CommandStep[] =>
	interpretIn(command, { home, folder: home, uploads });
