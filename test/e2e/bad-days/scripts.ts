import { of } from './cases.ts';
import { type Row, scriptRow } from './row.ts';

/** Script files that passed by luck, or failed at another place than where they went wrong. */
export const scriptRows: readonly Row[] = [
	...of(
		6,
		scriptRow('a script that goes wrong in its midst', 'false\nls /nope\necho ok\n', ['script.exit', 'step']),
	),
	...of(
		5,
		scriptRow('apt without sudo', 'apt-get update\nsudo apt-get install -y jq\n', ['script.no-sudo', 'sudo']),
	),
	...of(
		7,
		scriptRow('a pipe that is closed early', 'yes | head -n 1\necho reached\n', ['script.pipe', 'step']),
	),
	...of(7, scriptRow('a name that is not set', 'echo "$UNSET_THING"\n', ['script.unset', 'step'])),
];
