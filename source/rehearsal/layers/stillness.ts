import { type Engine, runEngine } from '../../engine/engine.ts';

const mostTimeToLook = 60_000;

// What no commit takes along: processes but for the first, what holds it and this very look; shared memory; and files on
// none of the container's own disk, such as /etc/hosts and /dev/shm, which change in no way that their ctime does not
// show. Devices are left out, since who prints on a terminal changes its times.
const lookScript = `export LC_ALL=C
for entry in /proc/[0-9]*/stat; do
	read -r pid name _ parent _ <"$entry" 2>/dev/null || continue
	[[ $pid == 1 || $pid == $$ || $parent == $$ || ($parent == 1 && $name == '(cat)') ]] || printf 'process %s\\n' "$name"
done
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

	const running = lines.flatMap(line => /^process \((.*)\)$/.exec(line)?.[1] ?? []);
	return { running: [...new Set(running)], isChanged: lines.some(line => !line.startsWith('process ')) };
};
