#!/usr/bin/env bash
# A spot machine of moto does not name the spot request that it fulfils; by RunInstances there is not even a request.
#
# Software: moto 5.2.5, boto3 1.44.5 (PyPI).
# Input:    CreateFleet of type "instant" with one spot machine from a launch template; RunInstances with the spot market.
# Seen:     both are shown as spot machines (InstanceLifecycle) without SpotInstanceRequestId. Of the fleet's there is a
#           request with the machine's id, of the other there is none. EC2 makes and names one for both.
# So:       whoever tags the request by what the machine says, as Packer's amazon-ebs does with spot_tags, sends CreateTags
#           without a resource, and gets MissingParameter.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check 'moto[ec2]==5.2.5' boto3==1.44.5 botocore==1.44.5
cat >fleet.py <<'PY'
import os

os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_EC2_METADATA_DISABLED="true")
import boto3
from moto import mock_aws

with mock_aws():
    ec2 = boto3.client("ec2", "eu-west-1")
    base = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]

    def show(how, machine_id):
        machine = ec2.describe_instances(InstanceIds=[machine_id])["Reservations"][0]["Instances"][0]
        requests = [each.get("InstanceId") for each in ec2.describe_spot_instance_requests()["SpotInstanceRequests"]]
        print(how, machine.get("InstanceLifecycle"), machine.get("SpotInstanceRequestId"), machine_id in requests)

    template = ec2.create_launch_template(
        LaunchTemplateName="build", LaunchTemplateData={"ImageId": base, "InstanceType": "t3.micro"}
    )["LaunchTemplate"]["LaunchTemplateId"]
    fleet = ec2.create_fleet(
        Type="instant",
        LaunchTemplateConfigs=[{"LaunchTemplateSpecification": {"LaunchTemplateId": template, "Version": "1"}}],
        TargetCapacitySpecification={"TotalTargetCapacity": 1, "DefaultTargetCapacityType": "spot"},
    )
    show("fleet", fleet["Instances"][0]["InstanceIds"][0])
    machine = ec2.run_instances(
        ImageId=base, MinCount=1, MaxCount=1, InstanceType="t3.micro", InstanceMarketOptions={"MarketType": "spot"}
    )["Instances"][0]
    show("market", machine["InstanceId"])
PY
venv/bin/python fleet.py | tee output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
fleet spot None True
market spot None False
TXT
echo 'as described'
