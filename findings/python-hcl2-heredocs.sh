#!/usr/bin/env bash
# python-hcl2 writes a heredoc in a list so that no HCL reader takes it, python-hcl2 itself included.
#
# Software: python-hcl2 8.1.4 (PyPI); Packer 1.6.6 (Debian 12: 1.6.6+ds2-1+b1) as the judge.
# Input:    a template whose `inline` is a list with one heredoc, as many are written; read with loads and written with dumps,
#           nothing changed between.
# Seen:     a comma is put behind the closing marker, on the same line, where it makes the marker a line of the text. Packer
#           takes the first and refuses the second (unterminated), and loads refuses what dumps wrote. A heredoc in a function's
#           brackets comes out between quotes, marker and all. As the value of an argument it comes out well.
# So:       whoever changes a template by program reads again what was written, or changes its text in place.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq packer=1.6.6+ds2-1+b1 2>/dev/null && dpkg-deb -x packer_*.deb debian
export PATH=$work/debian/usr/bin:$PATH CHECKPOINT_DISABLE=1 TMPDIR=$work
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check python-hcl2==8.1.4

cat >read.pkr.hcl <<'HCL'
source "null" "one" {
  communicator = "none"
}

build {
  sources = ["source.null.one"]
  provisioner "shell-local" {
    inline = [
      <<-EOT
      echo one
      echo two
      EOT
    ]
  }
}
HCL
cat >write.py <<'PY'
import hcl2

with open("read.pkr.hcl") as file:
    written = hcl2.dumps(hcl2.loads(file.read()))
with open("written.pkr.hcl", "w") as file:
    file.write(written)
print([line.strip() for line in written.splitlines() if "EOT" in line])
try:
    hcl2.loads(written)
    print("loads takes it")
except Exception as error:
    print(f"loads refuses it: {type(error).__name__}")
print(repr(hcl2.dumps(hcl2.loads("a = upper(<<EOT\nx\nEOT\n)\n"))))
PY
{
  venv/bin/python write.py
  for template in read written; do
    status=0
    HOME=$work packer validate "$template.pkr.hcl" >said.txt 2>&1 || status=$?
    echo "packer validate $template.pkr.hcl: $status $(grep -o 'Unterminated template string$' said.txt || :)"
  done
} | tee output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
['<<-EOT', 'EOT,']
loads refuses it: UnexpectedToken
'a = upper("<<EOT\nx\nEOT")\n'
packer validate read.pkr.hcl: 0 
packer validate written.pkr.hcl: 1 Unterminated template string
TXT
echo 'as described'
