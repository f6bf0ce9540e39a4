import { type Engine, runEngine } from '../../engine/engine.ts';
import { forOtherProcesses } from '../instance/processes.ts';

const mostTimeToLook = 60_000;

/** What stands before the name of a process, which may be anything. */
const processMark = 'process ';

const isOfProcess = (line: string): boolean => line.startsWith(processMark);

// What no commit takes along: processes; shared memory; and files on none of the container's own disk, such as /etc/hosts
// and /dev/shm, which change in no way that their ctime does not show. Devices are left out, since who prints on a
// terminal changes its times.
const lookScript = `export LC_ALL=C
${forOtherProcesses(`printf '${processMark}%s\\n' "\${name//[[:cntrl:]]/ }"`)}
places=()
while read -r _ _ _ _ place _; do
	case $place in
		/ | /proc | /proc/* | /sys | /sys/* | /dev/pts | /dev/mqueue | /dev/console) ;;
		*) places+=("$place") ;;
	esac
done </proc/self/mountinfo
find "\${places[@]}" -xdev ! -type d ! -type c -newerct "@$1" -printf 'changed %p\\n' || exit 1
tail -q -n +2 /proc/sysvipc/* || exit 1
echo looked`;

/** What of a container stands in no commit: what runs, and what changed where that takes nothing along. */
export type Unkept = { readonly running: readonly string[]; readonly isChanged: boolean };

/**
 * What of a container stands in no commit; undefined if that cannot be told.
 * @param since when it was started, seconds since 1970.
 */
export const findUnkept = async (
	engine: Engine,
	container: string,
	since: number,
): Promise<Unkept | undefined> => {
	const { exitCode, stdout } = await runEngine(
		engine,
		['exec', '--user', '0', container, '/bin/bash', '-c', lookScript, 'bash', since.toFixed(3)],
		{ milliseconds: mostTimeToLook },
	);
	const lines = stdout.split('\n').slice(0, -1);
	if (exitCode !== 0 || lines.pop() !== 'looked') {
		return undefined;
	}

	const running = lines.filter(isOfProcess).map(line => line.slice(processMark.length).trim() || 'a program');
	return { running: [...new Set(running)], isChanged: !lines.every(isOfProcess) };
};
