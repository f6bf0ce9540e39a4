/** What a machine does to itself. */
export type PowerWord = 'restart' | 'off';

/** What the first process of a container prints when a script restarts the machine or turns it off. */
const powerMark = 'packer-wizard-power';

/** What a line of a container's first process tells of its power; undefined for all others. */
export const powerWord = (line: string): PowerWord | undefined =>
	line === `${powerMark} restart` ? 'restart' : line === `${powerMark} off` ? 'off' : undefined;

// Root reaches the output of the first process. What runs then goes on until it is ended with the machine.
const program = `#!/bin/sh
if [ "$(id -u)" != 0 ]; then
	echo 'Call to Reboot failed: Interactive authentication required.' >&2
	exit 1
fi
word=off
when=now
case \${0##*/} in
	reboot) word=restart ;;
	shutdown) when=+1 ;;
esac
for option do
	case $option in
		-r | --reboot) word=restart ;;
		-c) exit 0 ;;
		now | +0) when=now ;;
		+*) when=$option ;;
	esac
done
if [ "$when" != now ]; then
	echo 'Shutdown scheduled, use shutdown -c to cancel.' >&2
	exit 0
fi
echo "${powerMark} $word" >/proc/1/fd/1
exec sleep 600`;

/**
 * Lines of a shell that make the programs which a container lacks, since there is no system in it to end: `reboot`,
 * `shutdown` and the like. They ask whoever plays the machine. What is scheduled for later does not come to that.
 */
export const makePowerPrograms = `cat >/usr/local/sbin/reboot <<'END'
${program}
END
chmod 755 /usr/local/sbin/reboot
for name in shutdown poweroff halt; do ln -sf reboot "/usr/local/sbin/$name"; done
# Not everywhere does sudo look there.
for name in reboot shutdown poweroff halt; do
	[ -e "/usr/sbin/$name" ] || ln -s "/usr/local/sbin/$name" "/usr/sbin/$name"
done`;
