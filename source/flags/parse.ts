import { parseArgs } from 'node:util';
import { nearest } from '../base/nearest.ts';
import { controlCharacter, printable } from '../base/printable.ts';
import { Problem } from '../base/problem.ts';

/** A flag of a command. */
export type Flag = {
	/** Without the dashes. */
	readonly name: string;
	/** A single letter that does the same. */
	readonly short?: string;
	/** What stands behind it in the help (`<id>`); a switch if missing. */
	readonly value?: string;
	/** One sentence for the help, and more for the whole one. */
	readonly text: string;
	/** `rare`: the help only names it, the whole one explains it; `none`: it works, and stands in neither. */
	readonly help?: 'rare' | 'none';
};

/** What stood on a command line. */
export type Parsed = {
	/** Values by the flag's name, in the order in which they were given. */
	readonly values: ReadonlyMap<string, readonly string[]>;
	/** Names of the switches that were given. */
	readonly switches: ReadonlySet<string>;
	readonly positionals: readonly string[];
};

const unknownFlag = (typed: string, flags: readonly Flag[], command: string): Problem => {
	const meant = nearest(
		typed,
		flags.map(flag => flag.name),
	);
	const name = typed.length === 1 ? `-${typed}` : `--${typed}`;
	return new Problem(`${command} has no flag ${name}.`, {
		next: [...(meant === undefined ? [] : [`Did you mean --${meant}?`]), `All its flags: ${command} --help`],
	});
};

/** Whether what follows a flag is the next flag and no value: `--name --yes`. */
const looksLikeFlag = (value: string, flags: readonly Flag[]): boolean =>
	flags.some(flag => value === `--${flag.name}` || value.startsWith(`--${flag.name}=`));

/** @throws Problem (exit 2) if a text of the command line cannot be meant. */
const refuseControls = (text: string, what: string): void => {
	const control = controlCharacter(text);
	if (control !== undefined) {
		throw new Problem(`${what} holds a control character (${control}).`);
	}
};

/**
 * Reads a command line.
 * @param command how the command is called, `packer-wizard new`, for the sentences.
 * @throws Problem (exit 2) for an unknown flag (with the nearest), a missing value, one too many, or a control character.
 */
export const parseFlags = (argv: readonly string[], flags: readonly Flag[], command: string): Parsed => {
	const { tokens } = parseArgs({
		args: [...argv],
		options: Object.fromEntries(
			flags.map(({ name, short, value }) => [
				name,
				{ type: value === undefined ? 'boolean' : 'string', ...(short !== undefined && { short }) } as const,
			]),
		),
		// Not strict: an unknown flag gets our own sentence, and a value may begin with a dash.
		strict: false,
		tokens: true,
	});
	const values = new Map<string, string[]>();
	const switches = new Set<string>();
	const positionals: string[] = [];
	for (const token of tokens) {
		if (token.kind === 'positional') {
			if (token.value.trim() === '') {
				throw new Problem(`${command} was given an empty name.`, {
					reason: 'A variable of the shell that is not set leaves nothing between the quotes.',
					next: [`How it is used: ${command} --help`],
				});
			}

			refuseControls(token.value, `What is named ${JSON.stringify(printable(token.value))}`);
			positionals.push(token.value);
		} else if (token.kind === 'option') {
			const flag = flags.find(candidate => candidate.name === token.name);
			if (!flag) {
				throw unknownFlag(token.name, flags, command);
			}

			if (flag.value === undefined) {
				if (token.value !== undefined) {
					throw new Problem(`--${flag.name} takes no value.`);
				}

				switches.add(flag.name);
			} else if (token.value === undefined || (!token.inlineValue && looksLikeFlag(token.value, flags))) {
				throw new Problem(`--${flag.name} needs a value: --${flag.name} ${flag.value}`);
			} else {
				refuseControls(token.value, `--${flag.name}`);
				values.set(flag.name, [...(values.get(flag.name) ?? []), token.value]);
			}
		}
	}

	return { values, switches, positionals };
};

/** The value of a flag; of several the last. */
export const lastValue = (parsed: Parsed, name: string): string | undefined =>
	parsed.values.get(name)?.at(-1);

/** @throws Problem (exit 2) if more was named than the command takes. */
export const atMost = (parsed: Parsed, count: number, command: string): void => {
	const extra = parsed.positionals[count];
	if (extra !== undefined) {
		throw new Problem(`${command} does not know what to do with ${JSON.stringify(extra)}.`, {
			next: [`How it is used: ${command} --help`],
		});
	}
};
