#!/usr/bin/env bash
# packer hcl2_upgrade writes a template that validates and builds, and whose limited provisioners never run.
#
# Software: Packer 1.6.6 (Debian 12: 1.6.6+ds2-1+b1).
# Input:    a legacy template with a builder named `one`, a provisioner with only = ["one"], and one without.
# Seen:     the legacy template runs both. The upgraded one validates, builds, ends with 0, and runs the second alone.
# Why:      the names of builders are copied into `only` as they are, where HCL2 wants null.one.
# So:       an importer must rewrite them; comparing what ran is the only check that sees it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq packer=1.6.6+ds2-1+b1 2>/dev/null && dpkg-deb -x packer_*.deb debian
export PATH=$work/debian/usr/bin:$PATH CHECKPOINT_DISABLE=1 TMPDIR=$work

cat >legacy.json <<'JSON'
{
  "builders": [{ "type": "null", "name": "one", "communicator": "none" }],
  "provisioners": [
    { "type": "shell-local", "only": ["one"], "inline": ["echo limited"] },
    { "type": "shell-local", "inline": ["echo always"] }
  ]
}
JSON
packer hcl2_upgrade -output-file=upgraded.pkr.hcl legacy.json >/dev/null
packer validate upgraded.pkr.hcl
for template in legacy.json upgraded.pkr.hcl; do
  packer build -machine-readable "$template" >"$template.txt" # set -e: it must end with 0
  echo "$template: $(grep -oE '(limited|always)$' "$template.txt" | paste -sd ,)"
done
grep -q limited legacy.json.txt && grep -q always legacy.json.txt || { echo 'changed: the legacy template'; exit 1; }
! grep -q limited upgraded.pkr.hcl.txt && grep -q always upgraded.pkr.hcl.txt || { echo 'changed: the upgraded template'; exit 1; }
echo 'as described: the upgraded template leaves a provisioner out'
