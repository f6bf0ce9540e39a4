#!/usr/bin/env bash
# `only` of a provisioner and `-only` of the command want different names for the same thing; the wrong one is silent.
#
# Software: Packer 1.6.6 (Debian 12: 1.6.6+ds2-1+b1).
# Input:    a build named `img` with the source `null.one`.
# Seen:     a provisioner runs for only = ["null.one"] and never for only = ["img.null.one"] or ["one"]; validate accepts
#           all three. The command builds with -only=img.null.one and builds nothing with -only=null.one, and ends with 0.
# Why:      the names of a provisioner's list are those of sources, the names of the command line those of builds.
# So:       who writes templates must not name a build whose provisioners are limited by the name on the command line;
#           "no error" does not mean that anything ran. From 1.8.4 on the command, not the template, says so.
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
  name    = "img"
  sources = ["source.null.one"]
  provisioner "shell-local" {
    only   = ["one"]
    inline = ["echo ran for one"]
  }
  provisioner "shell-local" {
    only   = ["null.one"]
    inline = ["echo ran for null.one"]
  }
  provisioner "shell-local" {
    only   = ["img.null.one"]
    inline = ["echo ran for img.null.one"]
  }
}
HCL
packer validate image.pkr.hcl
for only in null.one img.null.one; do
  packer build -machine-readable "-only=$only" image.pkr.hcl >"$only.txt" # set -e: it must end with 0
  echo "-only=$only: exit 0, $(grep -c ',artifact-count,' "$only.txt" || :) builds, $(grep -o 'ran for .*' "$only.txt" | paste -sd , || :)"
done
grep -q 'no artifacts were created' null.one.txt && ! grep -q 'ran for' null.one.txt || { echo 'changed: -only=null.one'; exit 1; }
[[ $(grep -o 'ran for .*' img.null.one.txt) == 'ran for null.one' ]] || { echo 'changed: -only=img.null.one'; exit 1; }
echo 'as described'
