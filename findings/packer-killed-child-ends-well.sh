#!/usr/bin/env bash
# A build whose process is killed ends with exit code 0, without a word, and its plugins go on.
#
# Software: Packer 1.6.6 (Debian 12: 1.6.6+ds2-1+b1).
# Input:    a template with the `null` builder and one local script that sleeps. `packer build` runs as two processes, a
#           watcher and its child, which builds; the child is killed (SIGKILL, as the kernel does when memory is short).
# Seen:     the watcher ends at once with 0. Neither standard output nor standard error says that anything went wrong, the
#           log neither. The plugin that the child had started, and the script in it, live on.
# Why:      the watcher asks its child's status for the exit code, and one that was killed has none.
# So:       a pipeline takes such a build for done: exit code 0 is no success without an artifact, and whoever starts Packer
#           must end its whole process group behind it.
set -euo pipefail
work=$(mktemp -d)
trap '[[ -z "${group:-}" ]] || kill -KILL -- "-$group" 2>/dev/null || :; rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq packer=1.6.6+ds2-1+b1 2>/dev/null && dpkg-deb -x packer_*.deb debian
cat >sleeps.json <<'JSON'
{"builders": [{"type": "null", "communicator": "none"}], "provisioners": [{"type": "shell-local", "inline": ["sleep 60"]}]}
JSON

export HOME="$work" CHECKPOINT_DISABLE=1
set -m
debian/usr/bin/packer build -color=false sleeps.json >output.txt 2>errors.txt &
watcher=$!
group=$watcher # a job of its own: its number is that of its process group
set +m
until grep -q 'Running local shell script' output.txt; do
  kill -0 "$watcher"
  sleep 0.2
done
child=$(ps -o pid= --ppid "$watcher" | tr -d ' ')
kill -KILL "$child"
code=0
wait "$watcher" || code=$?
{
  echo "exit code $code"
  echo "lines that name a failure: $(cat output.txt errors.txt | grep -Eic 'error|fail|kill|crash|panic' || :)"
  echo "plugins that live on: $(ps -e -o pgid=,args= | grep -c "^ *$group .*packer plugin" || :)"
} | tee seen.txt
diff seen.txt - <<'TXT' || { echo 'changed'; exit 1; }
exit code 0
lines that name a failure: 0
plugins that live on: 1
TXT
echo 'as described'
