#!/usr/bin/env bash
# The newest image cannot be asked of moto: all that it recorded are as old as the moment at which they are loaded.
#
# Software: moto 5.2.5, boto3 1.44.5 (PyPI).
# Input:    DescribeImages for all that Amazon's alias stands for, in eu-west-1.
# Seen:     the names carry different days, the creation dates are all of today. EC2 gives the day on which each was made,
#           which is what most_recent in a template goes by.
# So:       a test against moto proves that an image is found, never that the newest is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check 'moto[ec2]==5.2.5' boto3==1.44.5 botocore==1.44.5
cat >images.py <<'PY'
import datetime, os, re

os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_EC2_METADATA_DISABLED="true")
import boto3
from moto import mock_aws

today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
with mock_aws():
    images = boto3.client("ec2", "eu-west-1").describe_images(Owners=["amazon"])["Images"]
    print("made today:", sum(image["CreationDate"].startswith(today) for image in images), "of", len(images))
    print("days in names:", len({found for image in images for found in re.findall(r"20[12]\d{5}", image["Name"])}))
PY
venv/bin/python images.py | tee output.txt
grep -qx 'made today: 1291 of 1291' output.txt && grep -qE '^days in names: [0-9]{2,}$' output.txt || { echo 'changed'; exit 1; }
echo 'as described'
