#!/usr/bin/env bash
# A template that goes through hcl2json builds in another order: blocks are grouped by their labels, and the groups sorted by
# the alphabet.
#
# Software: @cdktf/hcl2json 0.21.0 (npm), on Node.js 22; Packer 1.6.6 (Debian 12: 1.6.6+ds2-1+b1) builds both templates.
# Input:    a template with three provisioners: shell-local, breakpoint (disabled, so that it only prints), shell-local.
# Seen:     in the JSON provisioner is an object with the keys breakpoint and shell-local. Packer takes it as template.pkr.json,
#           and builds it without an error, the second provisioner first.
# Why:      it is HCL's own form of JSON, in which a block's labels are keys, so that what stood between two blocks with the
#           same label has no place any more; and the keys of a Go map are written sorted.
# So:       whoever reads templates in this way must get the order from the text. It matters for provisioners and
#           post-processors; in Terraform's files only for provisioners.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq packer=1.6.6+ds2-1+b1 2>/dev/null && dpkg-deb -x packer_*.deb debian
export PATH=$work/debian/usr/bin:$PATH CHECKPOINT_DISABLE=1 TMPDIR=$work
echo '{"private":true}' >package.json
npm install --silent --no-fund --no-audit --ignore-scripts @cdktf/hcl2json@0.21.0

cat >written.pkr.hcl <<'HCL'
source "null" "one" {
  communicator = "none"
}

build {
  sources = ["source.null.one"]
  provisioner "shell-local" {
    inline = ["echo step 1"]
  }
  provisioner "breakpoint" {
    disable = true
    note    = "step 2"
  }
  provisioner "shell-local" {
    inline = ["echo step 3"]
  }
}
HCL
cat >convert.mjs <<'JS'
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from '@cdktf/hcl2json';

const name = 'written.pkr.hcl';
writeFileSync('converted.pkr.json', JSON.stringify(await parse(name, readFileSync(name, 'utf8'))));
process.exit();
JS
node convert.mjs
for template in written.pkr.hcl converted.pkr.json; do
  HOME=$work packer build -color=false "$template" >said.txt # set -e: it must end with 0
  echo "$template: $(grep -aoE '(: |note ")step [123]' said.txt | grep -o '[123]' | paste -sd ' ')"
done | tee output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
written.pkr.hcl: 1 2 3
converted.pkr.json: 2 1 3
TXT
echo 'as described'
