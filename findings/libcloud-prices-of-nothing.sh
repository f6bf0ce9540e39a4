#!/usr/bin/env bash
# Libcloud's list of prices says of many EC2 machines that they cost nothing, of others what dedicated hardware costs, and
# its day is a year before the release.
#
# Software: apache-libcloud 3.9.1 (PyPI, March 2026).
# Input:    the list that the package brings, read as its documentation shows: get_size_price for `ec2_linux`.
# Seen:     an m7i.large costs 0.1008 in us-east-1 and 0.0 in eu-west-1, a t3.micro 0.0 in eu-central-1, which both regions
#           offer for money; 2,754 of 15,589 prices are 0.0. A t3.large costs 0.0882 in us-east-1, though it is eight times a
#           t3.micro, which costs 0.0104 there, and EC2's prices grow with the size: 0.0832. The list calls itself of
#           2 March 2025.
# So:       a zero there means "not known", and of a family only the lowest price that its sizes agree on is that of shared
#           hardware. The list's day has to be said.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check apache-libcloud==3.9.1
cat >prices.py <<'PY'
import datetime
import json
import pathlib

import libcloud
from libcloud.pricing import get_size_price

for machine, region in [("m7i.large", "us-east-1"), ("m7i.large", "eu-west-1"), ("t3.micro", "eu-central-1"), ("t3.micro", "us-east-1"), ("t3.large", "us-east-1")]:
    print(machine, region, get_size_price("compute", "ec2_linux", machine, region))
brought = json.loads((pathlib.Path(libcloud.__file__).parent / "data" / "pricing.json").read_text())
prices = [price for regions in brought["compute"]["ec2_linux"].values() for price in regions.values()]
print(prices.count(0), "of", len(prices))
print(datetime.datetime.fromtimestamp(brought["updated"], datetime.timezone.utc).date())
PY
# A newer list in the person's own folder would count instead.
HOME="$work" venv/bin/python prices.py | tee output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
m7i.large us-east-1 0.1008
m7i.large eu-west-1 0.0
t3.micro eu-central-1 0.0
t3.micro us-east-1 0.0104
t3.large us-east-1 0.0882
2754 of 15589
2025-03-02
TXT
echo 'as described'
