import {
	asks,
	endOfMachine,
	holdsStep,
	leftName,
	needsRoot,
	saysYes,
	subcommand,
	waitsForKeyboard,
	withEach,
	withSudo,
} from './script-commands.ts';
import type { ScriptStart } from './script-start.ts';
import type { ShellCommand } from './shell-commands.ts';

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
	/** Whether a container runs it, too. */
	readonly inContainer: boolean;
};

/** A script as it is looked at. */
export type Seen = ScriptFacts & {
	readonly text: string;
	readonly commands: readonly ShellCommand[];
	readonly start: ScriptStart;
};

type ScriptRule = {
	readonly id: string;
	/** What is wrong with the script as a whole, one sentence; undefined if nothing. */
	readonly says: (seen: Seen) => string | undefined;
};

type CommandRule = {
	readonly id: string;
	/** What is wrong with a command, one sentence; undefined if nothing. */
	readonly says: (command: ShellCommand, seen: Seen) => string | undefined;
	/** Its line put right; the same line if that is not certain. */
	readonly fix?: (command: ShellCommand) => string;
};

/** Whether the script becomes root by itself somewhere, or asks who it is. */
const isRootElsewhere = ({ text, username }: Seen): boolean =>
	username === 'root' || /\bEUID\b|\bid -u\b|\bwhoami\b|exec sudo\b|sudo (-\S+ )*(su|bash|sh)\b/.test(text);

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

/** Everything that one sees of a command at once: what it is called, when, and what is said. A new doubt is one new row. */
export const commandRules: readonly CommandRule[] = [
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

			if (seen.inContainer) {
				return `${command.program} restarts the machine, and a container cannot be restarted while it is built.`;
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
		id: 'systemd',
		says: (command, { inContainer }) =>
			inContainer && command.program === 'systemctl' && endOfMachine(command) === undefined
				? 'systemctl needs systemd, which runs in no container: --cmd says what a container runs.'
				: undefined,
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
			holdsStep(command) && !commands.some(({ program }) => program === 'wait')
				? `${leftName(command)} in the background holds the step until it ends, since its output goes there: >/dev/null 2>&1 lets go of it.`
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

/** The same of the script as a whole. */
export const scriptRules: readonly ScriptRule[] = [
	{
		id: 'line-ends',
		says: ({ text }) =>
			/\r\n/.test(text) ? 'Its line ends are those of Windows: the copy has those of Unix.' : undefined,
	},
	{
		id: 'passes',
		says: seen =>
			endsAtFailure(seen) || seen.commands.filter(({ isPiped }) => !isPiped).length < 2
				? undefined
				: `Only its last command counts: ${seen.start.shell} goes on behind one that fails, unless it says set -e.`,
	},
];
