#!/usr/bin/env bash
# What a script prints cannot be got back from Packer's machine-readable output.
#
# Software: Packer 1.6.6 (Debian 12: 1.6.6+ds2-1+b1).
# Input:    a script that prints the 5 characters a, backslash, n, e, w; and a line with two states of a progress bar,
#           `10 %`, a carriage return, `20 %`; and the lines `x,y` and `x%!(PACKER_COMMA)y`.
# Seen:     the first is written as it is, though a line break inside a record is written as backslash and n, too; of the
#           second only what follows the carriage return is there; the last two are written alike.
# Why:      commas, line breaks and carriage returns are replaced, what stands for them is not.
# So:       a reader must not turn \n back into a line break in what scripts print, and a progress bar that ends with a
#           carriage return shows one state late or never; what stands for a comma is shown as one.
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
    inline = ["printf 'a%snew\\n' '\\'", "printf '10 %%\\r20 %%\\n'", "printf 'x,y\\nx%%!(PACKER_COMMA)y\\n'"]
  }
}
HCL
packer build -machine-readable image.pkr.hcl >output.txt
grep -aE ',ui,(message|say),.*(new|%|Wait)' output.txt
grep -qaF 'null.one: a\new' output.txt && grep -qaF ',ui,say,\n==> Wait completed' output.txt || { echo 'changed: the backslash'; exit 1; }
grep -qaF 'null.one: 20 %' output.txt && ! grep -qaF '10 %' output.txt || { echo 'changed: the carriage return'; exit 1; }
[ "$(grep -acF 'null.one: x%!(PACKER_COMMA)y' output.txt)" = 2 ] || { echo 'changed: the comma'; exit 1; }
echo 'as described: the backslash of the script and the line break of Packer look alike, as do a comma and what stands for it, and 10 % is gone'
