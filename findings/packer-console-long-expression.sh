#!/usr/bin/env bash
# packer console answers a long expression with an empty line, and ends with 0.
#
# Software: Packer 1.6.6 (Debian 12: 1.6.6+ds2-1+b1).
# Input:    a string literal on standard input, as a line: of 57,000 and of 71,000 letters.
# Seen:     the first comes back whole. The second comes back as an empty line, without an error, exit code 0.
# Why:      the console reads standard input by lines of at most 64 KiB and does not look whether reading failed.
#           Packer 1.16.0 does the same.
# So:       who checks generated literals with it must compare the length of the answer, and stay below 64 KiB.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq packer=1.6.6+ds2-1+b1 2>/dev/null && dpkg-deb -x packer_*.deb debian
export PATH=$work/debian/usr/bin:$PATH CHECKPOINT_DISABLE=1 TMPDIR=$work

ask() { # ask LENGTH: how many letters come back
  printf '"%s"\n' "$(head -c "$1" /dev/zero | tr '\0' a)" | packer console --config-type=hcl2 >answer
  tr -d '\n' <answer | wc -c
}

short=$(ask 57000)
long=$(ask 71000)
echo "57,000 letters: $short came back; 71,000 letters: $long came back; exit 0 both times"
[[ $short == 57000 && $long == 0 ]] || { echo 'changed'; exit 1; }
echo 'as described: the long one was answered by nothing'
