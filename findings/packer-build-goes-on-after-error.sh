#!/usr/bin/env bash
# A mistake in one build block does not stop packer build: it builds the others, and ends with 1 although their images are there.
#
# Software: Packer 1.6.6 (Debian 12: 1.6.6+ds2-1+b1). Packer 1.16.0 does the same.
# Input:    two build blocks with the same source; in the first the argument of a provisioner is misspelt.
# Seen:     validate refuses it. build prints the error, runs the second block to its end, prints its artifact, and ends with 1.
# Why:      what a file says wrong is an error of one build; the builds that could be made are run all the same.
# So:       exit code 1 does not mean that nothing was made or paid for. Validate comes first, and who reads the output looks for
#           artifacts whatever the exit code was.
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
    inlined = ["echo from the first block"]
  }
}

build {
  sources = ["source.null.one"]
  provisioner "shell-local" {
    inline = ["echo from the second block"]
  }
}
HCL
validated=0
packer validate image.pkr.hcl >/dev/null 2>&1 || validated=$?
built=0
packer build -color=false image.pkr.hcl >output.txt 2>&1 || built=$?
grep -a 'Unsupported argument\|second block\|finished after\|-->' output.txt
echo "validate ended with $validated, build with $built"
[[ $validated == 1 && $built == 1 ]] || { echo 'changed'; exit 1; }
grep -qa 'null.one: from the second block' output.txt && grep -qa '^--> null.one' output.txt || { echo 'changed'; exit 1; }
echo 'as described'
