#!/usr/bin/env bash
# In moto a terminated machine is started again, a protected one is terminated, and two images have one name: most of what EC2
# refuses for the state that things are in, moto does.
#
# Software: moto 5.2.5, boto3 1.44.5 (PyPI).
# Input:    calls that are well formed and that EC2's reference of errors names a refusal for.
# Seen:     all that are listed at the end succeed. A client token, by which EC2 makes a repeated call one machine, makes two.
#           Other calls are refused as EC2 refuses them: the last one, for a snapshot that an image needs.
# So:       that a program copes with a refusal, or asks before it acts, cannot be seen in a test against moto; names and
#           states have to be refused by the test itself.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check 'moto[ec2]==5.2.5' boto3==1.44.5 botocore==1.44.5
cat >calls.py <<'PY'
import os

os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_EC2_METADATA_DISABLED="true")
import boto3
from botocore.exceptions import ClientError
from moto import mock_aws

with mock_aws():
    ec2 = boto3.client("ec2", "eu-west-1")
    base = ec2.describe_images(Owners=["099720109477"])["Images"][0]

    def run(image=base["ImageId"], size="t3.micro", **more):
        return ec2.run_instances(**{"ImageId": image, "InstanceType": size, "MinCount": 1, "MaxCount": 1, **more})["Instances"][0]["InstanceId"]

    def state(machine):
        return ec2.describe_instances(InstanceIds=[machine])["Reservations"][0]["Instances"][0]["State"]["Name"]

    def call(what, ec2_says, action):
        try:
            print(f"{what} ({ec2_says}): {action() or 'done'}")
        except ClientError as error:
            print(f"{what} ({ec2_says}): {error.response['Error']['Code']}")

    def start_again():
        ec2.terminate_instances(InstanceIds=[gone])
        ec2.start_instances(InstanceIds=[gone])
        return state(gone)

    def end_protected():
        ec2.terminate_instances(InstanceIds=[protected])
        return state(protected)

    def image_id(machine, name):
        return ec2.create_image(InstanceId=machine, Name=name)["ImageId"]

    def use_up(image):
        ec2.deregister_image(ImageId=image)
        return state(run(image))

    gone, protected, other = run(), run(DisableApiTermination=True), run()
    group = ec2.create_security_group(GroupName="group", Description="group")["GroupId"]
    inside = run(SecurityGroupIds=[group])
    first = image_id(other, "web")
    print(base["Architecture"], "image")
    call("a terminated machine is started", "IncorrectInstanceState", start_again)
    call("a protected machine is terminated", "OperationNotPermitted", end_protected)
    call("a second image of the same name", "InvalidAMIName.Duplicate", lambda: str(image_id(other, "web") != first))
    call("a machine from a deregistered image", "InvalidAMIID.Unavailable", lambda: use_up(image_id(other, "old")))
    call("the image on an Arm machine", "InvalidParameterValue", lambda: state(run(size="t4g.micro")))
    call("a key pair that does not exist", "InvalidKeyPair.NotFound", lambda: state(run(KeyName="none")))
    call("a group that a machine is in is deleted", "DependencyViolation", lambda: ec2.delete_security_group(GroupId=group) and "")
    call("at least 3 machines, at most 1", "InvalidParameterCombination", lambda: state(run(MinCount=3)))
    call("one client token, two calls", "one machine", lambda: f"{len({run(ClientToken='token'), run(ClientToken='token')})} machines")
    snapshot = ec2.describe_images(ImageIds=[first])["Images"][0]["BlockDeviceMappings"][0]["Ebs"]["SnapshotId"]
    call("the snapshot of an image is deleted", "InvalidSnapshot.InUse", lambda: ec2.delete_snapshot(SnapshotId=snapshot) and "")
PY
venv/bin/python calls.py | tee output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
x86_64 image
a terminated machine is started (IncorrectInstanceState): running
a protected machine is terminated (OperationNotPermitted): terminated
a second image of the same name (InvalidAMIName.Duplicate): True
a machine from a deregistered image (InvalidAMIID.Unavailable): running
the image on an Arm machine (InvalidParameterValue): running
a key pair that does not exist (InvalidKeyPair.NotFound): running
a group that a machine is in is deleted (DependencyViolation): done
at least 3 machines, at most 1 (InvalidParameterCombination): running
one client token, two calls (one machine): 2 machines
the snapshot of an image is deleted (InvalidSnapshot.InUse): InvalidSnapshot.InUse
TXT
echo 'as described'
