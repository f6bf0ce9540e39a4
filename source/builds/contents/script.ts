import { singleQuoted } from '../../base/shell.ts';

/** How many files a machine names at most; more are counted. */
const mostFiles = 20_000;

/** Seconds that the machine may take for each part of the list. */
const limits = { packages: 30, files: 60 };

/** Bytes up to which a file is told by its checksum, too. */
const mostSummed = 1024 * 1024;

/**
 * What no image is made for: what is made up while a machine runs, what is temporary, logs, caches, and the records of
 * package managers, of which the list of packages tells.
 */
const leftOut = [
	'/proc',
	'/sys',
	'/dev',
	'/run',
	'/var/run',
	'/tmp',
	'/var/tmp',
	'/var/log',
	'/var/cache',
	'/var/lib/apt',
	'/var/lib/dpkg',
	'/var/lib/rpm',
	'/var/lib/dnf',
	'/var/lib/yum',
	'/usr/lib/sysimage/rpm',
	'/lib/apk/db',
	'/var/lib/pacman',
	'/var/lib/cloud',
	'/var/lib/containers',
	'/var/lib/docker',
	'/root/.cache',
];

/** The same for awk, for disks that are mounted below. */
const elsewhere = `/^(${leftOut.map(place => place.replaceAll('/', '\\/').replaceAll('.', '\\.')).join('|')})(\\/|$)/`;

/** What `rpm` says of a package: EPOCH is `(none)` mostly. */
const rpmFields = ['NAME', 'EPOCH}:%{VERSION}-%{RELEASE', 'ARCH', 'INSTALLTIME', 'SOURCERPM'];
const dpkgFields = ['db:Status-Abbrev', 'Package', 'Version', 'Architecture', 'source:Package'];

/** Fields of one line are separated by tabs, as everywhere in the list. */
const format = (mark: '%' | '$', fields: readonly string[]): string =>
	`${fields.map(field => `${mark}{${field}}`).join('\\t')}\\n`;

const firstComment = '# Prints what is in the image, for packer-wizard. Changes nothing.';

/** Whether a script is one that only lists what is in an image. */
export const isContentsScript = (script: string): boolean => script.includes(`\n${firstComment}\n`);

/**
 * A shell program that prints what is in the image between two lines with the mark: one fact a line, its kind in front,
 * its fields separated by tabs. It changes nothing, and ends with 0 whatever is missing. What `find` (GNU), `awk` and the
 * package manager do not say on a machine is not told of it.
 *
 * Packages come from dpkg, rpm, apk or pacman, with the time of those that were installed or changed since. Of the files
 * on real disks that changed since (by their ctime, which no archive brings along and nobody sets), those are named that
 * no package brought, or whose content is not the package's any more.
 * @param mark letters and digits that nobody knows.
 * @param since seconds since 1970.
 */
export const contentsScript = (mark: string, since: number): string => `#!/bin/sh
${firstComment}
exec 2>/dev/null </dev/null
LC_ALL=C PATH=$PATH:/usr/sbin:/sbin:/usr/bin:/bin
export LC_ALL PATH
since=${since}
tab=$(printf '\\t')
# In a rehearsal: what is older than the build and counts as of it, since a step was taken from before.
spans=$PACKER_WIZARD_SPANS
from=$(echo "$spans" | awk -v "from=$since" '$2 != "" && $2 + 0 < from + 0 { from = int($2) } END { print from }')
if [ -z "$from" ]; then from=$since; fi

within() {
  seconds=$1
  shift
  if command -v timeout >/dev/null; then timeout "$seconds" "$@"; else "$@"; fi
}

# Needs root to see all; calls no package manager, which would write beside its data then.
changed() {
  # What would not stand on one line is counted.
  odd="*[$tab
]*"
  if ! find / -maxdepth 0 -newerct @0 -printf ''; then
    return
  fi
  places=$(awk '$2 != "/" && $2 !~ /\\\\/ && $2 !~ ${elsewhere} && $3 ~ /^(ext[234]|xfs|btrfs|f2fs|jfs|zfs)$/ { print $2 }' /proc/mounts)
  set --
  for place in $places; do
    if [ -d "$place" ]; then set -- "$@" "$place"; fi
  done
  within ${limits.files} find / "$@" -xdev \\( ${leftOut.map(place => `-path ${place}`).join(' -o ')} -o -name __pycache__ \\) -prune -o \\
    -newerct "@$from" ! -type d \\( \\( -path "$odd" -o -lname "$odd" \\) -printf 'odd\\n' -o \\
    \\( -type f -size -${mostSummed / 1024 + 1}k -exec sha256sum {} + , -printf '%C@\\t%T@\\t%y\\t%m\\t%u:%g\\t%s\\t%l\\t%p\\n' \\) \\)
  printf 'looked\\t%s\\t%s\\n' "$?" "$(id -u)"
}

# The paths that belong to packages.
owned() {
  if [ -d /var/lib/dpkg/info ]; then cat /var/lib/dpkg/info/*.list; fi
  if command -v rpm >/dev/null; then within ${limits.packages} rpm -qal; fi
  if [ -r /lib/apk/db/installed ]; then
    awk '/^F:/ { folder = substr($0, 3) } /^R:/ { print "/" folder "/" substr($0, 3) }' /lib/apk/db/installed
  fi
  if command -v pacman >/dev/null; then within ${limits.packages} pacman -Qlq; fi
}

if [ "$1" = changed ]; then
  from=$2
  changed
  exit 0
fi

echo '${mark} begin'
printf 'clock\\t%s\\n' "$(date +%s.%N)"
printf 'since\\t%s\\t%s\\n' "$since" "$from"
echo "$spans"
printf 'machine\\t%s\\n' "$(uname -m)"
sed "s/^/system$tab/" /etc/os-release
if command -v dpkg-query >/dev/null; then
  within ${limits.packages} dpkg-query -W -f ${singleQuoted(`deb\\t${format('$', dpkgFields)}`)}
  find /var/lib/dpkg/info -name '*.list' -newerct "@$from" -printf 'deb-time\\t%f\\t%C@\\n'
fi
if command -v rpm >/dev/null; then
  within ${limits.packages} rpm -qa --qf ${singleQuoted(`rpm\\t${format('%', rpmFields)}`)}
fi
if [ -r /lib/apk/db/installed ]; then
  awk '/^P:/ { name = substr($0, 3) } /^V:/ { version = substr($0, 3) } /^A:/ { machine = substr($0, 3) }
    /^o:/ { source = substr($0, 3) }
    /^$/ { if (name != "") printf "apk\\t%s\\t%s\\t%s\\t%s\\n", name, version, machine, source; name = source = "" }' /lib/apk/db/installed
fi
if command -v pacman >/dev/null; then
  within ${limits.packages} pacman -Q | sed "s/ /$tab/; s/^/pacman$tab/"
fi

# Debian's sudo leaves a sign of its first use at home.
sign=~/.sudo_as_admin_successful
if [ -e "$sign" ]; then sign=; fi
as_root=
if [ "$(id -u)" != 0 ] && sudo -n true; then as_root='sudo -n'; fi
{
  owned
  echo
  $as_root sh "$0" changed "$from"
} | awk -F "$tab" -v "since=$from" '
  !isBehind {
    if ($0 == "") isBehind = 1
    else {
      own[$0] = 1
      if ($0 ~ /^\\/(s?bin|lib[^\\/]*)\\//) own["/usr" $0] = 1
    }
    next
  }
  $1 == "looked" { print; next }
  $0 == "odd" { odd++; next }
  NF == 1 {
    path = substr($0, 67)
    if (path in shown) print "sum" FS substr($0, 1, 64) FS path
    else summed[path] = substr($0, 1, 64)
    next
  }
  NF == 8 && (!($8 in own) || $2 + 0 >= since + 0) && !($8 in shown) {
    if (++count > ${mostFiles}) next
    shown[$8] = 1
    print "file" FS $0
    if ($8 in summed) print "sum" FS summed[$8] FS $8
  }
  END {
    if (count > ${mostFiles}) odd += count - ${mostFiles}
    if (odd > 0) print "more" FS odd
  }'
if [ -n "$sign" ]; then rm -f "$sign"; fi
echo '${mark} end'
exit 0
`;
