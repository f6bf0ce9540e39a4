#!/usr/bin/env bash
# packer hcl2_upgrade overwrites the file it is to write before it has read anything: a template that cannot be read costs the
# one that was there.
#
# Software: Packer 1.6.6 (Debian 12: 1.6.6+ds2-1+b1). Packer 1.16.0 does the same.
# Input:    an HCL2 template that somebody wrote; hcl2_upgrade with its name as -output-file, from a legacy template that does
#           not exist, and from the HCL2 template itself. Without -output-file the name is that of the legacy template with
#           .pkr.hcl behind it, which is where one goes on after the first run.
# Seen:     both say why they cannot read and end with 1, as they should. Of the file nothing is left: 1.6.6 leaves the comment
#           which it begins every file with, 1.16.0 an empty file.
# Why:      the file is created, which empties it, before the legacy template is looked for.
# So:       the command is run into a new folder, and what it wrote is taken from there when it has ended with 0.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq packer=1.6.6+ds2-1+b1 2>/dev/null && dpkg-deb -x packer_*.deb debian
export PATH=$work/debian/usr/bin:$PATH CHECKPOINT_DISABLE=1 TMPDIR=$work HOME=$work

upgrade() { # upgrade FROM: into a file that holds a template already
  cat >image.pkr.hcl <<'HCL'
source "null" "mine" {
  communicator = "none"
}
HCL
  local status=0
  packer hcl2_upgrade -output-file=image.pkr.hcl "$1" >said.txt 2>&1 || status=$?
  grep -a 'Failed to parse template' said.txt >&2 || :
  echo "from $1: exit $status, of the template $(grep -c mine image.pkr.hcl || :) lines are left"
}

{
  upgrade no-such-file.json
  upgrade image.pkr.hcl
} | tee output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
from no-such-file.json: exit 1, of the template 0 lines are left
from image.pkr.hcl: exit 1, of the template 0 lines are left
TXT
echo 'as described'
