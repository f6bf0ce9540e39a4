import { type Row, scriptRow } from './row.ts';

/** Script files that passed by luck, or failed at another place than where they went wrong. */
export const scriptRows: readonly Row[] = [
	scriptRow('a script that goes wrong in its midst', 'false\nls /nope\necho ok\n', ['script.exit', 'step']),
	scriptRow('apt without sudo', 'apt-get update\nsudo apt-get install -y jq\n', ['script.no-sudo', 'sudo']),
	scriptRow('a pipe that is closed early', 'yes | head -n 1\necho reached\n', ['script.pipe', 'step']),
	scriptRow('a name that is not set', 'echo "$UNSET_THING"\n', ['script.unset', 'step']),
];
