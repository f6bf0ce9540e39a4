#!/usr/bin/env bash
# moto describes every instance type in every region, also those that it does not offer there; and it gives all at once,
# however few are asked for.
#
# Software: moto 5.2.5, boto3 1.44.5 (PyPI).
# Input:    DescribeInstanceTypes and DescribeInstanceTypeOfferings in eu-west-1 and ap-south-1; DescribeImages with
#           MaxResults 5.
# Seen:     1,395 types are described in both regions, 1,184 and 833 are offered; 5 images are asked for and 1,291 come, on one
#           page. EC2 describes the types of the region alone, and at most what is asked for.
# So:       a list of types made with moto must be joined with the offerings, and no test against it proves that paging works.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check 'moto[ec2]==5.2.5' boto3==1.44.5 botocore==1.44.5
cat >offers.py <<'PY'
import os

os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_EC2_METADATA_DISABLED="true")
import boto3
from moto import mock_aws

with mock_aws():
    for region in ["eu-west-1", "ap-south-1"]:
        ec2 = boto3.client("ec2", region)
        described = {each["InstanceType"] for each in ec2.describe_instance_types()["InstanceTypes"]}
        offered = {each["InstanceType"] for each in ec2.describe_instance_type_offerings()["InstanceTypeOfferings"]}
        print(region, len(described), len(offered), len(offered - described))
    answer = boto3.client("ec2", "eu-west-1").describe_images(MaxResults=5)
    print(len(answer["Images"]), answer.get("NextToken"))
PY
venv/bin/python offers.py | tee output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
eu-west-1 1395 1184 0
ap-south-1 1395 833 0
1291 None
TXT
echo 'as described'
