#!/usr/bin/env bash
# packer hcl2_upgrade drops `override`, and the pause before a step, without a word: the upgraded template runs another command,
# at once.
#
# Software: Packer 1.6.6 (Debian 12: 1.6.6+ds2-1+b1). Packer 1.16.0 keeps pause_before, and drops override, too.
# Input:    a legacy template with the builder `one` and a provisioner with a command of its own for `one` (override), and with
#           pause_before and max_retries.
# Seen:     the upgrade says that it succeeded. Its file has max_retries and neither of the others, no comment tells of them,
#           and it validates. The legacy template waits and runs the command for `one`; the new one runs the general command
#           without waiting; both end with 0.
# Why:      those two are no settings of the provisioner, but read beside them, and only some of that kind are written.
# So:       who upgrades a template compares what ran, or searches the old one for override.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq packer=1.6.6+ds2-1+b1 2>/dev/null && dpkg-deb -x packer_*.deb debian
export PATH=$work/debian/usr/bin:$PATH CHECKPOINT_DISABLE=1 TMPDIR=$work HOME=$work

cat >legacy.json <<'JSON'
{
  "builders": [{ "type": "null", "name": "one", "communicator": "none" }],
  "provisioners": [
    {
      "type": "shell-local",
      "inline": ["echo ran the general command"],
      "override": { "one": { "inline": ["echo ran the command for one"] } },
      "pause_before": "1s",
      "max_retries": 1
    }
  ]
}
JSON
packer hcl2_upgrade -output-file=upgraded.pkr.hcl legacy.json
packer validate upgraded.pkr.hcl
{
  echo "upgraded: $(grep -oE 'max_retries|pause_before|override' upgraded.pkr.hcl | paste -sd ,)"
  for template in legacy.json upgraded.pkr.hcl; do
    packer build -color=false "$template" >said.txt # set -e: it must end with 0
    echo "$template: $(grep -aoE 'ran the .*|Pausing 1s' said.txt | paste -sd ,)"
  done
} | tee output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
upgraded: max_retries
legacy.json: Pausing 1s,ran the command for one
upgraded.pkr.hcl: ran the general command
TXT
echo 'as described'
