import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { lastLine } from '../../../source/engine/engine.ts';
import { makePersonWithoutEngine } from '../../builds/helpers.ts';
import { type Ended, makePerson, runProgram } from '../../helpers/program.ts';

/** What a bad day came to. */
export type Outcome = {
	/** The diagnosis. */
	readonly id: string;
	/** The row that does something about it; `-` where there is none. */
	readonly remedy: string;
	/** The exit code of the program. */
	readonly code: number;
	/** What was left in EC2, by kind; `nothing`. */
	readonly left: string;
};

/** A day on which something goes wrong. */
export type Row = {
	readonly day: string;
	/** The number of the case from the field that it is one of. */
	readonly field?: number;
	/** How it is provoked: by the real Packer, or as what is replayed. */
	readonly how: string;
	readonly go: () => Promise<Outcome>;
	readonly wanted: Outcome;
	/** What it comes to with Packer 1.7 or newer, where that is another. */
	readonly newer?: Outcome;
};

type End = {
	readonly result: string;
	readonly diagnosis?: { readonly id: string; readonly remedy?: string };
	readonly left?: readonly { readonly kind: string }[];
};

const answers = ['--region', 'eu-west-1', '--base', 'debian-12', '--name', 'shop', '--command', 'echo hello'];

/** Of which nothing is left, with a remedy that there is none, and an end that is good. */
export const nothingLeft = { remedy: '-', code: 0, left: 'nothing' } as const;

/** What the program with `--json` came to. @throws Error with what it complained of, if it said nothing. */
export const outcomeOf = ({ code, stdout, stderr }: Ended): Outcome => {
	const last = lastLine(stdout);
	if (last === '' && code !== 2 && code !== 4) {
		throw new Error(stderr);
	}

	const { result, diagnosis, left = [] }: End = last === '' ? { result: 'refused' } : JSON.parse(last);
	return {
		id: diagnosis?.id ?? result,
		remedy: diagnosis?.remedy ?? '-',
		code: code ?? -1,
		left: left.map(({ kind }) => kind).join(', ') || 'nothing',
	};
};

const quickly = ['--rehearse', '--json', '--speed', '1000000'] as const;

/** Rehearses by the built program and the real Packer: in a container, or where there is none. */
const rehearse = async (
	flags: readonly string[],
	{
		inContainer = false,
		files = {},
		preset,
	}: {
		readonly inContainer?: boolean;
		readonly files?: Readonly<Record<string, string>>;
		/** Run instead of the usual answers. */
		readonly preset?: string;
	} = {},
): Promise<Outcome> => {
	const person = await (inContainer ? makePerson() : makePersonWithoutEngine());
	for (const [name, content] of Object.entries(files)) {
		await writeFile(path.join(person.folder, name), content);
	}

	const given = answers.filter(
		(_, index) => !flags.includes(answers[index % 2 === 0 ? index : index - 1] ?? ''),
	);
	const start = preset === undefined ? ['new', ...given] : ['run', preset];
	return outcomeOf(await runProgram(person, [...start, ...flags, ...quickly]));
};

/** How a rehearsal is asked for. */
export const rehearsal = {
	/** The command and answers that are enough. */
	answers: ['new', ...answers.slice(0, -2)],
	quickly,
	run: rehearse,
} as const;

/** A row of a fault; what is left is nothing unless it is named. */
export const faultRow = (
	fault: string,
	[id, remedy = '-']: readonly [id: string, remedy?: string],
	{
		flags = [],
		code = 1,
		left = 'nothing',
		inContainer = false,
		recipe,
		newer,
	}: Partial<Pick<Outcome, 'code' | 'left'>> &
		Pick<Row, 'newer'> & {
			readonly flags?: readonly string[];
			readonly inContainer?: boolean;
			/** For what no flag says. */
			readonly recipe?: Readonly<Record<string, unknown>>;
		} = {},
): Row => ({
	day: [fault, ...flags].join(' '),
	how: '--fault',
	go: () =>
		rehearse(['--fault', fault, ...flags], {
			inContainer,
			...(recipe && { files: { 'shop.json': JSON.stringify(recipe) }, preset: './shop.json' }),
		}),
	wanted: { id, remedy, code, left },
	...(newer && { newer }),
});

/** A row of a script file of the person's, which really runs. */
export const scriptRow = (
	day: string,
	content: string,
	[id, remedy = '-']: readonly [id: string, remedy?: string],
): Row => ({
	day,
	how: 'an own script file',
	go: () =>
		rehearse(['--command', 'true', '--script', './setup.sh'], {
			inContainer: true,
			files: { 'setup.sh': content },
		}),
	wanted: { id, remedy, code: 1, left: 'nothing' },
});
