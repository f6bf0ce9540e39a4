import { runCommand } from '../../base/run-command.ts';
import { withUnixEnds } from '../../base/script-text.ts';
import type { Upload } from './uploads.ts';

const shebang = /^#!\s*(?:\/usr\/bin\/env\s+(?:-S\s+)?)?(\S+)/;
const shell = /(^|\/)(ba|da|k|z)?sh$/;

/** What a script is written for: the program's name, `sh` if it does not say. */
const interpreter = (content: string): string => shebang.exec(content)?.[1] ?? 'sh';

/** Runs `bash -n`, which reads a script and runs nothing of it. Undefined if there is no bash. */
const parse = async (
	content: string,
	folder: string,
): Promise<{ readonly code: number; readonly message: string } | undefined> => {
	// A clean environment: BASH_ENV would name a file that bash runs even so.
	const { exitCode, errorCode, stderr } = await runCommand('bash', ['-n'], {
		environment: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' },
		folder,
		input: content,
	});
	return errorCode === 'ENOENT' ? undefined : { code: exitCode ?? 1, message: stderr };
};

export type CheckedScript = {
	/** The exit code that it would fail with; 0 if nothing is wrong. */
	readonly code: number;
	/** What is wrong, as the shell says it. */
	readonly errors: readonly string[];
	/** The script, line by line, indented; and a sentence before it. */
	readonly lines: readonly string[];
};

const longestShown = 1000;

/** A line that somebody may read; certificates and archives in base64 are none. */
const shortened = (line: string): string =>
	line.length <= longestShown ? line : `${line.slice(0, longestShown)}… (${line.length} characters)`;

const isBinary = (content: Buffer): boolean => content.subarray(0, 8000).includes(0);

/**
 * Checks a script without running it and says how to show it.
 * @param reason why it is not run, a few words or a sentence.
 */
export const checkScript = async (
	upload: Upload,
	path: string,
	reason: string,
	folder: string,
): Promise<CheckedScript> => {
	if (upload.content === undefined || isBinary(upload.content)) {
		return { code: 0, errors: [], lines: [`Not run, and not checked: it is no script. ${reason}`] };
	}

	// The line ends of Windows go before it is run.
	const content = withUnixEnds(upload.content.toString('utf8'));
	const shown = content
		.replace(/\n$/, '')
		.split('\n')
		.map(line => `  ${shortened(line)}`.trimEnd());
	const program = interpreter(content);
	const parsed = shell.test(program) ? await parse(content, folder) : undefined;
	if (!parsed) {
		return { code: 0, errors: [], lines: [`Not run, and not checked (${program}). ${reason}`, ...shown] };
	}

	if (parsed.code === 0) {
		return { code: 0, errors: [], lines: [`Checked, not run. ${reason}`, ...shown] };
	}

	const errors = parsed.message
		.split('\n')
		.filter(line => line !== '')
		.map(line => line.replace(/^bash: /, `${path}: `));
	return { code: parsed.code, errors, lines: [`Not run: it has an error. ${reason}`, ...shown] };
};
