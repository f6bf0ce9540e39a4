#!/usr/bin/env bash
# botocore knows regions in which it can reach no service.
#
# Software: botocore 1.44.8 (PyPI).
# Input:    the regions of the partition aws in partitions.json, and those in which EC2 has an endpoint (endpoints.json).
# Seen:     me-west-1 and sa-west-1 stand in the first list and in none of the second: get_available_regions('ec2') lacks
#           them, and a client for them is made without a word.
# So:       the first list tells what is coming, not what is there. packer-wizard lists the second and warns at the rest.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check botocore==1.44.8
cat >regions.py <<'PY'
import json, pathlib
import botocore, botocore.session

data = pathlib.Path(botocore.__file__).parent / "data" / "partitions.json"
named = next(each for each in json.loads(data.read_text())["partitions"] if each["id"] == "aws")["regions"]
session = botocore.session.get_session()
known = session.get_available_regions("ec2")
for region in sorted(set(named) - set(known) - {"aws-global"}):
    client = session.create_client("ec2", region, aws_access_key_id="x", aws_secret_access_key="x")
    print(region, client.meta.endpoint_url)
PY
venv/bin/python regions.py | tee output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
me-west-1 https://ec2.me-west-1.amazonaws.com
sa-west-1 https://ec2.sa-west-1.amazonaws.com
TXT
echo 'as described'
