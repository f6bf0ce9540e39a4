#!/usr/bin/env bash
# A build that was cancelled says that it finished, and an interrupt for Packer's process alone does nothing.
#
# Software: Packer 1.6.6 (Debian 12: 1.6.6+ds2-1+b1).
# Input:    a build that sleeps; SIGINT to Packer's process, then SIGTERM.
# Seen:     after SIGINT it goes on without a word. After SIGTERM it prints "Build 'null.one' finished after ...", writes no
#           error record and no count of errors, and ends with 1.
# Why:      the process that one starts only watches a child: it drops SIGINT and hands SIGTERM on. In a terminal Ctrl-C
#           works since the whole group gets it. Packer 1.16.0 does the same.
# So:       a program that runs Packer must send SIGTERM, and must not take "finished" for success: only exit code 0
#           together with an artifact is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq packer=1.6.6+ds2-1+b1 2>/dev/null && dpkg-deb -x packer_*.deb debian
export PATH=$work/debian/usr/bin:$PATH CHECKPOINT_DISABLE=1 TMPDIR=$work

cat >image.pkr.hcl <<'HCL'
source "null" "one" {
  communicator = "none"
}

build {
  sources = ["source.null.one"]
  provisioner "shell-local" {
    inline = ["echo begun", "sleep 20"]
  }
}
HCL
packer build -machine-readable image.pkr.hcl >output.txt &
packer=$!
until grep -qa begun output.txt; do sleep 0.1; done
kill -INT "$packer"
sleep 2
kill -0 "$packer" 2>/dev/null || { echo 'changed: SIGINT ended it'; exit 1; }
kill -TERM "$packer"
status=0
wait "$packer" || status=$?
tail -n 4 output.txt
echo "exit $status"
[[ $status == 1 ]] && grep -qaF "Build 'null.one' finished after" output.txt && ! grep -qaE ',(error-count|error),' <(grep -av ',ui,' output.txt) || { echo 'changed: the end'; exit 1; }
echo 'as described'
