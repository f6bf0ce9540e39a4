import { withUnixEnds } from '../base/script-text.ts';

/** How a script begins, and what it gets so that a failure in its midst ends it. */
export type ScriptStart = {
	/** The shell that runs it, `bash`; undefined if it is written for something else. */
	readonly shell: string | undefined;
	/** Whether it names what runs it. */
	readonly hasInterpreter: boolean;
	/** Whether its first lines leave open what a failure does, so that it is run strictly. */
	readonly isOpen: boolean;
};

/** What a script of bash gets whose first lines say nothing else. */
export const strictMode = 'set -euo pipefail';

/** A text as Unix has it: Packer takes scripts as they are, and no interpreter takes a byte-order mark. */
export const unixText = (text: string): string => withUnixEnds(text.replace(/^\ufeff/, ''));

const named = /^#!\s*(?:\/usr\/bin\/env\s+(?:-S\s+)?)?(?:\S*\/)?(\S+)[ \t]*(.*)/;
const shell = /^(ba|da|k|z)?sh$/;
/** `set -e`, `set +e`, `set -o pipefail`: a word on failures. */
const saysOfFailures = /^\s*set\s+[-+]\w*[eo]/;

/** How a script begins. */
export const scriptStart = (text: string): ScriptStart => {
	const lines = unixText(text).split('\n');
	const [, program = 'bash', flags = ''] = named.exec(lines[0] ?? '') ?? [];
	const first = lines.find(line => /^\s*[^\s#]/.test(line)) ?? '';
	return {
		shell: shell.test(program) ? program : undefined,
		hasInterpreter: lines[0]?.startsWith('#!') ?? false,
		isOpen: program === 'bash' && flags === '' && !saysOfFailures.test(first),
	};
};
