#!/usr/bin/env bash
# moto drops every filter of a request for images that names an id, and reads brackets in a filter as a set of letters.
#
# Software: moto 5.2.5, boto3 1.44.5 (PyPI).
# Input:    DescribeImages for the id of an x86_64 image with the filter architecture = arm64; and with a filter of names that
#           has brackets, which EC2 takes as they are: its wildcards are * and ? alone.
# Seen:     the image comes, though it is not of that architecture; EC2 gives those that fit both. amzn[-2]* finds hundreds of
#           images, as many as amzn-* and amzn2* together, and none has a bracket in its name.
# So:       a check "is this image right for that machine?" which leaves the answer to a filter passes in moto whatever the
#           image is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check 'moto[ec2]==5.2.5' boto3==1.44.5 botocore==1.44.5
cat >filters.py <<'PY'
import os

os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_EC2_METADATA_DISABLED="true")
import boto3
from moto import mock_aws

with mock_aws():
    ec2 = boto3.client("ec2", "eu-west-1")

    def find(name, *values, **more):
        return ec2.describe_images(Filters=[{"Name": name, "Values": list(values)}], **more)["Images"]

    image = find("architecture", "x86_64")[0]["ImageId"]
    print("by id, arm64 only:", [found["Architecture"] for found in find("architecture", "arm64", ImageIds=[image])])
    found = find("name", "amzn[-2]*")
    print("amzn[-2]*:", len(found) == len(find("name", "amzn-*", "amzn2*")) > 100, [each for each in found if "[" in each["Name"]])
PY
venv/bin/python filters.py | tee output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
by id, arm64 only: ['x86_64']
amzn[-2]*: True []
TXT
echo 'as described'
