import type { ShellCommand } from './shell-commands.ts';

const packageManager = /^(apt|apt-get|dnf|microdnf|yum)$/;
const changing =
	/^(install|reinstall|update|upgrade|dist-upgrade|full-upgrade|downgrade|remove|purge|autoremove|autopurge|erase|groupinstall|localinstall)$/;
const restarting = /^(reboot|shutdown|poweroff|halt)$/;

/** `install` of `apt-get -q install jq`. */
export const subcommand = ({ words }: ShellCommand): string | undefined =>
	words.find(word => /^[a-z]/.test(word));

const changesPackages = (command: ShellCommand): boolean =>
	packageManager.test(command.program) && changing.test(subcommand(command) ?? '');

/** Whether it does what only root may. */
export const needsRoot = (command: ShellCommand): boolean => {
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
export const withEach = (
	{ text, program }: ShellCommand,
	put: (before: string, call: string) => string,
): string =>
	text.replaceAll(
		new RegExp(`(^|&&|\\|\\||;)(\\s*)((?:sudo\\s+)?(?:env\\s+)?(?:\\w+=\\S*\\s+)*)(${program})(?=\\s)`, 'g'),
		(_whole, separator: string, space: string, before: string, call: string) =>
			`${separator}${space}${put(before, call)}`,
	);

/** A line with sudo before each call of its program, and with the variables that stand before it. */
export const withSudo = (command: ShellCommand): string =>
	withEach(command, (before, call) =>
		before.startsWith('sudo') ? before + call : `sudo ${before === '' ? '' : `env ${before}`}${call}`,
	);

/** Whether it is told yes before it asks. */
export const saysYes = ({ program, words }: ShellCommand): boolean =>
	words.some(word => /^(-[a-zA-Z]*y[a-zA-Z]*|--yes|--assume-yes|--assumeyes)$/.test(word)) ||
	(/^apt/.test(program) && words.some(word => /^-[a-z]*qq/.test(word)));

/** Whether it asks before it does what it is told; apt's `update` does not. */
export const asks = (command: ShellCommand): boolean =>
	(changesPackages(command) && !(/^apt/.test(command.program) && subcommand(command) === 'update')) ||
	command.program === 'add-apt-repository';

const keyboardProgram = /^(vim?|nvim|nano|emacs|pico|less|more|man|top|htop|mysql_secure_installation)$/;

/** Whether it waits for somebody who types. */
export const waitsForKeyboard = ({ program, words, isPiped, reads }: ShellCommand): boolean =>
	!isPiped &&
	!reads &&
	!words.some(word => /^(-b|-es?|--version|--help)$/.test(word)) &&
	(keyboardProgram.test(program) ||
		(program === 'read' && words.some(word => /^-\w*[ps]/.test(word))) ||
		(program === 'passwd' && !words.some(word => /^(-[deluSx]|--)/.test(word))) ||
		(program === 'visudo' && !words.includes('-c')) ||
		(program === 'ssh-keygen' && !words.some(word => /^-[NRlyFrkA]/.test(word))));

/** `reboot`, `shutdown`, `systemctl reboot`, `init 6`; undefined if it is none. */
export const endOfMachine = ({ program, words }: ShellCommand): 'restart' | 'off' | undefined => {
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

/** Whether it is left in the background with the output of the script, which goes on until both have let go of it. */
export const holdsStep = ({ isLeft, writes }: ShellCommand): boolean => isLeft && !writes;

/** What is left in the background, for a sentence: a program, or a loop. */
export const leftName = ({ program }: ShellCommand): string =>
	/^(?:done|fi|esac|\})$/.test(program) ? 'What runs' : program;
