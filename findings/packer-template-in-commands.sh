#!/usr/bin/env bash
# A command with a Go template for another program loses it without a word: {{.Id}} becomes <no value>.
#
# Software: Packer 1.6.6 (Debian 12: 1.6.6+ds2-1+b1).
# Input:    an inline command such as docker inspect --format '{{.Id}}', here with echo in docker's place.
# Seen:     validate accepts it, the build ends with 0, and the command gets the text <no value>.
# Why:      inline commands are Go templates of Packer first, whose missing fields print so. Files are not.
# So:       packer-wizard writes every step as a script file of its own and never inline.
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
    inline = ["echo got '{{.Id}}'"]
  }
}
HCL
packer validate image.pkr.hcl
packer build -machine-readable image.pkr.hcl | grep -a 'got' | tee output.txt
grep -qaF 'got <no value>' output.txt || { echo 'changed'; exit 1; }
echo 'as described'
