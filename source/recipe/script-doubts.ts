import { type ScriptStart, scriptStart, unixText } from './script-start.ts';
import { type ShellCommand, shellCommands } from './shell-commands.ts';

/** A place of a script that will most likely not do what its writer wants. */
export type ScriptDoubt = {
	readonly id: string;
	/** From 1. */
	readonly line: number;
	/** A sentence. */
	readonly message: string;
	/** The line as it would be right, where that is certain. */
	readonly fix?: string;
};

/** What is known of a script besides its text. */
export type ScriptFacts = {
	/** The log-in user, who runs it. */
	readonly username: string;
	/** The step's name, which flags take. */
	readonly step: string;
	/** Whether the step was said to restart the machine. */
	readonly restarts: boolean;
	/** Whether sudo may be the one that is written in Rust, as on Ubuntu 26.04. */
	readonly newSudo: boolean;
};

type Seen = ScriptFacts & {
	readonly text: string;
	readonly commands: readonly ShellCommand[];
	readonly start: ScriptStart;
};

type Rule = {
	readonly id: string;
	/** What is wrong with a command, one sentence; undefined if nothing. */
	readonly says: (command: ShellCommand, seen: Seen) => string | undefined;
	/** Its line put right; the same line if that is not certain. */
	readonly fix?: (command: ShellCommand) => string;
};

const packageManager = /^(apt|apt-get|dnf|microdnf|yum)$/;
const changing =
	/^(install|reinstall|update|upgrade|dist-upgrade|full-upgrade|downgrade|remove|purge|autoremove|autopurge|erase|groupinstall|localinstall)$/;
const restarting = /^(reboot|shutdown|poweroff|halt)$/;

/** `install` of `apt-get -q install jq`. */
const subcommand = ({ words }: ShellCommand): string | undefined => words.find(word => /^[a-z]/.test(word));

const changesPackages = (command: ShellCommand): boolean =>
	packageManager.test(command.program) && changing.test(subcommand(command) ?? '');

/** Whether the script becomes root by itself somewhere, or asks who it is. */
const isRootElsewhere = ({ text, username }: Seen): boolean =>
	username === 'root' || /\bEUID\b|\bid -u\b|\bwhoami\b|exec sudo\b|sudo (-\S+ )*(su|bash|sh)\b/.test(text);

const needsRoot = (command: ShellCommand): boolean => {
	const { program } = command;
	return (
		changesPackages(command) ||
		/^(useradd|groupadd|usermod|add-apt-repository|update-alternatives)$/.test(program) ||
		(program === 'systemctl' &&
			/^(start|stop|restart|reload|enable|disable|mask|unmask|daemon-reload)$/.test(
				subcommand(command) ?? '',
			) &&
			!command.words.includes('--user')) ||
		(/^(dpkg|rpm)$/.test(program) && /^(-i|--install|-U|-Uvh|-ivh|-e|-r|-P)$/.test(command.words[0] ?? '')) ||
		(program === 'snap' && /^(install|remove|refresh)$/.test(subcommand(command) ?? ''))
	);
};

/** A line with something put before each call of a program that begins a command there. */
const withEach = ({ text, program }: ShellCommand, put: (before: string, call: string) => string): string =>
	text.replaceAll(
		new RegExp(`(^|&&|\\|\\||;)(\\s*)((?:sudo\\s+)?(?:env\\s+)?(?:\\w+=\\S*\\s+)*)(${program})(?=\\s)`, 'g'),
		(_whole, separator: string, space: string, before: string, call: string) =>
			`${separator}${space}${put(before, call)}`,
	);

const withSudo = (command: ShellCommand): string =>
	withEach(command, (before, call) =>
		before.startsWith('sudo') ? before + call : `sudo ${before === '' ? '' : `env ${before}`}${call}`,
	);

const saysYes = ({ program, words }: ShellCommand): boolean =>
	words.some(word => /^(-[a-zA-Z]*y[a-zA-Z]*|--yes|--assume-yes|--assumeyes)$/.test(word)) ||
	(/^apt/.test(program) && words.some(word => /^-[a-z]*qq/.test(word)));

/** Whether it asks before it does what it is told; apt's `update` does not. */
const asks = (command: ShellCommand): boolean =>
	(changesPackages(command) && !(/^apt/.test(command.program) && subcommand(command) === 'update')) ||
	command.program === 'add-apt-repository';

const keyboardProgram = /^(vim?|nvim|nano|emacs|pico|less|more|man|top|htop|mysql_secure_installation)$/;

const waitsForKeyboard = ({ program, words, isPiped, reads }: ShellCommand): boolean =>
	!isPiped &&
	!reads &&
	!words.some(word => /^(-b|-es?|--version|--help)$/.test(word)) &&
	(keyboardProgram.test(program) ||
		(program === 'read' && words.some(word => /^-\w*[ps]/.test(word))) ||
		(program === 'passwd' && !words.some(word => /^(-[deluSx]|--)/.test(word))) ||
		(program === 'visudo' && !words.includes('-c')) ||
		(program === 'ssh-keygen' && !words.some(word => /^-[NRlyFrkA]/.test(word))));

/** `reboot`, `shutdown`, `systemctl reboot`, `init 6`; undefined if it is none. */
const endOfMachine = ({ program, words }: ShellCommand): 'restart' | 'off' | undefined => {
	const what = program === 'systemctl' ? (words.find(word => /^[a-z]/.test(word)) ?? '') : program;
	if (what === 'init' || what === 'telinit') {
		return words[0] === '6' ? 'restart' : words[0] === '0' ? 'off' : undefined;
	}

	if (!restarting.test(what) || (what === 'shutdown' && words.includes('-c'))) {
		return undefined;
	}

	return what === 'reboot' || (what === 'shutdown' && words.some(word => /^(-r|--reboot)$/.test(word)))
		? 'restart'
		: 'off';
};

const isLast = (command: ShellCommand, { commands }: Seen): boolean => {
	const after = commands.slice(commands.indexOf(command) + 1);
	return after.every(({ program }) => /^(sleep|exit|wait|true|fi|done|\}|)$/.test(program));
};

/** Whether it says itself what a failure in its midst does, in its first line or by a `set`. */
const endsAtFailure = ({ text, commands, start }: Seen): boolean =>
	start.isOpen ||
	/^#!.*\s[-+]\w*e/.test(text) ||
	commands.some(({ program, words }) => program === 'set' && /^[-+]\w*(e|o)/.test(words[0] ?? ''));

/** Files that are written for a shell without `set -u`: nvm's, rvm's, a profile. */
const usesUnset = /(nvm\.sh|rvm|sdkman-init\.sh|conda\.sh|\/etc\/profile|\.bashrc|\.(bash_)?profile)\b/;

const stopsAtUnset = ({ start, text, commands }: Seen): boolean =>
	(start.isOpen || /^set -\w*u/m.test(text)) &&
	!commands.some(({ program, words }) => program === 'set' && /^\+\w*u/.test(words[0] ?? ''));

const hasPipefail = ({ text, start }: Seen): boolean => start.isOpen || /\bpipefail\b/.test(text);

/** Everything that one sees at once: what it is called, when, and what is said. A new doubt is one new row. */
const rules: readonly Rule[] = [
	{
		id: 'needs-sudo',
		says: (command, seen) =>
			command.sudo === undefined && needsRoot(command) && !isRootElsewhere(seen)
				? `${command.program} needs sudo: ${seen.username} runs it.`
				: undefined,
		fix: withSudo,
	},
	{
		id: 'asks',
		says: (command, { text }) =>
			asks(command) && !saysYes(command) && !command.isPiped && !/assume-yes|assumeyes/i.test(text)
				? `${command.program} ${subcommand(command) ?? ''} asks before it does that, and nobody answers: -y says yes.`.replace(
						/ {2,}/,
						' ',
					)
				: undefined,
		fix: command => withEach(command, (before, call) => `${before}${call} -y`),
	},
	{
		id: 'keyboard',
		says: command =>
			waitsForKeyboard(command)
				? `${command.program} waits for somebody at a keyboard: nobody is there.`
				: undefined,
	},
	{
		id: 'restart',
		says: (command, seen) => {
			const end = endOfMachine(command);
			if (end === undefined) {
				return undefined;
			}

			if (end === 'off') {
				return `${command.program} switches the machine off, which ends the build.`;
			}

			if (!seen.restarts) {
				return `${command.program} restarts the machine, which fails the build unless it is expected: --restarts ${seen.step}.`;
			}

			return isLast(command, seen)
				? undefined
				: `What stands behind ${command.program} may run or not: a step of its own begins behind the restart.`;
		},
	},
	{
		id: 'folder',
		says: (command, seen) =>
			command.program === 'cd' && command === seen.commands.at(-1)
				? 'cd counts up to the end of its step: the next one begins in the home folder.'
				: undefined,
	},
	{
		id: 'background',
		says: (command, { commands }) =>
			command.isLeft && !command.writes && !commands.some(({ program }) => program === 'wait')
				? `${command.program} in the background holds the step until it ends, since its output goes there: >/dev/null 2>&1 lets go of it.`
				: undefined,
		fix: ({ text }) => text.replace(/\s*&\s*$/, ' >/dev/null 2>&1 &'),
	},
	{
		id: 'closed-pipe',
		says: (command, seen) =>
			command.isPiped && command.program === 'head' && hasPipefail(seen)
				? 'head closes its pipe early, and pipefail makes a failure of that (141) if more comes.'
				: undefined,
	},
	{
		id: 'sourced',
		says: ({ program, text }, seen) =>
			/^(\.|source)$/.test(program) && usesUnset.test(text) && stopsAtUnset(seen)
				? 'What is sourced here uses names that are not set, and set -u stops at them: set +u before it, set -u behind.'
				: undefined,
	},
	{
		id: 'sudo-environment',
		says: ({ sudo = [] }, { newSudo }) =>
			newSudo && sudo.some(word => /^-\w*E|^--preserve-env$/.test(word))
				? 'The sudo of this system keeps no environment by -E: sudo env NAME="$NAME" hands on what is needed.'
				: undefined,
	},
];

/**
 * What is doubtful about a script, the first of each kind, in the order of the rules.
 * @param text as the person wrote it; what is written for something else than a shell has no doubts.
 */
export const scriptDoubts = (text: string, facts: ScriptFacts): readonly ScriptDoubt[] => {
	const start = scriptStart(text);
	const commands = shellCommands(unixText(text));
	const seen: Seen = { ...facts, text, commands, start };
	if (start.shell === undefined) {
		return [];
	}

	return [
		...(/\r\n/.test(text)
			? [
					{
						id: 'line-ends',
						line: 1,
						message: 'Its line ends are those of Windows: the copy has those of Unix.',
					},
				]
			: []),
		...(endsAtFailure(seen) || commands.filter(({ isPiped }) => !isPiped).length < 2
			? []
			: [
					{
						id: 'passes',
						line: 1,
						message: `Only its last command counts: ${start.shell} goes on behind one that fails, unless it says set -e.`,
					},
				]),
		...rules.flatMap(({ id, says, fix }): ScriptDoubt[] => {
			for (const command of commands) {
				const message = says(command, seen);
				if (message !== undefined) {
					return [{ id, line: command.line, message, ...(fix && { fix: fix(command) }) }];
				}
			}

			return [];
		}),
	];
};
