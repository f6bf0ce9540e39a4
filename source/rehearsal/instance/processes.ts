/**
 * Lines of bash that go through the processes of a held container, but for its first one and what holds that, the very shell
 * and what it starts itself. A session is only ever entered by being born in it: what a step leaves behind is never in that
 * of the first process, whatever it calls itself. A name ends at the last `)` of its line, and may hold anything.
 * @param deed what is done for each: `$pid` is its number, `$name` its name.
 */
export const forOtherProcesses = (deed: string): string => `for entry in /proc/[0-9]*/stat; do
	stat=
	IFS= read -r -d '' stat 2>/dev/null <"$entry"
	pid=\${entry//[!0-9]/} name=\${stat#*(} fields=(\${stat##*)})
	name=\${name%)*} parent=\${fields[1]} session=\${fields[3]}
	[[ ! -e $entry || $pid == $$ || $parent == $$ || $session == 1 ]] || ${deed}
done`;
