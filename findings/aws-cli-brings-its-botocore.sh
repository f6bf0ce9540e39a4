#!/usr/bin/env bash
# The AWS CLI of PyPI brings a botocore of its own, and after it was imported "botocore" is that one.
#
# Software: awscli 1.46.3, botocore 1.44.8 (PyPI).
# Input:    an environment with awscli alone; one with both packages, where a program imports the CLI before botocore.
# Seen:     alone, `import botocore` fails though awscli is installed. With both, botocore says 1.44.8, and in a process that
#           imported awscli.clidriver first it says another version.
# So:       a process that drives the CLI cannot also rely on the botocore that it pinned; tests give the CLI a process of its
#           own.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check awscli==1.46.3
if venv/bin/python -c 'import botocore' 2>error.txt; then echo 'changed: awscli depends on botocore'; exit 1; fi
tail -n 1 error.txt
venv/bin/pip install --quiet --disable-pip-version-check botocore==1.44.8
alone=$(venv/bin/python -c 'import botocore; print(botocore.__version__)')
behind=$(venv/bin/python -c 'import awscli.clidriver, botocore; print(botocore.__version__)')
echo "botocore: $alone; behind the CLI: $behind"
[[ $alone == 1.44.8 && $behind != 1.44.8 ]] || { echo 'changed'; exit 1; }
echo 'as described'
