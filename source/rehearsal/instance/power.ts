/** What a machine does to itself. */
export type PowerWord = 'restart' | 'off';

/** What the first process of a container prints when a script restarts the machine or turns it off. */
const powerMark = 'packer-wizard-power';

/** What a line of a container's first process tells of its power; undefined for all others. */
export const powerWord = (line: string): PowerWord | undefined =>
	line === `${powerMark} restart` ? 'restart' : line === `${powerMark} off` ? 'off' : undefined;

/** Where a systemctl goes that the image has itself. */
const realSystemctl = '/usr/local/libexec/packer-wizard-systemctl';

// Root reaches the output of the first process. What runs then goes on until it is ended with the machine. Without a
// systemd that runs, systemctl itself leaves units as they are and says so, and is content (systemd 239 and newer, offline).
const program = `#!/bin/sh
program=\${0##*/}
if [ "$program" = systemctl ]; then
	verb=
	for word do
		case $word in
			-*) ;;
			*) verb=$word && break ;;
		esac
	done
	case $verb in
		reboot | poweroff | halt) program=$verb ;;
		*)
			for real in ${realSystemctl} /usr/bin/systemctl; do
				[ ! -x "$real" ] || [ -L "$real" ] || SYSTEMD_OFFLINE=1 exec "$real" "$@"
			done
			case $verb in
				start | stop | restart | try-restart | reload | reload-or-restart | daemon-reload | reset-failed | \\
					enable | disable | reenable | preset | mask | unmask)
					echo "systemctl: the container of a rehearsal has no systemd, so this is left out: systemctl $*" >&2
					exit 0
					;;
			esac
			echo "System has not been booted with systemd as init system (PID 1). Can't operate." >&2
			exit 1
			;;
	esac
fi
if [ "$(id -u)" != 0 ]; then
	echo 'Call to Reboot failed: Interactive authentication required.' >&2
	exit 1
fi
word=off
when=now
case $program in
	reboot) word=restart ;;
	shutdown) when=+1 ;;
	init | telinit)
		case $1 in
			0) ;;
			6) word=restart ;;
			*) exit 0 ;;
		esac
		;;
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
 * `shutdown`, `systemctl reboot` and the like. They ask whoever plays the machine. What is scheduled for later does not
 * come to that, and units are nobody's to start: `systemctl` says so.
 */
export const makePowerPrograms = `cat >/usr/local/sbin/reboot <<'END'
${program}
END
chmod 755 /usr/local/sbin/reboot
for name in shutdown poweroff halt init telinit; do ln -sf reboot "/usr/local/sbin/$name"; done
if [ -f /usr/bin/systemctl ] && [ ! -L /usr/bin/systemctl ]; then
	mkdir -p /usr/local/libexec
	mv /usr/bin/systemctl ${realSystemctl}
fi
ln -sf /usr/local/sbin/reboot /usr/local/bin/systemctl
# Not everywhere does sudo look there. What is a link there leads to systemctl, or to an init that does not run.
ln -sf /usr/local/sbin/reboot /usr/bin/systemctl
for name in reboot shutdown poweroff halt init telinit; do
	[ -e "/usr/sbin/$name" ] && [ ! -L "/usr/sbin/$name" ] || ln -sf "/usr/local/sbin/$name" "/usr/sbin/$name"
done`;
